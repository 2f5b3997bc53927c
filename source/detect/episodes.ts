import {isOpen, newForMs, reopenWithinMs} from './lifecycle.js';
import type {
	Anomaly,
	AnomalyEvent,
	AnomalyKind,
	Severity,
	Times,
} from './types.js';

/** Open anomalies that are remembered at once; beyond it nothing opens. */
const maxEpisodes = 20_000;

/** What a rule says of an anomaly in one minute. */
export type Reading = {
	readonly severity: Severity;
	readonly onsetMs: number;
	readonly observedPerMinute: number;
	readonly expectedPerMinute: number;
	readonly limitPerMinute: number | undefined;
	readonly share?: number;
	readonly services?: number;
	readonly times?: Times;
	readonly blame?: number;
};

/** One anomaly while it lives; a plain value, so that it can be saved as it is. */
export type Episode = {
	readonly fingerprint: string;
	readonly service: string;
	readonly kind: AnomalyKind;
	readonly pattern: {readonly id: string; readonly template: string} | undefined;
	severity: Severity;
	onsetMs: number;
	openedMs: number;
	lastSeenMs: number;
	resolvedMs: number | undefined;
	observedPerMinute: number;
	expectedPerMinute: number;
	limitPerMinute: number | undefined;
	share: number | undefined;
	services: number | undefined;
	times?: Times;
	/** The largest so far. */
	blame?: number;
	/** The largest factor so far. */
	peakFactor: number;
	/** Calm minutes in a row up to now. */
	calmMinutes: number;
	/** It did not end: it lasted so long that it is the usual now. */
	isAccepted: boolean;
};

export type EpisodeKey = {
	readonly service: string;
	readonly kind: AnomalyKind;
	readonly pattern?: {readonly id: string; readonly template: string};
};

/** Stable over restarts: kind, service and, for patterns, the pattern's id. */
const fingerprintOf = ({service, kind, pattern}: EpisodeKey): string =>
	pattern === undefined ? `${kind}:${service}` : `${kind}:${service}:${pattern.id}`;

const factorOf = (observed: number, expected: number): number | undefined => expected > 0 ? observed / expected : undefined;

const toAnomaly = (episode: Episode, atMs: number): Anomaly => {
	const {fingerprint, service, kind, severity, onsetMs, openedMs, lastSeenMs, resolvedMs, isAccepted, observedPerMinute, expectedPerMinute, limitPerMinute, pattern, share, services, times, blame} = episode;
	const openState = atMs - openedMs < newForMs ? 'new' : 'ongoing';
	return {
		fingerprint,
		service,
		kind,
		severity,
		state: resolvedMs === undefined ? openState : 'resolved',
		onsetMs,
		openedMs,
		lastSeenMs,
		resolvedMs,
		isAccepted,
		observedPerMinute,
		expectedPerMinute,
		limitPerMinute,
		factor: factorOf(observedPerMinute, expectedPerMinute),
		pattern,
		share,
		services,
		...(times && {times}),
		...(blame !== undefined && {blame}),
	};
};

const rank = (anomaly: Anomaly): number => (isOpen(anomaly) ? 0 : 2) + (anomaly.severity === 'critical' ? 0 : 1);

const byRank = (a: Anomaly, b: Anomaly): number => {
	const difference = rank(a) - rank(b);
	if (difference !== 0) {
		return difference;
	}

	return a.onsetMs === b.onsetMs ? a.fingerprint.localeCompare(b.fingerprint) : a.onsetMs - b.onsetMs;
};

export type Episodes = {
	/** Undefined where none is open. */
	readonly find: (key: EpisodeKey) => Episode | undefined;
	readonly open: (key: EpisodeKey, reading: Reading, atMs: number) => AnomalyEvent | undefined;
	/** What is true of an open one now; an event where it became critical. */
	readonly update: (episode: Episode, reading: Reading, atMs: number) => AnomalyEvent | undefined;
	/** `isAccepted` where it did not end, but is the usual from now on. */
	readonly resolve: (episode: Episode, atMs: number, isAccepted?: boolean) => AnomalyEvent;
	readonly openOnes: () => readonly Episode[];
	/** Open ones and those resolved in the last 15 minutes, the worst and earliest first. */
	readonly list: (atMs: number) => readonly Anomaly[];
	/** Forgets what was resolved long ago. */
	readonly prune: (atMs: number) => void;
	readonly save: () => readonly Episode[];
	readonly restore: (episodes: readonly Episode[]) => void;
};

