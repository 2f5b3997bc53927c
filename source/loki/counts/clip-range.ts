import type {LokiRangeLimitError} from '../http/errors/index.js';
import type {TimeRange} from '../types.js';
import {minuteMs} from '../../detect/minute.js';

/** The part of a range that a Loki with a limit takes, from the end that is wanted: as long as it said, else half. Undefined where less than a minute would be left. */
export function clipRange({startMs, endMs}: TimeRange, {limitMs}: LokiRangeLimitError, keeps: 'oldest' | 'newest'): TimeRange | undefined {
	const lengthMs = endMs - startMs;
	const keptMs = Math.floor(limitMs !== undefined && limitMs < lengthMs ? limitMs : lengthMs / 2);
	if (keptMs < minuteMs) {
		return undefined;
	}

	return keeps === 'newest' ? {startMs: endMs - keptMs, endMs} : {startMs, endMs: startMs + keptMs};
}
