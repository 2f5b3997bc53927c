import assert from 'node:assert/strict';
import {
	after,
	afterEach,
	before,
	test,
} from 'node:test';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {createToolbox} from '../../../source/investigate/tools/toolbox.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {createMiner} from '../../../source/patterns/mining/miner.js';
import {
	endTest,
	json as jsonReply,
	startServer,
} from '../../helpers/local-server.js';
import {onsetMs, sampleEvidence} from '../helpers/sample-evidence.js';
import {
	callLimits,
	entry,
	nowMs,
	scope,
	startToolbox,
	type ToolboxHarness,
} from '../helpers/toolbox.js';

const range = {from: '2026-01-05T02:55:00Z', to: '2026-01-05T03:05:00Z'};
const hidden = 'the code is umbrella';

const boxes: ToolboxHarness[] = [];
const call: ToolboxHarness['call'] = async (...args) => boxes[0]!.call(...args);
before(async () => {
	boxes.push(await startToolbox([
		entry(onsetMs, 'payment', 'pool exhausted', {labels: {pod: 'payment-a'}}),
		entry(onsetMs + 1000, 'payment', 'an odd one', {labels: {pod: 'odd"} or {namespace="staging'}}),
		entry(onsetMs + 2000, 'secret-agent', hidden, {namespace: 'staging', labels: {pod: 'agent-a'}}),
		entry(onsetMs + 2500, 'bare', hidden, {namespace: '', labels: {pod: 'agent-b'}}),
	]));
});
afterEach(endTest);
after(async () => {
	await boxes[0]?.close();
});

test('no selector, service, label value or filter leaves the scope', async t => {
	const calls: ReadonlyArray<readonly [name: string, input: Readonly<Record<string, unknown>>]> = [
		['query_logs', {selector: '{namespace="staging"}'}],
		['query_logs', {selector: '{namespace=~"staging|production", pod=~"a.+"}'}],
		['query_logs', {selector: '{namespace!="production", pod=~"agent.+"}'}],
		['query_logs', {selector: '{namespace="", pod=~"agent.+"}'}],
		['query_logs', {selector: '{pod="agent-a"} or {namespace="staging"}'}],
		['query_logs', {selector: '{pod="agent-a"} |= "code"'}],
		['query_logs', {selector: String.raw`{pod="x\"} or {namespace=\"staging"}`}],
		['query_logs', {selector: '{pod=`x"} or {namespace="staging`}'}],
		['query_logs', {selector: '{pod="agent-a" # }\n, namespace="staging"}'}],
		['query_logs', {selector: '{pod="agent-a"} # {'}],
		['query_logs', {selector: String.raw`{pod="\x61gent-a"}`}],
		['query_logs', {selector: 'sum(count_over_time({namespace="staging"}[5m]))'}],
		['query_logs', {service: 'secret-agent'}],
		['query_logs', {service: 'payment"} or {namespace="staging'}],
		['query_logs', {service: 'payment", namespace="staging'}],
		['query_logs', {service: '(none)'}],
		['query_logs', {service: 'payment', contains: '" or {namespace="staging"} |= "'}],
		['query_logs', {service: 'payment', regex: '" | line_format `{{ env "HOME" }}'}],
		['query_logs', {service: 'payment', not_contains: 'x` or `'}],
		['error_rates', {services: ['secret-agent', 'payment|.*"} or {namespace="staging']}],
		['error_rates', {services: ['payment'], by: 'pod) or sum by (namespace'}],
		['top_patterns', {service: 'secret-agent'}],
		['compare_windows', {service: 'secret-agent', before_from: '-2h', before_to: '-1h'}],
		['trace', {trace_id: 'umbrella'}],
		['trace', {trace_id: 'x" or {namespace="staging"} |= "code'}],
		['label_values', {label: 'namespace'}],
		['label_values', {label: 'pod', selector: '{namespace="staging"}'}],
		['label_values', {label: '../../series', selector: '{namespace="staging"}'}],
	];
	for (const [name, input] of calls) {
		await t.test(`${name} ${JSON.stringify(input)}`, async () => {
			const {json} = await call(name, {...range, ...input});
			// The question itself is repeated in the answer.
			const {error: _, query: __, selector: ___, trace_id: ____, ...found} = json;
			const text = JSON.stringify(found);
			assert.doesNotMatch(text, /umbrella|agent-[ab]/, text);
			const values = (json.values ?? []) as readonly string[];
			assert.ok(!values.includes('staging'), text);
			const series = (json.series ?? []) as ReadonlyArray<Readonly<Record<string, unknown>>>;
			assert.ok(series.every(({service, total_lines: lines}) => service === 'payment' || lines === 0), text);
		});
	}

	await t.test('every tool was tried, but for the one that takes only ids of lines that were shown', () => {
		const tried = new Set([...calls.map(([name]) => name), 'context_around']);
		assert.deepEqual(boxes[0]!.toolbox.definitions.map(({name}) => name).filter(name => !tried.has(name)), []);
	});

	await t.test('and nothing else was shown', () => {
		assert.deepEqual(boxes[0]!.toolbox.shownLines().filter(({line}) => line === hidden), []);
	});
});

