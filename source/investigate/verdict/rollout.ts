import {isVersionName} from '../evidence/fields.js';
import type {Change, Evidence, EvidenceLine} from '../../facts/evidence.js';
import type {Rollout} from '../../facts/verdict.js';

const minVersionShare = 0.3;
const maxVersionShareBefore = 0.1;
const minVersionLines = 5;

/** The change that looks like a rollout: a version, image or revision that most bad lines carry and hardly any did before. */
export const findRolloutChange = ({changes}: Evidence): Change | undefined => changes.find(change => isVersionName(change.name)
	&& change.badShare >= minVersionShare && change.baselineShare <= maxVersionShareBefore && change.badLines >= minVersionLines);

/**
When the trouble really began, where the sample tells: an onset is a whole minute, the first line of what is new is a moment.
`lines` are those that the cause rests on.
*/
export const firstTroubleMs = ({lines, patterns}: Evidence, onsetMs: number, causeLines: readonly EvidenceLine[]): number => {
	const newIds = new Set(patterns.filter(({isNew}) => isNew).map(({id}) => id));
	const telling = causeLines.length > 0 ? causeLines : lines.filter(({patternId}) => patternId !== undefined && newIds.has(patternId));
	const times = telling.map(({timeMs}) => timeMs).filter(timeMs => timeMs >= onsetMs);
	return times.length > 0 ? Math.min(...times) : onsetMs;
};

/** The rollout as a fact, against the moment at which the trouble began. */
export const toRollout = ({name, value, badShare, baselineShare, firstSeenMs}: Change, troubleMs: number): Rollout => ({
	name, value, badShare, baselineShare, leadMs: firstSeenMs === undefined ? undefined : troubleMs - firstSeenMs,
});

/** Whether it can have been the cause: it was seen before the trouble, or with its first line. */
export const isBefore = ({leadMs}: Rollout): boolean => leadMs === undefined || leadMs >= 0;
