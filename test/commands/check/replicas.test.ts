import assert from 'node:assert/strict';
import path from 'node:path';
import {afterEach, test} from 'node:test';
import {readCheck} from '../helpers/check-schema.js';
import {breakPayment, closeWorlds, openWorld} from '../helpers/check-world.js';

afterEach(closeWorlds);

test('two replicas that find an incident at once send one alert, and so does the next that comes', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	const replica = async (name: string) => readCheck(here.check(['--json', '--journal', 'loki'], {LOKI_SENTINEL_STATE_DIR: path.join(here.home, name)}, {isOwnProcess: true}));
	const reports = await Promise.all(['one', 'two'].map(async name => replica(name)));
	assert.deepEqual(reports.flatMap(({notes}) => notes), []);
	assert.equal(here.told().length, 1);
	// The slower one may have come so late that it read of the alert before it planned its own.
	const results = reports.flatMap(({alerts}) => alerts.map(({result}) => result)).toSorted();
	assert.ok(results.join(' ') === 'claimed delivered' || results.join(' ') === 'delivered', results.join(' '));
	here.pass(1);
	const late = await replica('late');
	assert.deepEqual(late.alerts, []);
	assert.equal(here.told().length, 1);
});
