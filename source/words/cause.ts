import type {
	Cause,
	CauseMatch,
	Leader,
	Rollout,
	VerdictHead,
} from '../facts/verdict.js';
import {sanitizeLine} from '../terminal/sanitize.js';
import {formatDuration, formatShare} from './numbers.js';
import {formatMoment, type Reader} from './reader.js';

const maxNameLength = 60;
const maxLabelLength = 40;
/** What a rollout is followed by within so long came seconds after it. */
const secondsAfterMs = 90_000;

/** A name from outside within a sentence: one line, no longer than a name may be. */
export const shortName = (text: string, maxLength = maxNameLength): string => sanitizeLine(text, {maxLength});

/** `payment broke 40 s earlier` */
export const leaderWords = ({service, leadMs}: Leader): string =>
	`${shortName(service)} broke ${leadMs === undefined ? 'within seconds of it' : `${formatDuration(roundToSeconds(leadMs))} earlier`}`;

/** `version 1.42.0` */
const rolloutName = ({name, value}: Pick<Rollout, 'name' | 'value'>): string => `${shortName(name.replaceAll(/[-._]/g, ' '), maxLabelLength)} ${shortName(value)}`;

/** `seconds after version 1.42.0 appeared`, as far as the sample can tell; undefined where the rollout came later. */
export function rolloutClause(rollout: Rollout): string | undefined {
	const {leadMs} = rollout;
	const name = rolloutName(rollout);
	if (leadMs === undefined) {
		return `with ${name} new in its lines`;
	}

	if (leadMs < 0) {
		return undefined;
	}

	return leadMs < 1000 ? `as ${name} appeared` : `${leadMs < secondsAfterMs ? 'seconds' : formatDuration(leadMs)} after ${name} appeared`;
}

/** The same as a finding, with the time between. */
export function rolloutFinding(rollout: Rollout): string {
	const {leadMs} = rollout;
	const name = rolloutName(rollout);
	if (leadMs === undefined) {
		return `${name} is new in these lines`;
	}

	return Math.abs(leadMs) < 1000
		? `${name} appeared with the first line of the trouble`
		: `${name} appeared ${formatDuration(roundToSeconds(Math.abs(leadMs)))} ${leadMs < 0 ? 'after' : 'before'} the first line of the trouble`;
}

const roundToSeconds = (ms: number): number => Math.round(ms / 1000) * 1000;

/** `requests wait for a connection that no one gives back: 87 % of the errors, first at 02:26:00, never before the onset (L1, L2)` */
function matchReason({reason, excessShare, errorShare, firstMs, isNew, lineIds, caller}: CauseMatch, reader: Reader): string {
	const rests = [
		errorShare === undefined ? `${formatShare(excessShare)} of the sample` : `${formatShare(errorShare)} of the errors`,
		...firstMs === undefined ? [] : [`first at ${formatMoment(firstMs, {...reader, withSeconds: true})}`],
		...isNew ? ['never before the onset'] : [],
		...caller ? [`${shortName(caller.name)} ${shortName(caller.value)} on ${formatShare(caller.badShare)} of the bad lines`] : [],
	];
	return `${reason}: ${rests.join(', ')}${lineIds.length === 0 ? '' : ` (${lineIds.join(', ')})`}`;
}

/** What speaks against a cause, or would: `35 % of the sample say disk full; wrong if the pool has idle connections`. Undefined where nothing was known, as in old records. */
export function doubtWords({cause}: Pick<VerdictHead, 'cause'>): string | undefined {
	const against = cause?.match?.against;
	return against && [
		...against.rival ? [`${formatShare(against.rival.share)} of the sample say ${against.rival.name}`] : [],
		`wrong if ${against.doubt}`,
	].join('; ');
}

/** What is likely the cause, as a name for a headline and why; undefined where no cause is known. */
export type CauseWords = {readonly name: string; readonly reason: string};

export function causeWords({service, cause, written}: Pick<VerdictHead, 'service' | 'cause' | 'written'>, reader: Reader): CauseWords | undefined {
	return written ? written.cause : cause && wordsOf(cause, service, reader);
}

function wordsOf(cause: Cause, service: string, reader: Reader): CauseWords {
	switch (cause.type) {
		case 'neighbour': {
			const {leader, match} = cause;
			const name = shortName(leader.service);
			return {
				name: leader.leadMs === undefined ? `calls to ${shortName(leader.through ?? leader.service)} fail, which broke at the same time` : `${name} broke first`,
				reason: `${leaderWords(leader)} and the lines of ${shortName(service)} name ${leader.through === undefined ? 'it' : `${shortName(leader.through)}, which broke as well`}${match ? `; ${match.reason}` : ''}`,
			};
		}

		case 'rollout': {
			const {rollout, match} = cause;
			return {
				name: `bad deploy of ${rolloutName(rollout)}${match ? ` (${match.name})` : ''}`,
				reason: `${rolloutName(rollout)} is on ${formatShare(rollout.badShare)} of the bad lines and on ${formatShare(rollout.baselineShare)} before${match ? `; ${matchReason(match, reader)}` : ''}`,
			};
		}

		case 'signature': {
			return {name: cause.match.name, reason: matchReason(cause.match, reader)};
		}
	}
}
