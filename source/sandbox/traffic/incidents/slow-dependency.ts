import type {Incident} from './types.js';

const minuteMs = 60_000;

/** Inventory answers late and everyone waits for it; hardly a request fails. */
export const slowDependency: Incident = {
	what: 'inventory answers in seconds instead of milliseconds, and whoever calls it waits; hardly an error anywhere',
	leadMs: 9 * minuteMs,
	hits: [{service: 'inventory', share: 0.85, slowMs: 2600}],
};
