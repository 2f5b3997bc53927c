// From opening a service to its verdict without AI, on the demo's sandbox with many services.
import {performance} from 'node:perf_hooks';
import {createServiceDetails} from '../source/investigate/evidence/service-details.js';
import {createLokiClient} from '../source/loki/client.js';
import {createMonitor} from '../source/monitor/live/monitor.js';
import {knownPatterns} from '../source/patterns/known-patterns.js';
import {createMiner} from '../source/patterns/mining/miner.js';
import {createSeenSet} from '../source/patterns/seen-set.js';
import {startDemoSandbox} from '../source/sandbox/start-worker.js';
import {fleetVerdict} from '../source/store/selectors/verdict-line.js';
import {initialState} from '../source/store/initial-state.js';
import {createStore} from '../source/store/store.js';
import {until} from './eval/until.js';
import type {Measurement} from './all.js';

const serviceCount = 200;
const runs = 5;
const waitMs = 120_000;

/** The verdict of the first service to break, asked for anew each time; median and worst of several runs. */
export async function run(): Promise<readonly Measurement[]> {
	const sandbox = await startDemoSandbox({serviceCount});
	const store = createStore(initialState(Date.now()));
	const stopping = new AbortController();
	const {signal} = stopping;
	const client = createLokiClient({url: sandbox.lokiUrl});
	const known = knownPatterns(createSeenSet());
	const monitor = createMonitor({
		hideLines: lines => lines,
		client, store, selector: '{namespace=~".+"}', serviceLabel: undefined, pollMs: 1000, settleMs: 0, baselineHours: 24, historyReady: sandbox.historyStored, detector: {kind: 'default'}, known, now: Date.now,
	});
	const running = monitor.run(signal);
	try {
		await sandbox.historyStored;
		await until(() => fleetVerdict(store.getState()).first.length > 0 && !store.getState().backfill.isRunning && store.getState().backfill.doneHours > 0, 'the first abnormal service', waitMs);
		const details = createServiceDetails({
			client, scope: monitor.scope, store, createMiner, known, now: Date.now, signal,
		});
		const {service} = (fleetVerdict(store.getState()).first[0]!);
		const times: number[] = [];
		for (let index = 0; index < runs; index++) {
			const startMs = performance.now();
			const found = await details.load(service, {forceRefresh: true});
			times.push(found ? performance.now() - startMs : NaN);
		}

		const sorted = times.toSorted((a, b) => a - b);
		return [
			{name: `verdict of the first service, ${serviceCount} services`, value: sorted[Math.floor(runs / 2)] ?? NaN, unit: 'ms'},
			{name: `verdict of the first service, ${serviceCount} services, worst of ${runs}`, value: sorted.at(-1) ?? NaN, unit: 'ms'},
		];
	} finally {
		stopping.abort();
		await running;
		store.close();
		await sandbox.close();
	}
}
