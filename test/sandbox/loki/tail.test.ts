import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {once} from 'node:events';
import {WebSocket} from 'ws';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {until} from '../../helpers/until.js';
import {entry, nowMs, startLoki} from './harness.js';

type Frame = {
	readonly streams: ReadonlyArray<{readonly stream: Readonly<Record<string, string>>; readonly values: ReadonlyArray<readonly unknown[]>}>;
};

const textOf = (data: unknown): string => new TextDecoder().decode(data as Uint8Array);

let loki: SandboxLoki;
const sockets: WebSocket[] = [];

before(async () => {
	loki = await startLoki();
});

after(async () => {
	for (const socket of sockets) {
		socket.terminate();
	}

	await loki.close();
});

const connect = (parameters: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): WebSocket => {
	const socket = new WebSocket(`${loki.url.replace('http', 'ws')}/loki/api/v1/tail?${new URLSearchParams(parameters).toString()}`, {headers});
	// A refused one fails once more when it is ended.
	socket.on('error', () => undefined);
	sockets.push(socket);
	return socket;
};

const tail = async (parameters: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Frame[]> => {
	const socket = connect(parameters, headers);
	const frames: Frame[] = [];
	socket.on('message', data => {
		frames.push(JSON.parse(textOf(data)) as Frame);
	});
	await once(socket, 'open');
	return frames;
};

const refusalOf = async (parameters: Readonly<Record<string, string>>): Promise<number> => {
	const socket = connect(parameters);
	const [, response] = await once(socket, 'unexpected-response') as [unknown, {statusCode: number; resume: () => void}];
	response.resume();
	return response.statusCode;
};

test('sends what is pushed in the frames that a real Loki sent', async () => {
	const recorded = JSON.parse(readFileSync('test/fixtures/loki/3.7.6/tail.json', 'utf8')) as {
		request: {query: Record<string, string>}; pushes: readonly unknown[]; frames: readonly string[];
	};
	const later = await startLoki({now: () => Date.parse('2026-11-23T09:10:00Z')});
	const socket = new WebSocket(`${later.url.replace('http', 'ws')}/loki/api/v1/tail?${new URLSearchParams(recorded.request.query).toString()}`);
	const frames: string[] = [];
	socket.on('message', data => {
		frames.push(textOf(data));
	});
	await once(socket, 'open');
	try {
		for (const [index, body] of recorded.pushes.entries()) {
			await fetch(`${later.url}/loki/api/v1/push`, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});
			await until(() => frames.length > index, `frame ${index + 1}`);
		}

		assert.deepEqual(frames.map(frame => JSON.parse(frame) as unknown), recorded.frames.map(frame => JSON.parse(frame) as unknown));
		const closed = once(socket, 'close');
		socket.close();
		const [code] = await closed as [number];
		assert.equal(code, 1005);
	} finally {
		socket.terminate();
		await later.close();
	}
});

test('begins with the last lines that are there, as many as the limit allows', async () => {
	loki.push([3, 2, 1].map(second => entry(second, {app: 'before'}, `l${second}`)));
	const frames = await tail({query: '{app="before"}', limit: '2'});
	await until(() => frames.length > 0, 'a first frame');
	assert.deepEqual(frames[0]!.streams.flatMap(({values}) => values.map(([, line]) => line)), ['l2', 'l1']);
});

test('follows a pipeline, and only the streams that fit', async () => {
	const frames = await tail({query: '{app="piped"} |= "keep" | logfmt | line_format "{{.n}}"'});
	loki.push([entry(5, {app: 'piped'}, 'keep n=1'), entry(4, {app: 'piped'}, 'leave n=2'), entry(3, {app: 'other'}, 'keep n=3'), entry(2, {app: 'piped'}, 'keep n=4')]);
	await until(() => frames.length > 0, 'a frame');
	assert.deepEqual(frames.flatMap(({streams}) => streams.flatMap(({values}) => values.map(([, line]) => line))), ['1', '4']);
});

test('tells labels apart where it is asked to', async () => {
	const frames = await tail({query: '{app="told"} | logfmt'}, {'X-Loki-Response-Encoding-Flags': 'categorize-labels'});
	loki.push([entry(1, {app: 'told'}, 'n=1', {trace_id: 't'})]);
	await until(() => frames.length > 0, 'a frame');
	assert.deepEqual(frames[0]!.streams, [{
		stream: {app: 'told', service_name: 'told'},
		values: [[`${nowMs - 1000}000000`, 'n=1', {structuredMetadata: {detected_level: 'unknown', trace_id: 't'}, parsed: {n: '1'}}]],
	}]);
});

test('refuses a tail of what is no log query', async () => {
	assert.equal(await refusalOf({query: 'rate({app="x"}[1m])'}), 400);
	assert.equal(await refusalOf({query: '{app='}), 400);
	assert.equal(await refusalOf({query: '{app="x"}', delay_for: '6'}), 400);
	assert.equal(await refusalOf({query: '{app="x"} |~ "("'}), 400);
});

test('refuses more tails than it serves', async () => {
	while (sockets.filter(({readyState}) => readyState === WebSocket.OPEN).length < 10) {
		await tail({query: '{app="many"}'});
	}

	assert.equal(await refusalOf({query: '{app="many"}'}), 400);
});

test('ends its tails when it stops', async () => {
	const stopped = await startLoki();
	const socket = new WebSocket(`${stopped.url.replace('http', 'ws')}/loki/api/v1/tail?query=${encodeURIComponent('{app="x"}')}`);
	await once(socket, 'open');
	const closed = once(socket, 'close');
	await stopped.close();
	await closed;
	assert.equal(socket.readyState, WebSocket.CLOSED);
});
