import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {noCost} from '../../../source/loki/http/cost-meter.js';
import type {Scope} from '../../../source/loki/types.js';
import {recount} from '../../../source/monitor/levels/recount.js';
import {openFleet, type Program} from './fleet.js';

/** A steady error in six lines, in a format of which Loki knows no level. */
const steady: Program = {
	service: 'ctl',
	calm: [...Array.from({length: 5}, () => 'I0302 03:00:00.000000       1 ctl.go:99] synced'), 'E0302 03:00:00.000000       1 ctl.go:99] object was changed, trying again'],
	failing: ['E0302 03:00:00.000000       1 ctl.go:7] store is gone'],
};

test('a service that is learnt later is counted anew for all the time before, so that the change of counting accuses nobody', async () => {
	const fleet = await openFleet([steady, {service: 'api', calm: ['level=info msg="charged"'], failing: []}], '3.7.6');
	try {
		// The look at the start is refused: only what the senses read later teaches.
		fleet.proxy.interfere = (request, response) => {
			const isRefused = (request.url ?? '').includes('limit=2000');
			if (isRefused) {
				response.writeHead(429).end('too many outstanding requests');
			}

			return isRefused;
		};

		const {queries} = await fleet.check();
		// A question with filters is too long for an address: it is posted.
		const isByFilter = (query: string): boolean => query.endsWith('/query_range');
		assert.equal(queries.some(query => isByFilter(query)), false, 'nothing is known at first');
		fleet.proxy.interfere = undefined;
		let asked = 0;
		for (let minute = 0; minute < 12; minute++) {
			fleet.pass(1);
			const {read, queries: later} = await fleet.check();
			asked += later.filter(query => isByFilter(query)).length;
			assert.deepEqual(read.anomalies.map(({service, kind}) => `${service} ${kind}`), []);
		}

		assert.ok(asked >= 12, `${asked} counts by the filter`);
		fleet.fail('ctl');
		fleet.pass(8);
		const {read} = await fleet.check();
		assert.ok(read.anomalies.some(({service, kind}) => service === 'ctl' && kind === 'error-spike'), 'it is seen when it fails');
	} finally {
		await fleet.close();
	}
});

test('an answer in part takes no known error away: it is asked again later', async () => {
	const scope: Scope = {
		selector: '{app="ctl"}', capabilities: {
			version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
		},
	};
	const known = new Map([['ctl', {lines: 20, errors: 5}]]);
	const settled: string[] = [];
	const count = async (isPartial: boolean) => recount({
		client: createLokiClient({url: 'http://127.0.0.1:1'}),
		scope,
		book: {
			pending: () => ['ctl'], wanted: () => ({stageOf: () => undefined, groups: () => new Map()}), settle(services) {
				settled.push(...services);
			},
		},
		readMinutes: async ({range}) => ({minutes: [{startMs: range.startMs, counts: new Map([['ctl', {lines: 20, errors: isPartial ? 0 : 7}]]), ...isPartial && {isPartial}}], cost: noCost}),
		window: {startMs: 0, endMs: 60_000},
		knownAt: () => known,
		signal: new AbortController().signal,
	});
	assert.equal(await count(true), undefined);
	assert.deepEqual(settled, []);
	assert.deepEqual(await count(false), [{startMs: 0, counts: new Map([['ctl', {lines: 20, errors: 7}]])}]);
	assert.deepEqual(settled, ['ctl']);
});
