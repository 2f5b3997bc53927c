import {
	type Episode,
	type EpisodeKey,
	type Episodes,
	type Reading,
} from '../episodes.js';
import {minuteMs} from '../minute.js';
import type {Finding, SenseName} from '../senses/types.js';
import type {AnomalyEvent, AnomalyKind, Severity} from '../types.js';

/** What the senses find no more for so long is over; they look every minute or two. */
const holdMs = 6 * minuteMs;
/** What lasts longer is how it is from now on. */
const acceptMs = 360 * minuteMs;
/** New errors of one service at once. */
const maxErrors = 2;
const criticalErrorsPerMinute = 20;
const criticalSlowMs = 1000;
const criticalSlowFactor = 5;

const kinds: Readonly<Record<SenseName, AnomalyKind>> = {
	'new-error': 'new-pattern', vanished: 'pattern-vanished', 'own-time': 'slow', 'call-time': 'slow', 'told-time': 'slow', 'ends-early': 'ends-early',
};
const sensed: ReadonlySet<AnomalyKind> = new Set(['pattern-vanished', 'slow', 'ends-early']);
/** An error that the senses found, and not a look at a service's patterns. */
const errorId = 'said:';

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
};

const isSensed = ({kind, pattern}: Episode): boolean => sensed.has(kind) || (kind === 'new-pattern' && (pattern?.id.startsWith(errorId) ?? false));

/** Turns what the senses find into anomalies: of a service one of each kind, with the pattern that tells it best, and a few errors never seen before. */
export const createSenseRules = (episodes: Episodes): SenseRules => {
	const findOpen = (service: string, kind: AnomalyKind): readonly Episode[] => episodes.openOnes().filter(episode => episode.service === service && episode.kind === kind);

	const settle = (finding: Finding, atMs: number): AnomalyEvent | undefined => {
		const {service, sense, key, text} = finding;
		const kind = kinds[sense];
		const open = findOpen(service, kind);
		const isError = sense === 'new-error';
		// What a look at the service's patterns opened already is not told twice.
		const known = isError
			? open.find(({pattern}) => pattern?.id === errorId + key) ?? open.find(({pattern}) => !(pattern?.id.startsWith(errorId) ?? true))
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

		const episodeKey: EpisodeKey = {service, kind, pattern: {id: `${isError ? errorId : ''}${key}`, template: text}};
		return episodes.open(episodeKey, readingOf(finding), atMs);
	};

	return {
		take(findings, atMs) {
			const told = new Set<string>();
			const events: AnomalyEvent[] = [];
			for (const finding of findings) {
				// The first of a kind tells it best; errors that differ are told apart.
				const id = `${finding.service}\n${finding.sense === 'new-error' ? finding.key : kinds[finding.sense]}`;
				if (told.has(id)) {
					continue;
				}

				told.add(id);
				const event = settle(finding, atMs);
				events.push(...(event ? [event] : []));
			}

			return events;
		},
		expire: atMs => episodes.openOnes().filter(episode => isSensed(episode)).flatMap(episode => {
			const isAccepted = atMs - episode.openedMs > acceptMs;
			return isAccepted || atMs - episode.lastSeenMs > holdMs ? [episodes.resolve(episode, atMs, isAccepted)] : [];
		}),
	};
};
