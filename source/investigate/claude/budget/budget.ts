import type {BudgetName, BudgetUse} from '../../../facts/analysis.js';

/** What an investigation may use up. */
export type BudgetLimits = {
	/** Tool calls, whatever comes of them. */
	readonly calls: number;
	/** Calls that run at the same time. */
	readonly concurrent: number;
	/** From the question until the model has all that it gets to see. */
	readonly seconds: number;
	/** Of all results together. */
	readonly resultBytes: number;
	/** What one call may make Loki read, and all of them. */
	readonly scanBytesPerCall: number;
	readonly scanBytes: number;
	/** What the question makes the model read, each token once, however often the API has to be sent it again. */
	readonly inputTokens: number;
	readonly dollars: number;
};

/** The budget of one question. What runs has set aside the most that it may use, so that calls at the same time cannot exceed a limit together. */
export type Budget = {
	readonly limits: BudgetLimits;
	readonly startedMs: number;
	/** When the model had all that it gets to see; undefined until then. */
	readonly endedMs: number | undefined;
	readonly calls: number;
	readonly resultBytes: number;
	readonly scanBytes: number;
	readonly inputTokens: number;
	/** What the model said last: the next request holds it. */
	readonly carriedTokens: number;
	/** The input up to which an answer can be paid; at most the limit. */
	readonly maxInputTokens: number;
	readonly dollars: number;
	readonly reserved: Reservation;
	/** The limit that ended the search, once one has. */
	readonly endedBy: BudgetName | undefined;
};

/** What is set aside for calls that run. */
export type Reservation = {readonly resultBytes: number; readonly scanBytes: number};

const mebi = 1024 ** 2;
const gibi = 1024 ** 3;

export const defaultLimits: BudgetLimits = {
	calls: 12,
	concurrent: 3,
	seconds: 90,
	resultBytes: mebi / 4,
	scanBytesPerCall: 2 * gibi,
	scanBytes: 10 * gibi,
	inputTokens: 60_000,
	dollars: 0.5,
};

const followUpCalls = 6;
/** A result smaller than this says nothing. */
const minResultBytes = 1024;
/** JSON takes about so many bytes a token; a low figure errs on the safe side. */
const bytesPerToken = 3;
const nothing: Reservation = {resultBytes: 0, scanBytes: 0};

/** A full budget for a question asked at `nowMs`; a follow-up has fewer calls. */
export const startBudget = (limits: Partial<BudgetLimits>, {isFollowUp, nowMs}: {readonly isFollowUp: boolean; readonly nowMs: number}): Budget => {
	const all = {...defaultLimits, ...limits};
	return {
		limits: isFollowUp ? {...all, calls: Math.min(all.calls, followUpCalls)} : all,
		startedMs: nowMs,
		endedMs: undefined,
		calls: 0,
		resultBytes: 0,
		scanBytes: 0,
		inputTokens: 0,
		carriedTokens: 0,
		maxInputTokens: all.inputTokens,
		dollars: 0,
		reserved: nothing,
		endedBy: undefined,
	};
};

const secondsUsed = ({startedMs, endedMs, limits}: Budget, nowMs: number): number => Math.min(limits.seconds, Math.max(0, ((endedMs ?? nowMs) - startedMs) / 1000));

/** Bytes that the next result may have: what is left of bytes and of tokens, at most `wanted`. */
export const roomForResult = ({limits, resultBytes, inputTokens, carriedTokens, maxInputTokens, reserved}: Budget, wanted: number): number => {
	const tokensLeft = maxInputTokens - inputTokens - carriedTokens - (reserved.resultBytes / bytesPerToken);
	return Math.max(0, Math.floor(Math.min(wanted, limits.resultBytes - resultBytes - reserved.resultBytes, tokensLeft * bytesPerToken)));
};

