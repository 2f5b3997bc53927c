import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {createMinuteReader} from '../../../source/loki/counts/read-minutes.js';
import {createFleetLevels} from '../../../source/monitor/levels/fleet-levels.js';
import {endTest, plain, startServer} from '../../helpers/local-server.js';

afterEach(endTest);

test('a Loki that gives no lines is not asked for some before every count', async () => {
	const loki = await startServer(() => plain(500, 'too busy for lines'));
	const levels = createFleetLevels({client: createLokiClient({url: loki.url}), readMinutes: createMinuteReader()});
	levels.watch({
		selector: '{app="pay"}', capabilities: {
			version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
		},
	});
	const window = {startMs: Date.UTC(2026, 10, 23, 2), endMs: Date.UTC(2026, 10, 23, 3)};
	const {signal} = new AbortController();
	for (let count = 0; count < 10; count++) {
		assert.deepEqual(await levels.prepare({
			window, knownAt: () => undefined, services: [], signal,
		}), []);
	}

	assert.equal(loki.requests.length, 1);
	for (let count = 10; count < 60; count++) {
		await levels.prepare({
			window, knownAt: () => undefined, services: [], signal,
		});
	}

	assert.equal(loki.requests.length, 2, 'but once in a while');
});
