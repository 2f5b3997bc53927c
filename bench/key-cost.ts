import process from 'node:process';
import {createScreenStore, openState} from '../source/ui/screens/screen-store.js';
import {initialState} from '../source/store/initial-state.js';
import type {Measurement} from './all.js';
import {openFakeScreen, percentile} from './fake-screen.js';

const warmUpPresses = 20;
const presses = 60;
const baselineMinutes = 24 * 60;
const nowMs = Date.UTC(2026, 10, 23, 3, 12, 30);

/** A fleet of which a tenth is abnormal, as after a day of watching. */
function fleetOf(services: number) {
	const names = Array.from({length: services}, (_, index) => `service-${index}`);
	const counts = new Map(names.map((name, index) => [name, {lines: 200 + index, errors: index % 10 === 0 ? 42 : 1}]));
	const newestMs = (Math.floor(nowMs / 60_000) - 1) * 60_000;
	const minutes = Array.from({length: baselineMinutes}, (_, index) => ({startMs: newestMs - (index * 60_000), counts}));
	const store = createScreenStore(openState(initialState(nowMs, {
		host: 'loki.prod:3100', tenant: undefined, selector: '{namespace="production"}', baselineHours: 24, isDemo: false, timeZone: 'UTC',
	})), () => undefined);
	store.dispatch({type: 'connection-changed', change: {status: 'live', lastAnswerMs: nowMs}});
	store.dispatch({type: 'minutes-read', minutes});
	store.dispatch({
		type: 'detected',
		anomalies: names.filter((_, index) => index % 10 === 0).map(service => ({
			fingerprint: service, service, kind: 'error-spike', severity: 'critical', state: 'ongoing', onsetMs: nowMs - 600_000, openedMs: nowMs - 500_000, lastSeenMs: nowMs, resolvedMs: undefined,
			isAccepted: false, observedPerMinute: 42, expectedPerMinute: 3.1, limitPerMinute: 7, factor: 14, pattern: undefined, share: undefined, services: undefined,
		})),
		expectations: new Map(names.map(name => [name, {errorsPerMinute: 3.1, errorsLimitPerMinute: 7, linesPerMinute: 230}])),
	});
	return store;
}

async function measure(services: number): Promise<readonly Measurement[]> {
	const store = fleetOf(services);
	const {press, bytes, close} = openFakeScreen(store);
	for (let index = 0; index < warmUpPresses; index++) {
		await press('j');
	}

	const startBytes = bytes();
	const idle = process.cpuUsage();
	const painted: number[] = [];
	for (let index = 0; index < presses; index++) {
		painted.push(await press(index % 2 === 0 ? 'k' : 'j'));
	}

	const used = process.cpuUsage(idle);
	const sentBytes = bytes() - startBytes;
	close();
	return [
		{name: `processor time of one j, ${services} services`, value: (used.user + used.system) / 1000 / presses, unit: 'ms'},
		{name: `key to paint, ${services} services, p50`, value: percentile(painted, 0.5), unit: 'ms'},
		{name: `key to paint, ${services} services, p95`, value: percentile(painted, 0.95), unit: 'ms'},
		{name: `sent to the terminal for one j, ${services} services`, value: sentBytes / presses, unit: 'bytes'},
	];
}

/** What one key press costs this process, without Loki and without a terminal. */
export async function run(): Promise<readonly Measurement[]> {
	return [...await measure(40), ...await measure(999)];
}
