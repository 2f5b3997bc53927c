import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../../../source/loki/client.js';
import type {Scope} from '../../../../source/loki/types.js';
import {readSlice} from '../../../../source/monitor/looks/senses/read-slice.js';
import {createEventReader} from '../../../../source/monitor/looks/senses/sense-events.js';
import {createMiner} from '../../../../source/patterns/mining/miner.js';
import {createKnownNames} from '../../../../source/patterns/read/known-names.js';
import {startSandboxLoki} from '../../../../source/sandbox/loki/server.js';

const endMs = Date.UTC(2026, 2, 2, 3);
const {signal} = new AbortController();
const closers: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(closers.splice(0).map(async close => close()));
});

const capabilities: Scope['capabilities'] = {
	version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
};

test('where a sample shows only seconds, the errors before are read by each service\'s own filter', async () => {
	const loki = await startSandboxLoki({now: () => endMs + 1000, version: '3.7.6'});
	closers.push(loki.close);
	const push = (app: string, line: string, timeMs: number): void => {
		loki.push([{labels: {namespace: 'shop', app}, timeNs: BigInt(timeMs) * 1_000_000n, line}]);
	};

	for (let index = 0; index < 6000; index++) {
		push('chatty', `level=info msg="tick ${index}"`, endMs - 30_000 + (index * 5));
	}

	for (let index = 0; index < 5; index++) {
		push('ctl', 'E0302 02:58:00.000000       1 ctl.go:7] store is gone', endMs - 120_000 + index);
		push('ctl', 'I0302 02:58:00.000000       1 ctl.go:9] synced', endMs - 120_000 + index);
		push('api', 'level=error msg="no answer"', endMs - 110_000 + index);
	}

	const stage = String.raw`|~ "^E\\d{4} "`;
	const scope: Scope = {
		selector: '{namespace="shop"}', capabilities, errorFilters: {groups: () => new Map([[stage, ['ctl']]]), stageOf: service => service === 'ctl' ? stage : undefined},
	};
	const sample = await readSlice({
		client: createLokiClient({url: loki.url}), scope, reader: createEventReader(createMiner({maxPatterns: 100}), 'app'), names: createKnownNames([]), hide: lines => lines, onLines: undefined, onEvents: undefined, range: {startMs: endMs - 150_000, endMs}, signal,
	});
	assert.deepEqual(sample?.slice.errors.map(({service, text, count}) => `${service} ${text} ${count}`).toSorted(), ['api no answer 5', 'ctl store is gone 5']);
});
