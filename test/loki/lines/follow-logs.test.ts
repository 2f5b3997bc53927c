import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import http from 'node:http';
import net, {type AddressInfo} from 'node:net';
import {afterEach, test} from 'node:test';
import {LokiQueryError} from '../../../source/loki/http/errors/index.js';
import {followLogs, type FollowLogsOptions, type FollowState} from '../../../source/loki/lines/follow-logs.js';
import {noCost} from '../../../source/loki/http/cost-meter.js';
import type {LokiClient} from '../../../source/loki/types.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import {
	afterThisTest,
	endTest,
	json,
	startServer,
} from '../../helpers/local-server.js';
import {until} from '../../helpers/until.js';

afterEach(endTest);

function follow(url: string, options: Partial<FollowLogsOptions> = {}) {
	const controller = new AbortController();
	const lines: string[] = [];
	const states: FollowState[] = [];
	const drops: Array<number | undefined> = [];
	const end = followLogs({
		settings: {url},
		query: '{app="api"}',
		limit: 10,
		backoff: {firstMs: 5, maxMs: 10},
		pollMs: 10,
		signal: controller.signal,
		onEntries(fresh) {
			lines.push(...fresh.map(({line}) => line));
		},
		onDropped(count) {
			drops.push(count);
		},
		onState(state) {
			states.push(state);
		},
		...options,
	});
	afterThisTest(async () => {
		controller.abort();
		await end.catch(() => undefined);
	});
	return {
		lines, states, drops, end, stop() {
			controller.abort();
		},
		see: async (type: FollowState['type']) => until(() => states.some(state => state.type === type), () => JSON.stringify(states)),
	};
}

type Line = {readonly timeMs: number; readonly line: string};

/** A Loki that answers queries, forward, of what it has stored, and whose tail is refused in one way. */
async function startWithoutTail(refusal: string | undefined) {
	const stored: Line[] = [];
	const loki = await startServer(({parameters}) => {
		const limit = Number(parameters.get('limit'));
		const found = stored.filter(({timeMs}) => timeMs * 1e6 >= Number(parameters.get('start')) && timeMs * 1e6 < Number(parameters.get('end'))).toSorted((a, b) => a.timeMs - b.timeMs);
		const cut = parameters.get('direction') === 'forward' ? found.slice(0, limit) : found.slice(-limit);
		return json({status: 'success', data: {resultType: 'streams', result: [{stream: {app: 'api'}, values: cut.map(({timeMs, line}) => [`${timeMs}000000`, line])}]}});
	});
	loki.server.on('upgrade', (_request, socket) => {
		if (refusal === undefined) {
			socket.destroy();
		} else {
			socket.end(refusal);
		}
	});
	return {...loki, stored};
}

const refusalOf = (status: string, body: string): string => `HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;

for (const [what, refusal] of [
	['there is no live tail', refusalOf('404 Not Found', 'not found')],
	['too many tails are open', refusalOf('400 Bad Request', 'max concurrent tail requests limit exceeded, count > limit (11 > 10)')],
	['a gateway forbids it', refusalOf('403 Forbidden', 'no')],
	['a proxy lets no WebSocket through', refusalOf('400 Bad Request', 'Bad Request')],
	['every connection is cut', undefined],
] as const) {
	test(`where ${what}, lines are polled, each once, and it is said why`, async () => {
		const loki = await startWithoutTail(refusal);
		const fromMs = Date.now() - 1000;
		loki.stored.push({timeMs: fromMs - 10, line: 'before'}, {timeMs: fromMs + 10, line: 'one'});
		const followed = follow(loki.url, {fromMs});
		await followed.see('polling');
		await until(() => followed.lines.length === 1, 'one');
		loki.stored.push({timeMs: fromMs + 5, line: 'late'}, {timeMs: Date.now(), line: 'two'});
		await until(() => followed.lines.length === 3, () => followed.lines.join(','));
		assert.deepEqual(followed.lines, ['one', 'late', 'two']);
		assert.notEqual(followed.states.flatMap(state => state.type === 'polling' ? [state.why] : [])[0], '');
		assert.deepEqual(followed.drops, []);
		followed.stop();
		await followed.end;
	});
}

test('where polling is too slow for what comes, what is left out is said to be', async () => {
	const loki = await startWithoutTail(refusalOf('404 Not Found', 'not found'));
	const fromMs = Date.now() - 9000;
	loki.stored.push(...Array.from({length: 8000}, (_, index) => ({timeMs: fromMs + index, line: `l${index}`})));
	const followed = follow(loki.url, {fromMs});
	await until(() => followed.lines.length >= 5990, () => String(followed.lines.length));
	assert.equal(followed.lines.at(-1), 'l7999');
	assert.equal(new Set(followed.lines).size, followed.lines.length);
	assert.deepEqual(followed.drops, [undefined]);
});

test('a query that Loki does not take ends it', async () => {
	const loki = await startSandboxLoki();
	afterThisTest(loki.close);
	await assert.rejects(follow(loki.url, {query: '{app='}).end, LokiQueryError);
});

test('a tail that was live is made again, not given up for polling', async () => {
	const loki = await startSandboxLoki();
	const followed = follow(loki.url);
	await followed.see('live');
	await loki.close();
	await until(() => followed.states.filter(({type}) => type === 'waiting').length > 3, () => JSON.stringify(followed.states));
	const again = await startSandboxLoki({port: Number(new URL(loki.url).port)});
	afterThisTest(again.close);
	again.push([{labels: {app: 'api'}, timeNs: BigInt(Date.now() + 1) * 1_000_000n, line: 'back'}]);
	await until(() => followed.lines.includes('back'), 'back');
	assert.ok(followed.states.every(({type}) => type !== 'polling'));
});

test('a tail goes through the proxy that queries go through, with the same credentials', async () => {
	const loki = await startSandboxLoki({isMultiTenant: true});
	afterThisTest(loki.close);
	const tunnels: Array<string | undefined> = [];
	const proxy = http.createServer((_request, response) => {
		response.writeHead(403).end();
	});
	proxy.on('connect', (request, socket) => {
		tunnels.push(request.headers['proxy-authorization']);
		const {hostname, port} = new URL(`http://${request.url ?? ''}`);
		const onward = net.connect(Number(port), hostname, () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			onward.pipe(socket).pipe(onward);
		});
		for (const end of [onward, socket]) {
			end.on('error', () => {
				end.destroy();
			});
		}
	});
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	afterThisTest(() => {
		proxy.close();
		proxy.closeAllConnections();
	});
	const {port} = proxy.address() as AddressInfo;
	const client: Pick<LokiClient, 'queryLogs'> = {
		queryLogs: async () => ({entries: [], isCut: false, cost: noCost}),
	};
	const followed = follow(loki.url, {settings: {url: loki.url, tenant: 'team-a', proxyUrl: `http://user:word@127.0.0.1:${port}`}, client: client as LokiClient});
	await followed.see('live');
	loki.push([{labels: {app: 'api'}, timeNs: BigInt(Date.now() + 1) * 1_000_000n, line: 'of team-b'}], 'team-b');
	loki.push([{labels: {app: 'api'}, timeNs: BigInt(Date.now() + 1) * 1_000_000n, line: 'of team-a'}], 'team-a');
	await until(() => followed.lines.length > 0, 'a line');
	assert.deepEqual(followed.lines, ['of team-a']);
	assert.deepEqual(tunnels, [`Basic ${Buffer.from('user:word').toString('base64')}`]);
	followed.stop();
	await followed.end;
});
