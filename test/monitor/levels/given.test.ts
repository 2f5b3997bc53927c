import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import type {MinuteCounts} from '../../../source/detect/types.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {createMinuteReader} from '../../../source/loki/counts/read-minutes.js';
import type {Scope} from '../../../source/loki/types.js';
import {createFleetLevels, type GivenFilter} from '../../../source/monitor/levels/fleet-levels.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import {startProxy} from '../../helpers/proxy.js';

const minuteMs = 60_000;
const endMs = Date.UTC(2026, 2, 2, 3);
const window = {startMs: endMs - (10 * minuteMs), endMs};
const stage = '|= "SALE LOST"';
const {signal} = new AbortController();
const closers: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(closers.splice(0).map(async close => close()));
});

/** Ten minutes of a fleet whose tills write no level that anybody knows, on a real server. */
async function openTills(given: readonly GivenFilter[]) {
	const loki = await startSandboxLoki({now: () => endMs + 1000, version: '3.7.6'});
	const proxy = await startProxy(loki.url);
	closers.push(proxy.close, loki.close);
	const scope: Scope = {
		selector: '{namespace="shop"}', capabilities: {
			version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
		},
	};
	const levels = createFleetLevels({client: createLokiClient({url: proxy.url}), readMinutes: createMinuteReader(), given});
	const watched = levels.watch(scope);
	const known = new Map<string, MinuteCounts>();
	return {
		levels,
		watched,
		/** Two lines a minute, of which one is a sale that was lost. */
		open(service: string, team: string) {
			for (let {startMs} = window; startMs < endMs; startMs += minuteMs) {
				loki.push(['SALE LOST 17', 'till is open'].map((line, index) => ({labels: {namespace: 'shop', app: service, team}, timeNs: BigInt(startMs + 1000 + index) * 1_000_000n, line})));
			}

			known.set(service, {lines: 2, errors: 0});
		},
		/** As a step does before it reads. */
		prepare: async () => levels.prepare({
			window, knownAt: () => known, services: [...known.keys()], signal,
		}),
		/** Questions which services a selector finds. */
		lookups: () => proxy.requests.filter(request => request.includes('/label/')).length,
		/** To eight minutes, where ten are known. */
		limitLookups() {
			proxy.interfere = (request, response, parameters) => {
				const isLong = (request.url ?? '').includes('/label/') && BigInt(parameters.get('end') ?? 0) - BigInt(parameters.get('start') ?? 0) > 480_000_000_000n;
				if (isLong) {
					response.writeHead(400, {'content-type': 'text/plain'}).end('the query time range exceeds the limit (query length: 10m0s, limit: 8m0s)');
				}

				return isLong;
			};
		},
		refuseLookups() {
			proxy.interfere = (request, response) => {
				const isLookup = (request.url ?? '').includes('/label/');
				if (isLookup) {
					response.writeHead(429).end('too many outstanding requests');
				}

				return isLookup;
			};
		},
	};
}

test('a service that appears later gets the filter that was set for its selector, and its known minutes are counted anew by it', async () => {
	const tills = await openTills([{selector: '{team="tills"}', stage}]);
	tills.open('till-1', 'tills');
	tills.open('api', 'shop');
	await tills.prepare();
	assert.equal(tills.watched.errorFilters?.stageOf('till-1'), stage);
	tills.open('till-2', 'tills');
	const minutes = await tills.prepare();
	assert.equal(tills.watched.errorFilters?.stageOf('till-2'), stage);
	assert.notEqual(tills.watched.errorFilters?.stageOf('api'), stage);
	assert.deepEqual(minutes.map(({counts}) => counts?.get('till-2')), Array.from({length: 10}, () => ({lines: 2, errors: 1})));
	assert.deepEqual(await tills.prepare(), [], 'once');
});

test('the services of a selector are looked up only when one appears', async () => {
	const tills = await openTills([{selector: '{team="tills"}', stage}]);
	tills.open('till-1', 'tills');
	for (let step = 0; step < 5; step++) {
		await tills.prepare();
	}

	assert.equal(tills.lookups(), 1);
	tills.open('api', 'shop');
	await tills.prepare();
	await tills.prepare();
	assert.equal(tills.lookups(), 2);
});

test('a filter for a service by name is in force from the first count, whatever Loki refuses', async () => {
	const tills = await openTills([{selector: '{team="tills"}', stage: '|= "gone"'}, {service: 'till-9', stage}]);
	tills.refuseLookups();
	tills.open('till-1', 'tills');
	assert.equal(tills.watched.errorFilters?.stageOf('till-9'), stage);
	await tills.prepare();
	assert.equal(tills.watched.errorFilters?.stageOf('till-9'), stage);
});

test('of two filters for one service the later one counts', async () => {
	for (const given of [[{service: 'till-1', stage: '|= "gone"'}, {selector: '{team="tills"}', stage}], [{selector: '{team="tills"}', stage: '|= "gone"'}, {service: 'till-1', stage}]]) {
		const tills = await openTills(given);
		tills.open('till-1', 'tills');
		await tills.prepare();
		assert.equal(tills.watched.errorFilters?.stageOf('till-1'), stage);
	}
});

test('the services of a selector are found where this Loki reads less at once than is known', async () => {
	const tills = await openTills([{selector: '{team="tills"}', stage}]);
	tills.open('till-1', 'tills');
	tills.limitLookups();
	await tills.prepare();
	assert.equal(tills.watched.errorFilters?.stageOf('till-1'), stage);
});