test('a scope with a value that only Go can read is kept to all the same', async () => {
	const own = await startToolbox([entry(onsetMs, 'payment', 'pool exhausted'), entry(onsetMs, 'agent', hidden, {namespace: 'staging'})], {scope: {...scope, selector: String.raw`{namespace="\x70roduction"}`}});
	const {json} = await own.call('query_logs', {...range, selector: '{service_name=~"agent|payment"}'});
	await own.close();
	assert.ok(!JSON.stringify(json.streams).includes('umbrella'));
	assert.equal(json.error, undefined);
});

test('a label value that looks like a selector is a value like any other', async () => {
	const {json} = await call('query_logs', {...range, selector: String.raw`{pod="odd\"} or {namespace=\"staging"}`});
	assert.equal(json.total, 1);
	assert.match(JSON.stringify(json.streams), /an odd one/);
});

test('an identical question is refused, one that failed or was forgotten is not', async () => {
	const question = {...range, service: 'payment', contains: 'exhausted'};
	const first = await call('query_logs', question);
	assert.equal(first.result.state, 'ok');
	const second = await call('query_logs', {...question, from: '2026-01-05T03:55:00+01:00', limit: 40});
	assert.equal(second.result.state, 'refused');
	assert.match(String(second.json.error), /asked before/);
	assert.ok(String(second.json.instead).length > 0);
	boxes[0]!.toolbox.forget(['toolu_1', ...Array.from({length: 60}, (_, index) => `toolu_${index}`)]);
	const third = await call('query_logs', question);
	assert.equal(third.result.state, 'ok');

	const bad = {...range, service: 'payment', regex: '(unclosed'};
	for (const again of [await call('query_logs', bad), await call('query_logs', bad)]) {
		assert.equal(again.result.state, 'failed', 'it never had an answer');
	}
});

test('a selector that picks nothing out is refused', async t => {
	for (const selector of ['{namespace="production"}', '{pod=~".+"}', '{pod!="x"}', '{pod=~"payment|.*"}', String.raw`{pod=~"[a-z]\\w+"}`, '{service_name=~"(?i).+", namespace="production"}']) {
		await t.test(selector, async () => {
			const {result, json} = await call('query_logs', {...range, selector});
			assert.equal(result.state, 'refused', result.content);
			assert.match(String(json.error), /picks nothing out/);
		});
	}
});

