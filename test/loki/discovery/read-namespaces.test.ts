import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {readNamespaces} from '../../../source/loki/discovery/read-namespaces.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {scope} from '../../helpers/alerts.js';
import {minuteMs, nowMs} from '../../helpers/states.js';

let loki: SandboxLoki;
const {signal} = new AbortController();

const write = (labels: Readonly<Record<string, string>>, level: string, count: number) => {
	loki.push(Array.from({length: count}, (_, index) => ({
		labels, timeNs: BigInt(nowMs - minuteMs - (index * 1000)) * 1_000_000n, line: `${level} ${index}`, metadata: {detected_level: level},
	})));
};

before(async () => {
	loki = await startSandboxLoki({now: () => nowMs});
});

after(async () => {
	await loki.close();
});

test('the namespaces of all that is watched are counted, those with most errors first, whatever the level is known by', async () => {
	const client = createLokiClient({url: loki.url});
	write({app: 'alone', service_name: 'alone'}, 'error', 1);
	assert.equal(await readNamespaces({
		client, scope: {...scope, selector: '{app="alone"}'}, nowMs, signal,
	}), undefined, 'nothing names namespaces');
	write({namespace: 'production', service_name: 'payment'}, 'info', 30);
	write({namespace: 'staging', service_name: 'payment'}, 'info', 15);
	write({namespace: 'staging', service_name: 'payment'}, 'error', 15);
	const wanted = {label: 'namespace', rates: [{name: 'staging', linesPerMinute: 2, errorsPerMinute: 1}, {name: 'production', linesPerMinute: 2, errorsPerMinute: 0}]};
	const watched = {...scope, selector: '{namespace="production"}'};
	for (const errorSource of ['detected_level', 'line'] as const) {
		const found = await readNamespaces({
			client, scope: {...watched, capabilities: {...scope.capabilities, errorSource}}, nowMs, signal,
		});
		assert.deepEqual(found, wanted, errorSource);
	}
});
