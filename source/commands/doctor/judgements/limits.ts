import type {LokiLimits} from '../../../loki/discovery/limits.js';
import {hourMs} from '../../../detect/minute.js';
import {formatCount, formatDuration} from '../../../words/numbers.js';
import type {Judgement} from '../types.js';

export type KnownLimits = LokiLimits & {
	/** Loki told them; else they were met, and one that is not known is larger than what this program asks for. */
	readonly areTold: boolean;
};

/** With less, a baseline takes several questions an hour. */
const comfortableRangeMs = hourMs;

/** What this Loki limits, and whether this program has room under it. */
export function judgeLimits({maxSeries, maxEntries, maxRangeMs, areTold}: KnownLimits, services: number): Judgement {
	const larger = areTold ? 'not told' : 'more than is asked for';
	const parts = [
		`series ${shown(maxSeries, formatCount, larger)}`,
		`lines ${shown(maxEntries, formatCount, larger)}`,
		`time range ${shown(maxRangeMs, formatDuration, larger)}`,
	];
	const detail = `For one query${areTold ? ', as Loki tells' : ', as met'}: ${parts.join(', ')}.`;
	return maxRangeMs !== undefined && maxRangeMs < comfortableRangeMs ? {state: 'warn', detail, nextStep: 'The baseline is read in pieces of that length, slowly: raise max_query_length in Loki\'s limits_config to an hour or more.'} : {state: 'pass', detail: maxSeries !== undefined && maxSeries < services ? `${detail} The ${formatCount(services)} services are asked for in parts.` : detail};
}

function shown(limit: number | undefined, format: (value: number) => string, larger: string): string {
	if (limit === undefined) {
		return larger;
	}

	return limit === Infinity ? 'without limit' : format(limit);
}
