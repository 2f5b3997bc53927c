import type {QueryCost} from '../types.js';

export const noCost: QueryCost = {
	bytesScanned: 0,
	linesScanned: 0,
	requests: 0,
	durationMs: 0,
};

export function addCosts(...costs: readonly QueryCost[]): QueryCost {
	const sum = {...noCost};
	for (const cost of costs) {
		sum.bytesScanned += cost.bytesScanned;
		sum.linesScanned += cost.linesScanned;
		sum.requests += cost.requests;
		sum.durationMs += cost.durationMs;
	}

	return sum;
}

export type CostMeter = {
	readonly add: (cost: QueryCost) => void;
	readonly total: () => QueryCost;
};

export function createCostMeter(): CostMeter {
	let total = noCost;
	return {
		add(cost) {
			total = addCosts(total, cost);
		},
		total: () => total,
	};
}