/** The lifecycle of anomalies: opened, worsened, resolved, and within 15 minutes reopened. */
export const createEpisodes = (): Episodes => {
	const episodes = new Map<string, Episode>();
	const all = (): Episode[] => Array.from(episodes, ([, episode]) => episode);

	const event = (type: AnomalyEvent['type'], episode: Episode, atMs: number): AnomalyEvent => ({type, atMs, anomaly: toAnomaly(episode, atMs)});

	const isWorsenedBy = (episode: Episode, reading: Reading, atMs: number): boolean => {
		const isWorse = reading.severity === 'critical' && episode.severity === 'warning';
		const {severity, onsetMs: _, ...numbers} = reading;
		Object.assign(episode, numbers, reading.blame === undefined ? {} : {blame: Math.max(reading.blame, episode.blame ?? 0)});
		if (isWorse) {
			episode.severity = severity;
		}

		episode.peakFactor = Math.max(episode.peakFactor, factorOf(reading.observedPerMinute, reading.expectedPerMinute) ?? 0);
		episode.lastSeenMs = atMs;
		return isWorse;
	};

	const reopen = (episode: Episode, reading: Reading, atMs: number): AnomalyEvent => {
		episode.resolvedMs = undefined;
		episode.isAccepted = false;
		episode.calmMinutes = 0;
		isWorsenedBy(episode, reading, atMs);
		return event('reopened', episode, atMs);
	};

	const begin = (key: EpisodeKey, fingerprint: string, reading: Reading, atMs: number): AnomalyEvent | undefined => {
		if (episodes.size >= maxEpisodes) {
			return undefined;
		}

		const episode: Episode = {
			fingerprint,
			service: key.service,
			kind: key.kind,
			pattern: key.pattern,
			openedMs: atMs,
			lastSeenMs: atMs,
			resolvedMs: undefined,
			share: undefined,
			services: undefined,
			calmMinutes: 0,
			isAccepted: false,
			peakFactor: factorOf(reading.observedPerMinute, reading.expectedPerMinute) ?? 0,
			...reading,
		};
		episodes.set(fingerprint, episode);
		return event('opened', episode, atMs);
	};

	return {
		find(key) {
			const episode = episodes.get(fingerprintOf(key));
			return episode?.resolvedMs === undefined ? episode : undefined;
		},
		open(key, reading, atMs) {
			const fingerprint = fingerprintOf(key);
			const known = episodes.get(fingerprint);
			return known !== undefined && atMs - (known.resolvedMs ?? atMs) <= reopenWithinMs
				? reopen(known, reading, atMs)
				: begin(key, fingerprint, reading, atMs);
		},
		update: (episode, reading, atMs) => isWorsenedBy(episode, reading, atMs) ? event('worsened', episode, atMs) : undefined,
		resolve(episode, atMs, isAccepted = false) {
			episode.resolvedMs = atMs;
			episode.isAccepted = isAccepted;
			episode.calmMinutes = 0;
			return event('resolved', episode, atMs);
		},
		openOnes: () => all().filter(episode => episode.resolvedMs === undefined),
		list: atMs => all()
			.filter(({resolvedMs}) => resolvedMs === undefined || atMs - resolvedMs <= reopenWithinMs)
			.map(episode => toAnomaly(episode, atMs))
			.toSorted((a, b) => byRank(a, b)),
		prune(atMs) {
			for (const [fingerprint, {resolvedMs}] of episodes) {
				if (resolvedMs !== undefined && atMs - resolvedMs > reopenWithinMs) {
					episodes.delete(fingerprint);
				}
			}
		},
		save: () => all().map(episode => ({...episode})),
		restore(saved) {
			for (const episode of saved) {
				episodes.set(episode.fingerprint, {...episode});
			}
		},
	};
};
