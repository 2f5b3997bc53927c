import type {AnomalyKind, Times} from './types.js';

/** A larger factor says no more than this one. */
const largestFactor = 100;

const noWrap = /\s+/g;

/** `0.04`, `3.1`, `42`, `2,400`. */
export const formatRate = (perMinute: number): string => {
	if (perMinute >= 9.95) {
		return Math.round(perMinute).toLocaleString('en-US');
	}

	const digits = perMinute === 0 || perMinute >= 0.095 ? 1 : 2;
	return perMinute.toFixed(digits).replace(/\.0+$/, '');
};

/** `2.4x`, `14x`, `>100x`. */
export const formatFactor = (factor: number): string => factor > largestFactor ? `>${largestFactor}x` : `${factor >= 9.95 ? Math.round(factor) : Number(factor.toFixed(1))}x`;

/** A clock in one time zone, `HH:MM`. Throws a RangeError for a zone that Intl does not know. */
export const createClock = (timeZone = 'UTC'): (timeMs: number) => string => {
	const format = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', timeZone});
	return timeMs => format.format(timeMs);
};

export type SentenceParts = {
	readonly kind: AnomalyKind;
	readonly onsetMs: number;
	readonly lastSeenMs: number;
	readonly resolvedMs: number | undefined;
	readonly isAccepted: boolean;
	readonly observedPerMinute: number;
	readonly expectedPerMinute: number;
	readonly limitPerMinute: number | undefined;
	readonly factor: number | undefined;
	readonly pattern: {readonly id: string; readonly template: string} | undefined;
	/** Of the sampled lines, 0 to 1; for patterns. */
	readonly share: number | undefined;
	readonly times?: Times;
	/** Services that fell silent together; for the whole fleet. */
	readonly services: number | undefined;
};

/** `7 ms`, `120 ms`, `4.1 s`, `2.5 min`. */
export const formatTook = (ms: number): string => {
	if (ms < 1000) {
		return `${Math.round(ms)} ms`;
	}

	return ms < 100_000 ? `${Number((ms / 1000).toFixed(1))} s` : `${Number((ms / 60_000).toFixed(1))} min`;
};

/** `p95 4.1 s vs 120 ms expected` without its `p95`. */
export const compareTimes = ({observedMs, expectedMs}: Times): string => `${formatTook(observedMs)} vs ${formatTook(expectedMs)} expected`;

const percent = (share: number | undefined): string => share === undefined ? '' : ` (${Math.round(share * 100)} % of lines)`;

const quote = (template: string | undefined): string => `"${(template ?? '').replaceAll(noWrap, ' ').trim()}"`;

const minutesSince = (parts: SentenceParts): number => Math.max(1, Math.round((parts.lastSeenMs - parts.onsetMs) / 60_000) + 1);

const compare = (noun: string, {observedPerMinute, expectedPerMinute, limitPerMinute, factor}: SentenceParts, bound: string): string => {
	const limit = limitPerMinute === undefined ? '' : ` (${bound} ${formatRate(limitPerMinute)})`;
	const times = factor === undefined ? '' : `, ${formatFactor(factor)}`;
	return `${noun} ${formatRate(observedPerMinute)}/min vs ${formatRate(expectedPerMinute)}/min expected${limit}${times}`;
};

const describe = (parts: SentenceParts): string => {
	switch (parts.kind) {
		case 'error-spike': {
			return compare('errors', parts, 'band');
		}

		case 'volume-surge': {
			return compare('lines', parts, 'band');
		}

		case 'silence': {
			return parts.observedPerMinute > 0
				? compare('lines', {...parts, factor: undefined}, 'floor')
				: `no lines for ${minutesSince(parts)} min vs ${formatRate(parts.expectedPerMinute)}/min expected`;
		}

		case 'fleet-silence': {
			return `${parts.services === undefined ? 'most services' : `${parts.services} services`} silent at once: collector or Loki ingest`;
		}

		// What comes from sampled lines is scaled to Loki's counts, so it is about right, not exact.
		case 'pattern-storm': {
			return `storm of one pattern, about ${formatRate(parts.observedPerMinute)}/min${percent(parts.share)}: ${quote(parts.pattern?.template)}`;
		}

		case 'new-pattern': {
			return `new error pattern, about ${formatRate(parts.observedPerMinute)}/min${percent(parts.share)}: ${quote(parts.pattern?.template)}`;
		}

		case 'pattern-vanished': {
			return `${quote(parts.pattern?.template)} ${parts.observedPerMinute < parts.expectedPerMinute / 10 ? 'stopped' : 'shrank'}: ${formatRate(parts.observedPerMinute)}/min vs ${formatRate(parts.expectedPerMinute)}/min expected`;
		}

		case 'slow': {
			return `p95 of ${quote(parts.pattern?.template)} ${parts.times ? compareTimes(parts.times) : 'is slower than expected'}`;
		}

		case 'ends-early': {
			return `requests end at ${quote(parts.pattern?.template)}: ${formatRate(parts.observedPerMinute)}/min vs ${formatRate(parts.expectedPerMinute)}/min expected`;
		}
	}
};

/** One sentence that a human can check: `errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03`. */
export const explain = (parts: SentenceParts, formatTime: (timeMs: number) => string): string => {
	const end = parts.isAccepted ? 'taken as usual from' : 'over at';
	const ending = parts.resolvedMs === undefined ? '' : `, ${end} ${formatTime(parts.resolvedMs)}`;
	return `${describe(parts)}, since ${formatTime(parts.onsetMs)}${ending}`;
};
