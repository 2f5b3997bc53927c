import {badRequest} from '../http/loki-error.js';
import {readStepMs, readTime} from '../http/time-parameters.js';
import {formatGoDuration, formatPrometheusDuration, parsePrometheusDuration} from '../../../logql/duration.js';
import {quote} from '../../../logql/go-strings.js';
import {
	addNs,
	compareTimes,
	fromMs,
	type Nanotime,
} from '../store/time.js';
import type {SandboxLimits} from '../../types.js';

const defaultLimit = 100;
const maxPoints = 11_000;
const defaultPoints = 250;
const hourNs = 3600e9;

export type TimeRange = {readonly start: Nanotime; readonly end: Nanotime};

export type RangeParameters = TimeRange & {
	readonly query: string;
	readonly limit: number;
	readonly isForward: boolean;
	readonly stepMs: number;
	/** Least time between two lines of an answer; 0 for none. */
	readonly intervalMs: number;
};

/** Start and end of a request; by default the last `sinceNs`. */
export const readTimeRange = (parameters: URLSearchParams, nowMs: number, sinceNs = hourNs): TimeRange => {
	const now = fromMs(nowMs);
	const end = readTime(parameters.get('end') ?? undefined, now, 'end');
	const since = parameters.get('since');
	const givenNs = since ? parsePrometheusDuration(since) : sinceNs;
	if (givenNs === undefined) {
		throw badRequest(`could not parse 'since' parameter: not a valid duration string: ${quote(since!)}`);
	}

	const endOrNow = compareTimes(end, now) > 0 ? now : end;
	return {start: readTime(parameters.get('start') ?? undefined, addNs(endOrNow, -givenNs), 'start'), end};
};

/** Nanoseconds between two moments. */
const rangeNs = ({start, end}: TimeRange): number => ((end.ms - start.ms) * 1e6) + (end.subNs - start.subNs);

/** A whole number of a request's parameter. Throws LokiError as Go's strconv words it. */
export const readInteger = (text: string | undefined, fallback: number): number => {
	if (!text) {
		return fallback;
	}

	if (!/^[+-]?\d+$/.test(text)) {
		throw badRequest(`strconv.Atoi: parsing ${quote(text)}: invalid syntax`);
	}

	return Number(text);
};

export const readLimit = (parameters: URLSearchParams): number => {
	const limit = readInteger(parameters.get('limit') ?? undefined, defaultLimit);
	if (limit <= 0) {
		throw badRequest('limit must be a positive value');
	}

	return limit;
};

export const readDirection = (parameters: URLSearchParams): boolean => {
	const direction = parameters.get('direction') ?? '';
	if (direction !== '' && !/^(?:forward|backward)$/i.test(direction)) {
		throw badRequest(`invalid direction '${direction}'`);
	}

	return direction.toLowerCase() === 'forward';
};

/** The step of a request; by default one that makes about 250 points. Throws LokiError for too many points. */
export const readStep = (parameters: URLSearchParams, range: TimeRange): number => {
	const text = parameters.get('step');
	const defaultStepMs = Math.max(1, Math.floor(rangeNs(range) / 1e9 / defaultPoints)) * 1000;
	const stepMs = text ? readStepMs(text) : defaultStepMs;
	if (stepMs <= 0) {
		throw badRequest('zero or negative query resolution step widths are not accepted. Try a positive integer');
	}

	if (Math.floor(rangeNs(range) / 1e6 / stepMs) > maxPoints) {
		throw badRequest('exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter');
	}

	return stepMs;
};

const readInterval = (parameters: URLSearchParams): number => {
	const text = parameters.get('interval');
	const intervalMs = text ? readStepMs(text) : 0;
	if (intervalMs < 0) {
		throw badRequest('interval must be >= 0');
	}

	return intervalMs;
};

/** The parameters of a range query, checked in Loki's order. */
export const readRangeParameters = (parameters: URLSearchParams, nowMs: number): RangeParameters => {
	const range = readTimeRange(parameters, nowMs);
	if (compareTimes(range.end, range.start) < 0) {
		throw badRequest('end timestamp must not be before or equal to start time');
	}

	const limit = readLimit(parameters);
	const isForward = readDirection(parameters);
	const stepMs = readStep(parameters, range);
	const intervalMs = readInterval(parameters);
	return {
		...range, query: parameters.get('query') ?? '', limit, isForward, stepMs, intervalMs,
	};
};

export const requireRange = (range: TimeRange, {maxQueryLengthMs}: SandboxLimits): void => {
	const lengthNs = rangeNs(range);
	if (maxQueryLengthMs > 0 && lengthNs > maxQueryLengthMs * 1e6) {
		throw badRequest(`the query time range exceeds the limit (query length: ${formatGoDuration(lengthNs)}, limit: ${formatPrometheusDuration(maxQueryLengthMs * 1e6)})`);
	}
};

export const requireLimit = (limit: number, {maxEntriesLimitPerQuery}: SandboxLimits): void => {
	if (maxEntriesLimitPerQuery > 0 && limit > maxEntriesLimitPerQuery) {
		throw badRequest(`max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${maxEntriesLimitPerQuery})`);
	}
};
