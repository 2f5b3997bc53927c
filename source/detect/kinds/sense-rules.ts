import {
	type Episode,
	type EpisodeKey,
	type Episodes,
	type Reading,
} from '../episodes.js';
import {acceptedAfterMs} from '../lifecycle.js';
import {minuteMs} from '../minute.js';
import type {Finding, SenseName} from '../senses/types.js';
import type {AnomalyEvent, AnomalyKind, Severity} from '../types.js';
import type {Looks} from './looks.js';
import {kindOf} from './registry.js';
import {saidId, saidOfId} from './said.js';

/** What the senses find no more for so long is over; they look every minute or two. */
const holdMs = 6 * minuteMs;
/** What was accepted, of all services. */
const maxAccepted = 2000;
/** New errors of one service at once. */
const maxErrors = 2;
const criticalErrorsPerMinute = 20;
const criticalSlowMs = 1000;
const criticalSlowFactor = 5;

const kinds: Readonly<Record<SenseName, AnomalyKind>> = {
	'new-error': 'new-pattern', 'new-warning': 'new-warning', vanished: 'pattern-vanished', 'own-time': 'slow', 'call-time': 'slow', 'told-time': 'slow', 'ends-early': 'ends-early',
};
const severityOf = ({sense, observedPerMinute, times}: Finding): Severity => {
	if (sense === 'new-error') {
		return observedPerMinute >= criticalErrorsPerMinute ? 'critical' : 'warning';
	}

	return times && times.observedMs >= criticalSlowMs && times.observedMs >= criticalSlowFactor * times.expectedMs ? 'critical' : 'warning';
};

const readingOf = (finding: Finding): Reading => ({
	severity: severityOf(finding),
	onsetMs: finding.onsetMs,
	observedPerMinute: finding.observedPerMinute,
	expectedPerMinute: finding.expectedPerMinute,
	limitPerMinute: undefined,
	blame: finding.blame,
	...(finding.times && {times: finding.times}),
});

export type SenseRules = {
	/** Takes all that is abnormal by the senses at a time, most to blame first. */
	readonly take: (findings: readonly Finding[], atMs: number) => AnomalyEvent[];
	/** Ends what was not found for long. */
	readonly expire: (atMs: number) => AnomalyEvent[];
	readonly save: () => unknown;
	readonly restore: (saved: unknown) => void;
};

const isSensed = ({kind, pattern}: Episode): boolean => kindOf(kind).isSensed || (kind === 'new-pattern' && saidOfId(pattern?.id) !== undefined);

/** Tells findings apart: of a service one of each kind, and each error. */
const findingId = (service: string, what: string): string => `${service}\n${what}`;

/** Turns what the senses find into anomalies: of a service one of each kind, with the pattern that tells it best, and a few errors never seen before. */
export const createSenseRules = (episodes: Episodes, looks: Pick<Looks, 'holdMs'>): SenseRules => {
	const findOpen = (service: string, kind: AnomalyKind): readonly Episode[] => episodes.openOnes().filter(episode => episode.service === service && episode.kind === kind);

	/** What was accepted as how it is, by what tells findings apart, and when it was found last. It is no news for as long as it is found. */
	const accepted = new Map<string, number>();

	/** Whether it is how it has been for hours. */
	const isAccepted = (id: string, atMs: number): boolean => {
		const lastMs = accepted.get(id);
		if (lastMs === undefined || atMs - lastMs > looks.holdMs(holdMs)) {
			return false;
		}

		accepted.set(id, atMs);
		return true;
	};

	const settle = (finding: Finding, atMs: number): AnomalyEvent | undefined => {
		const {service, sense, key, text} = finding;
		const kind = kinds[sense];
		const open = findOpen(service, kind);
		const isError = sense === 'new-error';
		// What a look at the service's patterns opened already is not told twice.
		const known = isError
			? open.find(({pattern}) => pattern?.id === saidId(key)) ?? open.find(({pattern}) => pattern && saidOfId(pattern.id) === undefined)
			: open[0];
		if (known) {
			if (isError && !isSensed(known)) {
				known.blame = Math.max(known.blame ?? 0, finding.blame);
				return undefined;
			}

			return episodes.update(known, readingOf(finding), atMs);
		}

		if (open.length >= (isError ? maxErrors : 1)) {
			return undefined;
		}

		const episodeKey: EpisodeKey = {service, kind, pattern: {id: isError ? saidId(key) : key, template: text}};
		return episodes.open(episodeKey, readingOf(finding), atMs);
	};

	/** Ends what was accepted, or not found for long. */
	const end = (episode: Episode, atMs: number): readonly AnomalyEvent[] => {
		const hasLasted = atMs - episode.openedMs > acceptedAfterMs;
		if (hasLasted) {
			accepted.set(findingId(episode.service, episode.kind === 'new-pattern' ? saidOfId(episode.pattern?.id) ?? '' : episode.kind), atMs);
		}

		return hasLasted || atMs - episode.lastSeenMs > looks.holdMs(holdMs) ? [episodes.resolve(episode, atMs, hasLasted)] : [];
	};

	return {
		take(findings, atMs) {
			const told = new Set<string>();
			const events: AnomalyEvent[] = [];
			for (const finding of findings) {
				// The first of a kind tells it best.
				const id = findingId(finding.service, finding.sense === 'new-error' ? finding.key : kinds[finding.sense]);
				if (told.has(id) || isAccepted(id, atMs)) {
					continue;
				}

				told.add(id);
				const event = settle(finding, atMs);
				events.push(...(event ? [event] : []));
			}

			return events;
		},
		expire(atMs) {
			for (const [id, lastMs] of accepted) {
				if (atMs - lastMs > looks.holdMs(holdMs)) {
					accepted.delete(id);
				}
			}

			return episodes.openOnes().filter(episode => isSensed(episode)).flatMap(episode => end(episode, atMs));
		},
		save: () => [...accepted].slice(-maxAccepted),
		restore(saved) {
			for (const pair of Array.isArray(saved) ? saved as unknown[] : []) {
				if (Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'number') {
					accepted.set(pair[0], pair[1]);
				}
			}
		},
	};
};
