import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createConversation} from '../../../../source/investigate/claude/conversation.js';
import {costOf, findModel} from '../../../../source/investigate/claude/request/models.js';
import {createRedactor} from '../../../../source/investigate/redaction/redact.js';
import type {Toolbox} from '../../../../source/investigate/tools/toolbox.js';
import type {AnalysisEvent} from '../../../../source/facts/analysis.js';
import {afterThisTest, endTest} from '../../../helpers/local-server.js';
import {createRandom} from '../../../helpers/traffic.js';
import {
	answerWith,
	callTools,
	messageStart,
	sse,
	startMessagesServer,
	stream,
	textBlock,
	type Reply,
} from '../../helpers/messages-server.js';
import {sampleEvidence} from '../../helpers/sample-evidence.js';

afterEach(endTest);

/** Tools whose results are as long as they may be. */
const greedyToolbox: Toolbox = {
	definitions: [{name: 'query_logs', description: 'Reads lines.', input_schema: {type: 'object', properties: {}}}],
	prepare: ({input}) => ({
		line: JSON.stringify(input),
		run: async ({maxResultBytes}) => ({
			state: 'ok', content: '"{é'.repeat(Math.floor(maxResultBytes / 4)), summary: 'lines', bytes: Math.floor(maxResultBytes / 4) * 4, scannedBytes: 0, reservedBytes: 0,
		}),
	}),
	shownLines: () => [],
	forget: () => undefined,
};

type Spent = {inputTokens: number; outputTokens: number};

/** A server that counts dearly: nothing is cached, the output is often all that is allowed, and a request may fail after it was counted. */
const dearServer = (dice: () => number, charactersPerToken: number, spent: Spent[]): Reply => (response, request) => {
	const {body} = request;
	const counted = Math.ceil(JSON.stringify([body.system, body.tools, body.messages]).length / charactersPerToken);
	const outputTokens = dice() < 0.4 ? body.max_tokens : Math.ceil(body.max_tokens * dice());
	const usage = {input_tokens: 0, cache_creation_input_tokens: counted, output_tokens: outputTokens};
	spent.push({inputTokens: counted, outputTokens});
	if (dice() < 0.15) {
		stream(response, messageStart(usage), sse('error', {error: {type: 'overloaded_error', message: 'Overloaded'}}));
		response.end();
		return;
	}

	if (body.tools !== undefined && body.tool_choice === undefined && dice() < 0.9) {
		const calls = Array.from({length: 1 + Math.floor(dice() * (dice() < 0.2 ? 60 : 4))}, (_, index) => ({id: `t${spent.length}x${index}`, name: 'query_logs', input: {service: 'x'.repeat(Math.floor(dice() * 60))}}));
		callTools(calls, {usage, before: [textBlock(0, 'word '.repeat(Math.min(400, outputTokens)))]})(response, request);
		return;
	}

	if (dice() < 0.1 && body.tool_choice !== undefined) {
		spent.pop();
		response.writeHead(400, {'content-type': 'application/json'});
		response.end(JSON.stringify({type: 'error', error: {type: 'invalid_request_error', message: 'tool_choice: none is not supported'}}));
		return;
	}

	stream(response, messageStart(usage), textBlock(0, '{"headline": "x"}'), sse('message_delta', {delta: {stop_reason: 'end_turn', stop_sequence: null}, usage: {output_tokens: outputTokens}}), sse('message_stop'));
	response.end();
};

const drain = async (events: AsyncIterable<AnalysisEvent>): Promise<AnalysisEvent> => {
	let last: AnalysisEvent | undefined;
	for await (const event of events) {
		last = event;
	}

	assert.ok(last);
	return last;
};

const modelIds = ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5', 'claude-fable-5', 'claude-sonnet-4-6', 'claude-unknown-9', 'qwen3:32b'] as const;

/** Asks three questions of a dear server, and holds what it counted against the limits; returns how many requests it saw. */
const attack = async (seed: number): Promise<number> => {
	const dice = createRandom(seed);
	const between = (least: number, most: number): number => least + (dice() * (most - least));
	const model = modelIds[Math.floor(dice() * modelIds.length)]!;
	const dollars = between(0.01, dice() < 0.5 ? 0.2 : 1);
	const inputTokens = Math.floor(between(3000, dice() < 0.5 ? 30_000 : 120_000));
	const charactersPerToken = between(2.6, 5);
	const spent: Spent[] = [];
	const server = await startMessagesServer(dearServer(dice, charactersPerToken, spent));
	const conversation = createConversation({
		evidence: sampleEvidence(), model, apiKey: 'sk-ant-test-0123456789abcdefghij', baseUrl: server.url, redactor: createRedactor(), retryDelaysMs: [1, 1], now: Date.now, budget: {dollars, inputTokens}, ...(dice() < 0.8 && {toolbox: greedyToolbox}),
	});
	let earlierTokens = 0;
	try {
		for (const question of [undefined, 'are you sure?', 'and the database?']) {
			const from = spent.length;
			await drain(conversation.ask(question, new AbortController().signal));
			const requests = spent.slice(from);
			const cost = requests.reduce((sum, request) => sum + (costOf(findModel(model), {
				input: 0, cacheRead: 0, cacheWrite: request.inputTokens, output: request.outputTokens,
			}) ?? 0), 0);
			const name = `seed ${seed}, ${model}, ${requests.length} requests`;
			assert.ok(cost <= dollars, `${name}: $${cost} of $${dollars}`);
			for (const request of requests) {
				assert.ok(request.inputTokens - earlierTokens <= inputTokens, `${name}: ${request.inputTokens} - ${earlierTokens} of ${inputTokens} tokens`);
			}

			const last = spent.at(-1);
			earlierTokens = last ? last.inputTokens + last.outputTokens : 0;
		}

		return spent.length;
	} finally {
		await server.close();
	}
};

test('no question costs or reads more than it may, whatever the budget, the model and the server', async () => {
	let asked = 0;
	for (let seed = 1; seed <= 40; seed++) {
		asked += await attack(seed);
	}

	assert.ok(asked > 80, `${asked} requests are too few to show anything`);
});

test('a question that the budget is too low for is not asked, and says what to do', async () => {
	const server = await startMessagesServer(answerWith('never'));
	afterThisTest(server.close);
	const conversation = createConversation({
		evidence: sampleEvidence(), model: 'claude-sonnet-5-5', apiKey: 'sk-ant-test-0123456789abcdefghij', baseUrl: server.url, redactor: createRedactor(), now: Date.now, budget: {dollars: 0.01},
	});
	const last = await drain(conversation.ask(undefined, new AbortController().signal));
	assert.equal(server.requests.length, 0);
	assert.strictEqual(last.type, 'failed');
	assert.match(last.trouble.what, /Budget too low/);
	assert.match(last.trouble.nextStep, /LOKI_SENTINEL_AI_BUDGET.*rule-based verdict/);
});
