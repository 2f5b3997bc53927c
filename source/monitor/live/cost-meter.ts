import type {LokiClient} from '../../loki/types.js';
import type {Store} from '../../store/store.js';

/** Puts into the store what Loki was asked so far, and what one poll cost. */
export type CostMeter = {
	/** A poll begins. */
	readonly begin: () => void;
	readonly reportPoll: () => void;
	readonly report: () => void;
};

export function createCostMeter(client: LokiClient, store: Store): CostMeter {
	let before = client.cost();
	return {
		begin() {
			before = client.cost();
		},
		reportPoll() {
			const {requests, bytesScanned} = client.cost();
			store.dispatch({
				type: 'cost-changed', cost: {
					requests, bytes: bytesScanned, lastPollRequests: requests - before.requests, lastPollBytes: bytesScanned - before.bytesScanned,
				},
			});
		},
		report() {
			const {requests, bytesScanned} = client.cost();
			store.dispatch({type: 'cost-changed', cost: {...store.getState().cost, requests, bytes: bytesScanned}});
		},
	};
}
