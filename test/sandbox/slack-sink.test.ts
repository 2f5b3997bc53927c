import assert from 'node:assert/strict';
import {afterEach, after, test} from 'node:test';
import {type SlackFault, startSlackSink} from '../../source/sandbox/slack-sink.js';

const sink = await startSlackSink({now: () => 1000});
afterEach(() => {
	sink.setFault(undefined);
});
after(async () => {
	await sink.close();
});

type Answer = {readonly status: number; readonly text: string; readonly retryAfter: string | undefined};

const post = async (body: string, options: {readonly url?: string; readonly contentType?: string; readonly method?: string; readonly signal?: AbortSignal} = {}): Promise<Answer> => {
	const {url = sink.url, contentType = 'application/json', method = 'POST', signal} = options;
	const response = await fetch(url, {
		method, headers: {'content-type': contentType}, redirect: 'manual', ...(method === 'POST' && {body}), ...(signal && {signal}),
	});
	return {status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') ?? undefined};
};

const json = async (message: unknown): Promise<Answer> => post(JSON.stringify(message));

const plain = (length: number): {type: string; text: string} => ({type: 'plain_text', text: 'x'.repeat(length)});
const mrkdwn = (length: number): {type: string; text: string} => ({type: 'mrkdwn', text: 'x'.repeat(length)});
const withBlocks = (...blocks: readonly unknown[]): unknown => ({text: 'fallback', blocks});

const accepted: ReadonlyArray<readonly [name: string, message: unknown]> = [
	['text alone', {text: 'hello'}],
	['a header of 150', withBlocks({type: 'header', text: plain(150)})],
	['a section of 3,000', withBlocks({type: 'section', text: mrkdwn(3000)})],
	['ten fields', withBlocks({type: 'section', fields: Array.from({length: 10}, () => mrkdwn(100))})],
	['a field of 2,000', withBlocks({type: 'section', fields: [plain(2000)]})],
	['context and divider', withBlocks({type: 'context', elements: [mrkdwn(10), plain(10)]}, {type: 'divider'})],
	['fifty blocks', withBlocks(...Array.from({length: 50}, () => ({type: 'divider'})))],
	['blocks without text', {blocks: [{type: 'section', text: plain(5)}]}],
];

for (const [name, message] of accepted) {
	test(`takes ${name} with ok and keeps it`, async () => {
		const before = sink.deliveries().length;
		assert.deepEqual(await json(message), {status: 200, text: 'ok', retryAfter: undefined});
		assert.equal(sink.deliveries().length, before + 1);
		assert.deepEqual(sink.deliveries().at(-1), {atMs: 1000, body: JSON.stringify(message)});
	});
}

const refused: ReadonlyArray<readonly [name: string, message: unknown, text: string]> = [
	['nothing to say', {}, 'no_text'],
	['an empty text', {text: ''}, 'no_text'],
	['a text that is none', {text: 5}, 'invalid_payload'],
	['a list', [], 'invalid_payload'],
	['a header of 151', withBlocks({type: 'header', text: plain(151)}), 'invalid_blocks'],
	['a header in mrkdwn', withBlocks({type: 'header', text: mrkdwn(5)}), 'invalid_blocks'],
	['a section of 3,001', withBlocks({type: 'section', text: mrkdwn(3001)}), 'invalid_blocks'],
	['an empty section', withBlocks({type: 'section'}), 'invalid_blocks'],
	['a section with an empty text', withBlocks({type: 'section', text: mrkdwn(0)}), 'invalid_blocks'],
	['eleven fields', withBlocks({type: 'section', fields: Array.from({length: 11}, () => mrkdwn(1))}), 'invalid_blocks'],
	['a field of 2,001', withBlocks({type: 'section', fields: [plain(2001)]}), 'invalid_blocks'],
	['an empty context', withBlocks({type: 'context', elements: []}), 'invalid_blocks'],
	['an unknown block', withBlocks({type: 'marquee'}), 'invalid_blocks'],
	['fifty-one blocks', withBlocks(...Array.from({length: 51}, () => ({type: 'divider'}))), 'invalid_blocks'],
	['too much in all', withBlocks(...Array.from({length: 5}, () => ({type: 'section', text: mrkdwn(2900)}))), 'msg_blocks_too_long'],
];

for (const [name, message, text] of refused) {
	test(`refuses ${name} with ${text}`, async () => {
		const before = sink.deliveries().length;
		assert.deepEqual(await json(message), {status: 400, text, retryAfter: undefined});
		assert.equal(sink.deliveries().length, before);
	});
}

test('refuses what is no JSON, takes the payload field of a form', async () => {
	const torn = await post('{"text":');
	assert.equal(torn.text, 'invalid_payload');
	const form = await post(new URLSearchParams({payload: '{"text":"hi"}'}).toString(), {contentType: 'application/x-www-form-urlencoded'});
	assert.equal(form.text, 'ok');
	const huge = await json({text: 'x'.repeat(1_200_000)});
	assert.equal(huge.text, 'invalid_payload');
});

test('another path is no service, another method no payload', async () => {
	const elsewhere = await post('{"text":"hi"}', {url: new URL('/services/T0/B0/other', sink.url).href});
	assert.deepEqual([elsewhere.status, elsewhere.text], [404, 'no_service']);
	const got = await post('', {method: 'GET'});
	assert.deepEqual([got.status, got.text], [400, 'invalid_payload']);
});

const faults: ReadonlyArray<readonly [fault: SlackFault, status: number, text: string, retryAfter?: string]> = [
	['rate-limit', 429, 'rate_limited', '2'],
	['no-service', 404, 'no_service'],
	['action-prohibited', 403, 'action_prohibited'],
	['archived', 410, 'channel_is_archived'],
	['server-error', 500, 'rollup_error'],
	['redirect', 302, ''],
];

for (const [fault, status, text, retryAfter] of faults) {
	test(`${fault}: answers ${status} ${text} and keeps nothing`, async () => {
		sink.setFault(fault);
		const before = sink.deliveries().length;
		assert.deepEqual(await json({text: 'hi'}), {status, text, retryAfter});
		assert.equal(sink.deliveries().length, before);
	});
}

test('a fault can be meant for the next requests only', async () => {
	sink.setFault('rate-limit', 2);
	const statuses = [await json({text: 'a'}), await json({text: 'b'}), await json({text: 'c'})].map(({status}) => status);
	assert.deepEqual(statuses, [429, 429, 200]);
});

test('stall: takes the body and does not answer', async () => {
	sink.setFault('stall');
	const attempts = sink.attempts();
	const controller = new AbortController();
	const pending = assert.rejects(post('{"text":"hi"}', {signal: controller.signal}), {name: 'AbortError'});
	while (sink.attempts() === attempts) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}

	controller.abort();
	await pending;
});

test('reset: takes the body and breaks the connection', async () => {
	sink.setFault('reset');
	await assert.rejects(json({text: 'hi'}), TypeError);
});

test('reports each delivery as it comes, and forgets the oldest past two hundred', async () => {
	const seen: string[] = [];
	const own = await startSlackSink({
		onDelivery({body}) {
			seen.push(body);
		},
	});
	for (let turn = 0; turn < 205; turn++) {
		await post(JSON.stringify({text: `m${turn}`}), {url: own.url});
	}

	await own.close();
	await own.close();
	assert.equal(seen.length, 205);
	assert.equal(own.deliveries().length, 200);
	assert.equal(own.deliveries()[0]?.body, '{"text":"m5"}');
});
