import type {Episode} from './episodes.js';
import {anomalyKinds} from './kinds/registry.js';

/** Counts up when what is saved changes its form: an old file is passed over, not misread. */
export const savedVersion = 2;

/** Whether a parsed JSON value is an object, to look at its fields. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number of minutes, as they are saved. */
export const isMinute = (value: unknown): value is number => Number.isSafeInteger(value);

const isOptionalNumber = (value: unknown): boolean => value === undefined || typeof value === 'number';

const isPattern = (value: unknown): boolean => value === undefined || (isRecord(value) && typeof value.id === 'string' && typeof value.template === 'string');

/** Whether a parsed JSON value is an anomaly as `save` writes it. */
const isEpisode = (value: unknown): value is Episode => isRecord(value)
	&& ['fingerprint', 'service', 'kind'].every(name => typeof value[name] === 'string')
	&& ['onsetMs', 'openedMs', 'lastSeenMs', 'observedPerMinute', 'expectedPerMinute', 'peakFactor', 'calmMinutes'].every(name => typeof value[name] === 'number')
	&& ['resolvedMs', 'limitPerMinute', 'share', 'services'].every(name => isOptionalNumber(value[name]))
	&& typeof value.isAccepted === 'boolean'
	&& (value.severity === 'warning' || value.severity === 'critical')
	&& isOptionalNumber(value.blame)
	&& (value.times === undefined || (isRecord(value.times) && typeof value.times.observedMs === 'number' && typeof value.times.expectedMs === 'number'))
	&& isPattern(value.pattern);

export type Saved = {
	readonly history: unknown;
	readonly episodes: readonly Episode[];
	readonly rest: Readonly<Record<string, unknown>>;
};

/** What a detector of this kind saved; undefined where it is of another kind or version, or damaged. */
export const readSaved = (saved: unknown, kind: string): Saved | undefined => {
	if (!isRecord(saved) || saved.version !== savedVersion || saved.kind !== kind || !Array.isArray(saved.episodes)) {
		return undefined;
	}

	const {episodes} = saved;
	// A newer program may have known more kinds: what it learnt besides is good all the same.
	return episodes.every(episode => isEpisode(episode)) ? {history: saved.history, episodes: episodes.filter(episode => anomalyKinds.includes(episode.kind)), rest: saved} : undefined;
};
