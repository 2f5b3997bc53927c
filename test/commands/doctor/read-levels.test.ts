import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readLevels} from '../../../source/commands/doctor/read-levels.js';
import type {GivenFilter} from '../../../source/monitor/levels/fleet-levels.js';
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
			client: createLokiClient({url: proxy.url}), scope, given: [{service: 'pay', stage: '|= "FAILED"'}], services: ['pay', 'pino'], nowMs, signal: AbortSignal.timeout(20_000),
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
		assert.match(refused.detail, /This Loki refuses the filter of pino/);
		assert.match(refused.detail, /pay \|= "FAILED" \(Loki refuses it: .*expression is too large/);
	} finally {
		await proxy.close();
		await loki.close();
	}
});

test('each filter that was set is asked as a poll asks it: what finds no service and what Loki refuses is said, with its words', async () => {
	const loki = await startSandboxLoki({now: () => nowMs, limits: {maxQuerySeries: 2}});
	const proxy = await startProxy(loki.url);
	try {
		loki.push(['till-1', 'till-2', 'till-3', 'pay'].flatMap(app => Array.from({length: 60}, (_, index) => ({
			labels: {namespace: 'shop', app, team: app === 'pay' ? 'money' : 'tills'}, timeNs: BigInt(nowMs - 120_000 + (index * 1000)) * 1_000_000n, line: index % 10 === 0 ? `SALE LOST ${index}` : `level=info msg="served ${index}"`,
		}))));
		const read = async (...given: readonly GivenFilter[]) => readLevels({
			client: createLokiClient({url: proxy.url}), scope, given, services: ['pay', 'till-1', 'till-2', 'till-3'], nowMs, signal: AbortSignal.timeout(20_000),
		});
		const tills = {selector: '{team="tills"}', stage: '|= "SALE LOST"'};
		const taken = await read(tills);
		assert.equal(taken.state, 'pass', taken.detail);
		assert.match(taken.detail, /\{team="tills"\} \|= "SALE LOST" \(18 lines of 3 services in the last 5 min\)/);
		const quiet = await read({service: 'pay', stage: '|= "REFUND LOST"'});
		assert.match(quiet.detail, /pay .* \(no line of 1 service in the last 5 min\)/);

		const nothing = await read(tills, {selector: '{team="kiosks"}', stage: '|= "LOST"'}, {service: 'paymnt', stage: '|= "LOST"'});
		assert.equal(nothing.state, 'warn');
		assert.match(nothing.detail, /\{team="kiosks"\} \|= "LOST" \(finds no service\); paymnt \|= "LOST" \(finds no service\)/);
		assert.match(nothing.nextStep ?? '', /Correct the --error-filter/);

		const refused = await read(tills, {selector: '{team=~"ti[lls"}', stage: '|= "LOST"'}, {service: 'pay', stage: '|~ "("'});
		assert.equal(refused.state, 'warn');
		assert.match(refused.detail, /\{team=~"ti\[lls"\} \|= "LOST" \(Loki refuses it: .*missing closing \]/);
		assert.match(refused.detail, /pay \|~ "\(" \(Loki refuses it: .*missing closing \)/);
		assert.match(refused.detail, /18 lines of 3 services/, 'the others are asked all the same');
	} finally {
		await proxy.close();
		await loki.close();
	}
});
