import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readLevels} from '../../../source/commands/doctor/read-levels.js';
import {createLokiClient} from '../../../source/loki/client.js';
import type {Scope} from '../../../source/loki/types.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import {startProxy} from '../../helpers/proxy.js';

const nowMs = Date.UTC(2026, 2, 2, 3, 0, 10);
const scope: Scope = {
	selector: '{namespace="shop"}', capabilities: {
		version: '3.7.0', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

test('a filter that this Loki does not accept is found, whether it was learnt or set', async () => {
	const loki = await startSandboxLoki({now: () => nowMs});
	const proxy = await startProxy(loki.url);
	try {
		loki.push(Array.from({length: 60}, (_, index) => ['pino', 'pay'].map(app => ({
			labels: {namespace: 'shop', app}, timeNs: BigInt(nowMs - 120_000 + (index * 1000)) * 1_000_000n, line: `{"level":30,"msg":"served ${index}"}`,
		}))).flat());
		const options = {
			client: createLokiClient({url: proxy.url}), scope, given: [{service: 'pay', stage: '|= "FAILED"'}], nowMs, signal: AbortSignal.timeout(20_000),
		};
		const taken = await readLevels(options);
		assert.match(taken.detail, /pino read by numbers of pino/);
		assert.doesNotMatch(taken.detail, /refuses/);

		proxy.interfere = (_request, response, parameters) => {
			const isStopped = /\|[=~]/.test(parameters.get('query') ?? '');
			if (isStopped) {
				response.writeHead(400, {'content-type': 'text/plain'}).end('parse error at line 1, col 9: expression is too large');
			}

			return isStopped;
		};

		const refused = await readLevels(options);
		assert.equal(refused.state, 'warn');
		assert.match(refused.detail, /This Loki refuses the filter of pay, pino/);
	} finally {
		await proxy.close();
		await loki.close();
	}
});
