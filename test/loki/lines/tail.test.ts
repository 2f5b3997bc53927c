import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {afterEach, test} from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {type WebSocket, WebSocketServer} from 'ws';
import {LokiQueryError, LokiUnauthorizedError, NotLokiError} from '../../../source/loki/http/errors/index.js';
import {tailLogs, type TailLogsOptions, type TailState} from '../../../source/loki/lines/tail.js';
import type {LogEntry} from '../../../source/loki/types.js';
import {
	afterThisTest,
	endTest,
	json,
	plain,
	type SeenRequest,
	startServer,
	testCertificates,
} from '../../helpers/local-server.js';

afterEach(endTest);

type Connection = {readonly socket: WebSocket; readonly parameters: URLSearchParams; readonly headers: SeenRequest['headers']};

type Stored = {readonly labels: Readonly<Record<string, string>>; readonly timeNs: string; readonly line: string};

const patience = {steps: 500, stepMs: 10};

async function until(condition: () => boolean): Promise<void> {
	for (let step = 0; step < patience.steps; step++) {
		if (condition()) {
			return;
		}

		await delay(patience.stepMs);
	}

	throw new Error('it did not come to pass');
}

/** A Loki with a live tail; what it has stored is what its queries answer. */
async function startTail(options: {readonly isSecure?: boolean} = {}) {
	const stored: Stored[] = [];
	const connections: Connection[] = [];
	const {url, server, requests} = await startServer(({parameters}) => json({
		status: 'success', data: {
			resultType: 'streams', result: stored
				.filter(({timeNs}) => BigInt(timeNs) >= BigInt(parameters.get('start') ?? 0) && BigInt(timeNs) < BigInt(parameters.get('end') ?? 0))
				.map(({labels, timeNs, line}) => ({stream: {...labels, detected_level: 'info'}, values: [[timeNs, line]]})),
		},
	}), options);
	const tails = new WebSocketServer({server, path: '/loki/api/v1/tail'});
	tails.on('connection', (socket, incoming) => {
		connections.push({socket, parameters: new URL(incoming.url ?? '', 'http://x').searchParams, headers: incoming.headers});
	});
	afterThisTest(() => {
		for (const {socket} of connections) {
			socket.terminate();
		}

		tails.close();
	});
	return {
		url,
		stored,
		connections,
		requests,
		send(entries: readonly Stored[], dropped?: readonly unknown[]) {
			connections.at(-1)?.socket.send(JSON.stringify({streams: entries.map(({labels, timeNs, line}) => ({stream: labels, values: [[timeNs, line]]})), ...(dropped && {dropped_entries: dropped})}));
		},
	};
}

