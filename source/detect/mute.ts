import type {Anomaly} from './types.js';

/** Mutes kept at once; the oldest go first. */
const maxMutes = 1000;

/** Something a human does not want to be notified about until a moment. */
export type Mute = {
	/** A fingerprint, or a service for all of its anomalies. */
	readonly target: {readonly fingerprint: string} | {readonly service: string};
	readonly untilMs: number;
};

const keyOf = ({target}: Mute): string => 'fingerprint' in target ? `f ${target.fingerprint}` : `s ${target.service}`;

/** Those that have not expired; the same array where none has. */
export const activeMutes = (mutes: readonly Mute[], nowMs: number): readonly Mute[] =>
	mutes.every(({untilMs}) => untilMs > nowMs) ? mutes : mutes.filter(({untilMs}) => untilMs > nowMs);

/** Adds a mute for so long, replacing one of the same target, and drops those that have expired. */
export const addMute = (mutes: readonly Mute[], target: Mute['target'], durationMs: number, nowMs: number): readonly Mute[] => {
	const added: Mute = {target, untilMs: nowMs + Math.max(0, durationMs)};
	return [...activeMutes(mutes, nowMs).filter(mute => keyOf(mute) !== keyOf(added)), added].slice(-maxMutes);
};

/** Takes a mute back. */
export const removeMute = (mutes: readonly Mute[], target: Mute['target']): readonly Mute[] =>
	mutes.filter(mute => keyOf(mute) !== keyOf({target, untilMs: 0}));

/** The moment until which an anomaly is muted; undefined where it is not. */
export const mutedUntil = (mutes: readonly Mute[], anomaly: Pick<Anomaly, 'fingerprint' | 'service'>, nowMs: number): number | undefined => {
	let until: number | undefined;
	for (const {target, untilMs} of mutes) {
		const isMeant = 'fingerprint' in target ? target.fingerprint === anomaly.fingerprint : target.service === anomaly.service;
		if (isMeant && untilMs > nowMs && untilMs > (until ?? 0)) {
			until = untilMs;
		}
	}

	return until;
};
