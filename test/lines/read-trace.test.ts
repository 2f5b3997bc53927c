import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readTrace} from '../../source/lines/read-trace.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {entry, nowMs, startLoki} from '../sandbox/loki/harness.js';

const id = 'ffc8ca7e4c8f06c7';
const of = (service: string) => ({namespace: 'production', service_name: service});

async function read(lines: readonly SandboxEntry[]) {
	const loki = await startLoki({now: () => nowMs + 3_600_000});
	try {
		loki.push(lines);
		return await readTrace({
			client: createLokiClient({url: loki.url}), selector: '{namespace="production"}', id, timeMs: nowMs, signal: new AbortController().signal,
		});
	} finally {
		await loki.close();
	}
}

test('the lines of a request are read of all services that are watched, wherever they have its id, each once and in order', async () => {
	const trace = await read([
		entry(3, of('gateway'), `POST /checkout trace_id=${id}`),
		entry(2, of('checkout'), 'checkout started', {trace_id: id}),
		entry(1, of('payment'), `{"traceId":"${id}","msg":"pool is empty"}`, {traceId: id}),
		entry(0.5, of('payment'), 'another request', {trace_id: 'aaaa1111bbbb2222'}),
		entry(0, {...of('agent'), namespace: 'staging'}, `seen ${id}`),
		entry(3000, of('gateway'), `long ago ${id}`),
	]);
	assert.deepEqual(trace.entries.map(({labels}) => labels.service_name), ['gateway', 'checkout', 'payment']);
	assert.deepEqual([trace.isCut, trace.startMs, trace.endMs], [false, nowMs - 3000, nowMs - 1000]);
});

test('of a request with more lines than are read the first ones are, and that is said', async () => {
	const trace = await read(Array.from({length: 1500}, (_, index) => entry(200 - (index / 10), of('batch'), `step ${index} ${id}`)));
	assert.deepEqual([trace.entries.length, trace.isCut, trace.entries[0]?.line], [1000, true, `step 0 ${id}`]);
});
