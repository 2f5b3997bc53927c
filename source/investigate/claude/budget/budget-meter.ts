import type {BudgetName, BudgetUse} from '../../../facts/analysis.js';
import {
	beginCall,
	canScan,
	capInput,
	endCall,
	endSearch,
	reserveScanBytes,
	roomForResult,
	spendRequest,
	spentLimit,
	timeLeftMs,
	useOf,
	type Budget,
} from './budget.js';

/** The budget of one question while it is being used. */
export type BudgetMeter = {
	readonly budget: () => Budget;
	readonly use: () => BudgetUse;
	readonly spent: () => BudgetName | undefined;
	readonly timeLeftMs: () => number;
	/** Begins a call whose result has at most `wanted` bytes. */
	readonly beginCall: (wanted: number) => MeteredCall;
	readonly spendRequest: (spent: {readonly inputTokens: number; readonly outputTokens: number; readonly dollars: number}) => void;
	/** Leaves results no more room than an answer can be paid for. */
	readonly capInput: (inputTokens: number) => void;
	/** No more tools, because of a limit or because the model has answered. */
	readonly endSearch: (by?: BudgetName) => void;
};

export type MeteredCall = {
	/** Bytes that its result may have. */
	readonly maxResultBytes: number;
	/** Sets bytes aside for scanning; false where not so many are left. */
	readonly reserveScan: (bytes: number) => boolean;
	/** Whether it has scanned as much as it may. */
	readonly isScanSpent: (scannedBytes: number) => boolean;
	readonly end: (used: {readonly resultBytes: number; readonly scanBytes: number}) => void;
};

export const createBudgetMeter = (start: Budget, now: () => number): BudgetMeter => {
	let budget = start;
	return {
		budget: () => budget,
		use: () => useOf(budget, now()),
		spent: () => spentLimit(budget, now()),
		timeLeftMs: () => timeLeftMs(budget, now()),
		beginCall(wanted) {
			const maxResultBytes = roomForResult(budget, wanted);
			let scanBytes = 0;
			budget = beginCall(budget, maxResultBytes);
			return {
				maxResultBytes,
				reserveScan(bytes) {
					if (!canScan(budget, bytes)) {
						return false;
					}

					scanBytes += bytes;
					budget = reserveScanBytes(budget, bytes);
					return true;
				},
				isScanSpent: scannedBytes => scannedBytes >= budget.limits.scanBytesPerCall || scannedBytes + budget.scanBytes >= budget.limits.scanBytes,
				end(used) {
					budget = endCall(budget, {reserved: {resultBytes: maxResultBytes, scanBytes}, ...used});
				},
			};
		},
		spendRequest(spent) {
			budget = spendRequest(budget, spent);
		},
		capInput(inputTokens) {
			budget = capInput(budget, inputTokens);
		},
		endSearch(by) {
			budget = endSearch(budget, now(), by);
		},
	};
};