function follow(url: string, options: Partial<TailLogsOptions> = {}) {
	const controller = new AbortController();
	const entries: LogEntry[] = [];
	const states: TailState[] = [];
	const drops: Array<number | undefined> = [];
	const end = tailLogs({
		settings: {url, tenant: 'team-a', bearerToken: 'token'},
		query: '{app="api"}',
		limit: 10,
		backoff: {firstMs: 10, maxMs: 40},
		signal: controller.signal,
		onEntries(fresh) {
			entries.push(...fresh);
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
		entries,
		states,
		drops,
		end,
		stop() {
			controller.abort();
		},
		lines: () => entries.map(({line}) => line),
	};
}

function entryAt(timeMs: number, line: string, pod?: string): Stored {
	return {labels: {app: 'api', ...(pod !== undefined && {pod})}, timeNs: `${timeMs}000000`, line};
}

test('lines come in as they are written, over a connection with the same headers', async () => {
	const loki = await startTail();
	const tail = follow(loki.url);
	await until(() => tail.states.some(({type}) => type === 'live'));
	const nowMs = Date.now();
	loki.send([entryAt(nowMs, 'one'), entryAt(nowMs + 1, '\u{1B}[31mtwo\u{1B}[0m')]);
	loki.send([entryAt(nowMs + 2, 'three')], [{labels: {}, timestamp: '1'}, {labels: {}, timestamp: '2'}]);
	await until(() => tail.entries.length === 3);
	assert.deepEqual(tail.lines(), ['one', 'two', 'three']);
	assert.deepEqual(tail.drops, [2]);
	const [connection] = loki.connections;
	assert.deepEqual([connection?.headers.authorization, connection?.headers['x-scope-orgid']], ['Bearer token', 'team-a']);
	assert.deepEqual([connection?.parameters.get('query'), connection?.parameters.get('limit')], ['{app="api"}', '10']);
	tail.stop();
	await tail.end;
});

test('the recorded frames of a real Loki are read', async () => {
	const {frames} = JSON.parse(readFileSync('test/fixtures/loki/3.7.6/tail.json', 'utf8')) as {frames: readonly string[]};
	const loki = await startTail();
	const tail = follow(loki.url, {fromMs: 0});
	await until(() => tail.states.some(({type}) => type === 'live'));
	for (const frame of frames) {
		loki.connections[0]?.socket.send(frame);
	}

	await until(() => tail.entries.length === 6);
	assert.deepEqual(tail.lines(), ['hello 0 level=error msg=x', 'second 0', 'hello 1 level=error msg=x', 'second 1', 'hello 2 level=error msg=x', 'second 2']);
	assert.deepEqual(tail.entries[0]?.labels, {app: 'tailme', pod: 'a', service_name: 'tailme'});
});

test('after a lost connection the gap is read by a query, and no line comes twice', async () => {
	const loki = await startTail();
	const fromMs = Date.now() - 1000;
	const tail = follow(loki.url, {fromMs});
	await until(() => tail.states.some(({type}) => type === 'live'));
	const first = [entryAt(fromMs + 10, 'one'), entryAt(fromMs + 20, 'two'), entryAt(fromMs + 20, 'two', 'other')];
	loki.stored.push(...first);
	loki.send(first);
	await until(() => tail.entries.length === 3);
	const missed = [entryAt(fromMs + 30, 'three'), entryAt(fromMs + 40, 'four')];
	loki.stored.push(...missed);
	loki.connections[0]?.socket.terminate();
	await until(() => loki.connections.length === 2);
	// Loki itself repeats what it has since the start that it is given.
	loki.send([...missed, entryAt(fromMs + 50, 'five')]);
	await until(() => tail.entries.length >= 6);
	loki.send([entryAt(fromMs + 60, 'six')]);
	await until(() => tail.lines().includes('six'));
	assert.deepEqual(tail.lines(), ['one', 'two', 'two', 'three', 'four', 'five', 'six']);
	assert.deepEqual(tail.states.map(({type}) => type), ['connecting', 'live', 'waiting', 'connecting', 'live']);
	assert.deepEqual(tail.drops, []);
});

test('a gap that cannot be read is told, not hidden', async () => {
	const {url, server} = await startServer(() => plain(500, 'no'));
	const tails = new WebSocketServer({server, path: '/loki/api/v1/tail'});
	afterThisTest(() => {
		for (const socket of tails.clients) {
			socket.terminate();
		}

		tails.close();
	});
	const tail = follow(url);
	await until(() => tail.drops.length > 0);
	assert.deepEqual(tail.drops, [undefined]);
});

test('it goes on trying, with growing waits, while Loki is away', async () => {
	const gone = await startServer(() => json({}));
	await gone.close();
	const tail = follow(gone.url);
	await until(() => tail.states.filter(({type}) => type === 'waiting').length >= 4);
	tail.stop();
	await tail.end;
	const waits = tail.states.flatMap(state => state.type === 'waiting' ? [state.waitMs] : []);
	assert.deepEqual(waits.slice(0, 4), [10, 20, 40, 40]);
});

test('a tail over TLS takes the same CA', async () => {
	const loki = await startTail({isSecure: true});
	const tail = follow(loki.url, {settings: {url: loki.url, caCertPath: testCertificates.caPath}});
	await until(() => tail.states.some(({type}) => type === 'live'));
	loki.send([entryAt(Date.now() + 1000, 'secure')]);
	await until(() => tail.entries.length > 0);
	assert.deepEqual(tail.lines(), ['secure']);
});

/** A server that refuses every connection to its tail in one way. */
async function startRefusing(status: number, body: string, contentType = 'text/plain') {
	const {url, server} = await startServer(() => json({}));
	server.on('upgrade', (_request, socket) => {
		socket.end(`HTTP/1.1 ${status} No\r\ncontent-type: ${contentType}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
	});
	return url;
}

test('what trying again does not mend ends the tail with its error', async () => {
	const cases = await Promise.all([
		startRefusing(401, 'invalid token'),
		startRefusing(400, 'parse error at line 1, col 7: syntax error: unexpected }'),
		startRefusing(404, '<html>nothing here</html>', 'text/html'),
	]);
	const ends = await Promise.allSettled(cases.map(async url => follow(url).end));
	const errors = ends.map(end => end.status === 'rejected' ? end.reason as unknown : undefined);
	assert.ok(errors[0] instanceof LokiUnauthorizedError);
	assert.ok(errors[1] instanceof LokiQueryError);
	assert.deepEqual([errors[1].line, errors[1].column], [1, 7]);
	assert.ok(errors[2] instanceof NotLokiError);
});

test('a proxy that lets no WebSocket through is told as that, and tried again', async () => {
	const tail = follow(await startRefusing(400, 'Bad Request'));
	await until(() => tail.states.some(({type}) => type === 'waiting'));
	const error = tail.states.flatMap(state => state.type === 'waiting' ? [state.error] : [])[0];
	assert.match(error?.why ?? '', /does not let WebSockets through/);
});

test('a frame that no Loki sends ends the tail', async () => {
	const loki = await startTail();
	const tail = follow(loki.url);
	await until(() => tail.states.some(({type}) => type === 'live'));
	loki.connections[0]?.socket.send('{"streams":"all of them"}');
	await assert.rejects(tail.end, NotLokiError);
});
