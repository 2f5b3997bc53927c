import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {createScopeFinder} from '../../../source/monitor/engine/scope-finder.js';
import {endTest, plain, startServer} from '../../helpers/local-server.js';
import {smallLoki} from '../../helpers/small-loki.js';

afterEach(endTest);

const startMs = Date.UTC(2026, 10, 23, 3);

test('a guess that is asked again in vain leaves the scope as it is, and one that is answered makes another', async () => {
	let isRefused = true;
	const answer = smallLoki({version: '3.7.6', streams: [{labels: {app: 'pay'}, lines: [{timeMs: startMs - 10_000, line: 'charged', detectedLevel: 'info'}]}]});
	const loki = await startServer(async (request, ...rest) => isRefused && request.path.endsWith('/buildinfo') ? plain(503, 'busy') : answer(request, ...rest));
	let nowMs = startMs;
	const finder = createScopeFinder({
		client: createLokiClient({url: loki.url}), selector: '{app="pay"}', serviceLabel: 'app', dress: scope => ({...scope}), goodForMs: Infinity, isFatal: () => false, now: () => nowMs,
	});
	const {signal} = new AbortController();
	const {scope: first} = await finder.find(signal);
	assert.deepEqual(first.capabilities.guesses?.map(({about}) => about), ['version']);

	nowMs += 3_600_000;
	const before = loki.requests.length;
	const {scope: second} = await finder.find(signal);
	assert.ok(loki.requests.length > before, 'it was asked again');
	assert.equal(second, first);

	isRefused = false;
	nowMs += 3_600_000;
	const {scope: third} = await finder.find(signal);
	assert.equal(third.capabilities.guesses, undefined);
	assert.notEqual(third, first);
});
