import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../source/loki/client.js';
import {closedEnd} from '../../source/monitor/closed-end.js';
import {endTest, json, startServer} from '../helpers/local-server.js';

afterEach(endTest);

const {signal} = new AbortController();
const nowMs = Date.UTC(2026, 0, 5, 3, 10, 30);
const at = (minute: number): number => Date.UTC(2026, 0, 5, 3, minute);

/** A Loki whose clock is so many milliseconds behind this one. */
const lokiBehind = async (behindMs: number, headers: Readonly<Record<string, string>> = {}) => {
	const server = await startServer(() => ({...json({version: '3.7.6'}), headers: {date: new Date(Date.now() - behindMs).toUTCString(), ...headers}}));
	const client = createLokiClient({url: server.url});
	await client.buildInfo({signal});
	return client;
};

test('no minute is judged that is not over by Loki\'s clock', async () => {
	const {endMs, lokiNowMs, note} = closedEnd({client: await lokiBehind(5 * 60_000), nowMs, settleMs: 5000});
	assert.equal(endMs, at(5));
	// The Date header has whole seconds.
	assert.ok(Math.abs(nowMs - lokiNowMs - (5 * 60_000)) <= 1000);
	assert.match(note ?? '', /^This machine's clock is (?:299|300) s ahead of Loki's/);
});

test('clocks that agree, a clock that is behind, an answer from a cache and no Date header change nothing', async () => {
	for (const client of [await lokiBehind(0), await lokiBehind(-90_000), await lokiBehind(240_000, {age: '240'}), await lokiBehind(0, {date: 'never'})]) {
		assert.deepEqual(closedEnd({client, nowMs, settleMs: 5000}), {endMs: at(10), lokiNowMs: nowMs, note: undefined});
	}
});

test('before the first answer this clock counts', async () => {
	const server = await startServer(() => json({}));
	assert.equal(closedEnd({client: createLokiClient({url: server.url}), nowMs, settleMs: 5000}).endMs, at(10));
});
