import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {anomaly, nowMs} from '../helpers/states.js';
import {runWarm} from '../helpers/run-warm.js';
import {createBench, type Bench} from '../incidents/records/helpers.js';

let bench: Bench;

beforeEach(async () => {
	bench = await createBench();
});

afterEach(async () => {
	await bench.end();
});

test('incidents of a state directory that is named on the command line are listed and exported', async () => {
	const {store, close} = await bench.open();
	store.dispatch({type: 'detected', anomalies: [anomaly({service: 'payment', onsetMs: nowMs - 600_000})], expectations: new Map()});
	close();
	const env = {LOKI_SENTINEL_STATE_DIR: `${bench.stateDir}/other`};
	const listed = await runWarm(['incidents', '--json', '--state-dir', bench.stateDir], {env});
	assert.equal(listed.stderr, '');
	const [incident] = JSON.parse(listed.stdout) as ReadonlyArray<{readonly id: string; readonly services: readonly string[]}>;
	assert.deepEqual(incident?.services, ['payment']);
	const exported = await runWarm(['incidents', '--state-dir', bench.stateDir, '--export', incident?.id ?? ''], {env});
	assert.equal(exported.exitCode, 0, exported.stderr);
	assert.match(exported.stdout, /payment/);
});