/** The limit that leaves no room for another call, if one does. */
export const spentLimit = (budget: Budget, nowMs: number): BudgetName | undefined => {
	const {limits} = budget;
	if (budget.endedBy) {
		return budget.endedBy;
	}

	if (budget.dollars >= limits.dollars) {
		return 'dollars';
	}

	if (budget.calls >= limits.calls) {
		return 'calls';
	}

	if (secondsUsed(budget, nowMs) >= limits.seconds) {
		return 'seconds';
	}

	if (budget.scanBytes + budget.reserved.scanBytes >= limits.scanBytes) {
		return 'scanBytes';
	}

	if (roomForResult(budget, minResultBytes) < minResultBytes) {
		if (budget.resultBytes + budget.reserved.resultBytes + minResultBytes > limits.resultBytes) {
			return 'resultBytes';
		}

		return budget.maxInputTokens < limits.inputTokens ? 'dollars' : 'inputTokens';
	}

	return undefined;
};

/** Milliseconds until the time is over. */
export const timeLeftMs = (budget: Budget, nowMs: number): number => Math.max(0, budget.startedMs + (budget.limits.seconds * 1000) - nowMs);

/** A call begins, and may give a result of so many bytes. */
export const beginCall = (budget: Budget, resultBytes: number): Budget => ({...budget, calls: budget.calls + 1, reserved: {...budget.reserved, resultBytes: budget.reserved.resultBytes + resultBytes}});

/** Whether so many bytes may still be scanned. */
export const canScan = ({limits, scanBytes, reserved}: Budget, bytes: number): boolean => scanBytes + reserved.scanBytes + bytes <= limits.scanBytes;

export const reserveScanBytes = (budget: Budget, bytes: number): Budget => ({...budget, reserved: {...budget.reserved, scanBytes: budget.reserved.scanBytes + bytes}});

/** A call has ended: what was set aside for it becomes what it used. */
export const endCall = (budget: Budget, {reserved, resultBytes, scanBytes}: {readonly reserved: Reservation; readonly resultBytes: number; readonly scanBytes: number}): Budget => ({
	...budget,
	resultBytes: budget.resultBytes + resultBytes,
	scanBytes: budget.scanBytes + scanBytes,
	// Counted at once; what the API says of the next request takes its place.
	inputTokens: budget.inputTokens + Math.ceil(resultBytes / bytesPerToken),
	reserved: {resultBytes: Math.max(0, budget.reserved.resultBytes - reserved.resultBytes), scanBytes: Math.max(0, budget.reserved.scanBytes - reserved.scanBytes)},
});

/** A request has ended; `inputTokens` is what the question has made the model read so far, `outputTokens` what it said. */
export const spendRequest = (budget: Budget, {inputTokens, outputTokens, dollars}: {readonly inputTokens: number; readonly outputTokens: number; readonly dollars: number}): Budget => ({
	...budget, inputTokens: Math.max(0, inputTokens), carriedTokens: outputTokens, dollars: budget.dollars + dollars,
});

/** Results may fill the requests up to this input and no further. */
export const capInput = (budget: Budget, inputTokens: number): Budget => ({...budget, maxInputTokens: Math.min(budget.limits.inputTokens, inputTokens)});

/** The model has all that it gets to see, by its own choice or because of a limit: the time stands still. */
export const endSearch = (budget: Budget, nowMs: number, by?: BudgetName): Budget => ({...budget, endedMs: budget.endedMs ?? nowMs, endedBy: budget.endedBy ?? by});

export const useOf = (budget: Budget, nowMs: number): BudgetUse => {
	const {limits} = budget;
	return {
		calls: {used: budget.calls, limit: limits.calls},
		seconds: {used: Number(secondsUsed(budget, nowMs).toFixed(1)), limit: limits.seconds},
		resultBytes: {used: budget.resultBytes, limit: limits.resultBytes},
		scanBytes: {used: budget.scanBytes, limit: limits.scanBytes},
		inputTokens: {used: budget.inputTokens, limit: limits.inputTokens},
		dollars: {used: budget.dollars, limit: limits.dollars},
		spent: spentLimit(budget, nowMs),
	};
};

/** What a spent limit is called in a sentence. */
export const budgetWords: Readonly<Record<BudgetName, string>> = {
	calls: 'all tool calls are used', seconds: 'the time is over', resultBytes: 'the room for results is used', scanBytes: 'Loki has read as much as it may', inputTokens: 'the input tokens are used', dollars: 'the money is used',
};
