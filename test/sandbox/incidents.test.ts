import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Incident} from '../../source/detect/incidents/incident.js';
import type {AnomalyKind} from '../../source/detect/types.js';
import {createLokiClient} from '../../source/loki/client.js';
import {createPasses} from '../../source/monitor/once/pass.js';
import {knownPatterns} from '../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../source/patterns/seen-set.js';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import {incidents, type IncidentName} from '../../source/sandbox/traffic/incidents/registry.js';
import {createTraffic} from '../../source/sandbox/traffic/index.js';
import {openIncidents} from '../../source/store/selectors/incidents.js';
import {initialState} from '../../source/store/initial-state.js';
import {createStore} from '../../source/store/store.js';

const hourMs = 3_600_000;
const baselineHours = 4;
const dayMs = Date.UTC(2026, 10, 23, 15, 30, 20);
/** The quietest hour: the fewest lines to see anything by. */
const nightMs = Date.UTC(2026, 10, 24, 5, 2, 48);

/** What the first pass of a check finds open in the sandbox while an incident is played. */
const findIncidents = async (incident: IncidentName, nowMs: number): Promise<readonly Incident[]> => {
	const now = () => nowMs;
	const loki = await startSandboxLoki({now});
	try {
		for (const entries of createTraffic({nowMs, seed: 7, incident}).history()) {
			if (entries[0] && Number(entries[0].timeNs / 1_000_000n) < nowMs - ((baselineHours + 1) * hourMs)) {
				break;
			}

			loki.push(entries);
		}

		const store = createStore(initialState(nowMs, {
			host: 'sandbox', tenant: undefined, selector: '', baselineHours, isDemo: false, timeZone: 'UTC',
		}));
		const result = await createPasses({
			hideLines: lines => lines,
			client: createLokiClient({url: loki.url}),
			store,
			selector: '{namespace="production"}',
			serviceLabel: undefined,
			baselineHours,
			settleMs: 0,
			detector: {kind: 'default'},
			known: knownPatterns(createSeenSet()),
			budget: {maxBytes: 2 ** 31, maxMs: 60_000},
			memory: undefined,
			now,
		}).run(AbortSignal.timeout(60_000));
		assert.equal(result.type, 'read');
		return openIncidents(store.getState());
	} finally {
		await loki.close();
	}
};

type Expected = {
	readonly name: IncidentName;
	readonly nowMs: number;
	/** Of each incident in the order of time: the service that was first, and how it is known. */
	readonly found: ReadonlyArray<readonly [service: string, kind: AnomalyKind]>;
	readonly outside?: string;
	readonly isFleetWide?: boolean;
};

const expected: readonly Expected[] = [
	{name: 'slow-dependency', nowMs: dayMs, found: [['inventory', 'slow']]},
	{name: 'vanished-pattern', nowMs: nightMs, found: [['price-feed', 'pattern-vanished']]},
	{name: 'quiet-errors', nowMs: nightMs, found: [['parcels', 'new-pattern']]},
	{name: 'two-at-once', nowMs: dayMs, found: [['search', 'error-spike'], ['notifications', 'error-spike']]},
	{name: 'two-at-once', nowMs: nightMs, found: [['search', 'error-spike'], ['notifications', 'error-spike']]},
	{
		name: 'outside-database', nowMs: dayMs, found: [['payment', 'error-spike']], outside: 'ledger-db.internal',
	},
	{
		name: 'dns', nowMs: dayMs, found: [['', 'error-spike']], isFleetWide: true,
	},
];

/** The pool's own story has its own tests. */
test('every incident of the sandbox is looked for here', () => {
	const tested = new Set<string>(expected.map(({name}) => name));
	assert.deepEqual(Object.keys(incidents).filter(name => name !== 'pool' && !tested.has(name)), []);
});

for (const {name, nowMs, found, outside, isFleetWide = false} of expected) {
	test(`a check finds what is wrong in the sandbox: ${name}, ${nowMs === nightMs ? 'by night' : 'by day'}`, {timeout: 100_000}, async () => {
		const open = await findIncidents(name, nowMs);
		const seen = open.map(({members}) => members.map(({service, anomalies}) => `${service}: ${anomalies.map(({kind}) => kind).join(', ')}`).join('; ')).join('\n');
		const [first] = open;
		assert.ok(first, 'nothing is open');
		assert.equal(first.isFleetWide, isFleetWide, seen);
		assert.ok(open.length >= found.length, seen);
		for (const [index, [service, kind]] of found.entries()) {
			const [leader] = open[index]?.members ?? [];
			assert.ok(isFleetWide || leader?.service === service, seen);
			assert.ok(leader?.anomalies.some(anomaly => anomaly.kind === kind), seen);
		}

		assert.equal(first.outside?.host, isFleetWide ? first.outside?.host : outside, seen);
	});
}