test('arguments that cannot be used are told with what is wrong', async t => {
	const cases: ReadonlyArray<readonly [name: string, input: unknown, why: RegExp]> = [
		['query_logs', {service: 'payment'}, /from: .*to: /],
		['query_logs', {...range, service: 'payment', selector: '{pod="payment-a"}'}, /either service or selector/],
		['query_logs', range, /either service or selector/],
		['query_logs', {...range, service: 'payment', limit: 5000}, /limit: /],
		['query_logs', {...range, service: 'payment', level: 'loud'}, /level: /],
		['query_logs', {...range, selector: 'payment'}, /not valid/],
		['error_rates', {...range, services: []}, /services: /],
		['error_rates', {...range, services: Array.from({length: 11}, (_, index) => `s${index}`)}, /services: /],
		['label_values', {label: 'not a label'}, /label: /],
		['context_around', {line_id: 'payment'}, /line_id: /],
		['trace', 'a string', /input: /],
		['trace', undefined, /input: /],
		['drop_tables', {}, /no tool of that name/],
	];
	for (const [name, input, why] of cases) {
		await t.test(`${name} ${JSON.stringify(input)}`, async () => {
			const {result, json} = await call(name, input);
			assert.equal(result.state, 'failed');
			assert.match(String(json.error), why);
			assert.ok(String(json.instead).length > 0);
		});
	}
});

test('a question that would scan too much is refused before it is asked, with what would do', async () => {
	const requestsBefore = boxes[0]!.client.cost().requests;
	const refused = await call('query_logs', {...range, service: 'payment', contains: 'costly'}, {scan: {maxBytes: 10, reserve: () => true, isSpent: () => false}});
	assert.equal(refused.result.state, 'refused');
	assert.match(String(refused.json.error), /about \d+ B/);
	assert.match(String(refused.json.instead), /less time|at most/);
	assert.equal(boxes[0]!.client.cost().requests - requestsBefore, 1, 'only the estimate was asked for');
	assert.equal(refused.result.scannedBytes, 0);
	const over = await call('query_logs', {...range, service: 'payment', contains: 'costly'}, {scan: {maxBytes: 1e9, reserve: () => false, isSpent: () => false}});
	assert.equal(over.result.state, 'refused');
	assert.match(String(over.json.error), /budget/);
});

const noStats = {status: 404, body: ''};

/** A Loki that answers every question with the same lines, and says what they cost. */
const costlyLoki = async () => startServer(({path, parameters}) => {
	if (path.endsWith('/index/stats')) {
		return noStats;
	}

	const stats = {summary: {totalBytesProcessed: 5000, totalLinesProcessed: 10}};
	return path.endsWith('/query')
		? jsonReply({status: 'success', data: {resultType: 'vector', result: [], stats}})
		: jsonReply({status: 'success', data: {resultType: 'streams', result: [{stream: {service_name: parameters.get('query') ?? ''}, values: []}], stats}});
});

const boxOver = (url: string) => createToolbox({
	client: createLokiClient({url}), scope, evidence: sampleEvidence(), redactor: createRedactor(), createMiner, now: () => nowMs,
});

test('where Loki has no estimate, what a call reads is counted, and it stops where the budget is spent', async () => {
	const server = await costlyLoki();
	const prepared = boxOver(server.url).prepare({id: 'a', name: 'query_logs', input: {...range, service: 'payment'}});
	const result = await prepared.run(callLimits());
	assert.equal(result.state, 'ok');
	assert.equal(result.scannedBytes, 10_000);
	const stopped = await boxOver(server.url).prepare({id: 'b', name: 'query_logs', input: {...range, service: 'payment'}}).run(callLimits({scan: {maxBytes: 1e9, reserve: () => true, isSpent: () => true}}));
	assert.equal(stopped.state, 'refused');
	assert.equal(stopped.scannedBytes, 0);
	await server.close();
});

test('a Loki that does not answer, or is gone, is a result and no exception', async t => {
	await t.test('a timeout', async () => {
		const server = await startServer(() => undefined);
		const controller = new AbortController();
		const running = boxOver(server.url).prepare({id: 'a', name: 'query_logs', input: {...range, service: 'payment'}}).run(callLimits({signal: controller.signal}));
		controller.abort(new DOMException('too late', 'TimeoutError'));
		const result = await running;
		assert.equal(result.state, 'failed');
		assert.match(result.content, /did not answer in time/);
		await server.close();
	});
	await t.test('gone', async () => {
		const server = await startServer(() => undefined);
		await server.close();
		const result = await boxOver(server.url).prepare({id: 'a', name: 'label_values', input: {label: 'pod'}}).run(callLimits());
		assert.equal(result.state, 'failed');
		assert.match(result.content, /error/);
	});
});
