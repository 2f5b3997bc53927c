import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {countPatterns} from '../../../source/investigate/evidence/count-patterns.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import type {Evidence, EvidencePattern} from '../../../source/facts/evidence.js';
import {evidenceOf, minuteMs, nowMs} from '../../helpers/states.js';

let loki: SandboxLoki;
const {signal} = new AbortController();
const startMs = (Math.floor(nowMs / minuteMs) - 60) * minuteMs;

before(async () => {
	loki = await startSandboxLoki({now: () => nowMs});
	loki.push(Array.from({length: 120}, (_, index) => ({
		labels: {service_name: 'payment'},
		timeNs: BigInt(startMs + (index * 30_000) + 1000) * 1_000_000n,
		line: index % 2 === 0 ? `charged card ending ${index} of "shop" \`eu\`` : (index < 60 ? `order ${index} was shipped` : `order ${index} was lost`),
	})));
});

after(async () => {
	await loki.close();
});

const unknown = Array.from({length: 12}, () => undefined);
const pattern = (id: string, template: string): EvidencePattern => ({
	id, template, level: 'info', sampledLines: 3, share: 0.3, isNew: false, baselineShare: 0.3, history: unknown,
});
const patterns = [pattern('card', 'charged card ending <*> of "shop" `eu`'), pattern('shipped', 'order <*> was shipped'), pattern('lost', 'order <*> was lost'), pattern('any', '<*>')];
const evidence: Evidence = {
	...evidenceOf('payment', patterns), selector: '{service_name="payment"}', startMs, endMs: startMs + (60 * minuteMs), totalLines: 120,
};
const linesOf = new Map([
	['card', ['charged card ending 4 of "shop" `eu`', 'charged card ending 6 of "shop" `eu`']], ['shipped', ['order 5 was shipped', 'order 7 was shipped']], ['lost', ['order 61 was lost', 'order 63 was lost']], ['any', ['x', 'y']],
]);

test('the lines of each pattern are counted over the whole window with one question; one that no words tell apart keeps its sample', async () => {
	const client = createLokiClient({url: loki.url});
	const counted = await countPatterns({
		client, evidence, linesOf, signal,
	});
	assert.equal(client.cost().requests, 1);
	assert.deepEqual(counted.map(({history}) => history), [
		Array.from({length: 12}, () => 5), [5, 5, 5, 5, 5, 5, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5], unknown,
	]);
});

test('more lines than Loki counts in a moment are not counted, and without an answer the sample stands', async () => {
	const client = createLokiClient({url: loki.url});
	const many = {...evidence, totalLines: 5_000_000};
	assert.equal(await countPatterns({
		client, evidence: many, linesOf, signal,
	}), patterns);
	assert.equal(client.cost().requests, 0);
	const gone = createLokiClient({url: 'http://127.0.0.1:1'});
	assert.equal(await countPatterns({
		client: gone, evidence, linesOf, signal,
	}), patterns);
});

test('a cause is told from the error that repeats its words', async () => {
	const client = createLokiClient({url: loki.url});
	loki.push(Array.from({length: 12}, (_, slice) => [
		{labels: {service_name: 'orders'}, timeNs: BigInt(startMs + (slice * 5 * minuteMs) + 1000) * 1_000_000n, line: 'pool ran out of connections'},
		...slice < 6 ? [{labels: {service_name: 'orders'}, timeNs: BigInt(startMs + (slice * 5 * minuteMs) + 2000) * 1_000_000n, line: `order ${slice} failed, caused by: pool ran out of connections`}] : [],
	]).flat());
	const counted = await countPatterns({
		client,
		evidence: {...evidence, selector: '{service_name="orders"}', patterns: [pattern('cause', 'pool ran out of connections'), pattern('error', 'order <*> failed, caused by: pool ran out of connections')]},
		linesOf: new Map([['cause', ['pool ran out of connections']], ['error', ['order 1 failed, caused by: pool ran out of connections', 'order 2 failed, caused by: pool ran out of connections']]]),
		signal,
	});
	assert.deepEqual(counted.map(({history}) => history), [Array.from({length: 12}, () => 1), [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]]);
});
