import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createConversation, type ConversationOptions} from '../../../source/investigate/claude/conversation.js';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {reportSchema} from '../../../source/investigate/claude/request/report-schema.js';
import type {
	CallLimits,
	RequestedCall,
	Toolbox,
	ToolResult,
} from '../../../source/investigate/tools/toolbox.js';
import type {AnalysisEvent} from '../../../source/facts/analysis.js';
import type {Conversation} from '../../../source/investigate/types.js';
import {afterThisTest, endTest} from '../../helpers/local-server.js';
import {until} from '../../helpers/until.js';
import {
	answerWith,
	blocksOf,
	callTools,
	errorWith,
	messageEnd,
	messageStart,
	startMessagesServer,
	stream,
	textBlock,
	thinkingBlock,
	toolUse,
	type CalledTool,
	type Reply,
	type SeenRequest,
} from '../helpers/messages-server.js';
import {onsetMs, sampleEvidence} from '../helpers/sample-evidence.js';
import {entry, startToolbox} from '../helpers/toolbox.js';

afterEach(endTest);

const never = new AbortController().signal;
const report = '{"headline": "the pool ran out"}';

const ok = (content: string, fields: Partial<ToolResult> = {}): ToolResult => ({
	state: 'ok', content, summary: '3 of 30 lines', bytes: content.length, scannedBytes: 0, reservedBytes: 0, ...fields,
});

type FakeToolbox = Toolbox & {readonly ran: readonly RequestedCall[]; readonly forgotten: readonly string[]};

const answerById = async ({id}: RequestedCall): Promise<ToolResult> => ok(`{"of":"${id}"}`);

/** Tools that do what a test says. */
const fakeToolbox = (run: (call: RequestedCall, limits: CallLimits) => Promise<ToolResult> = answerById): FakeToolbox => {
	const ran: RequestedCall[] = [];
	const forgotten: string[] = [];
	return {
		ran,
		forgotten,
		definitions: [{name: 'query_logs', description: 'Reads lines.', input_schema: {type: 'object', properties: {}}}],
		prepare: call => ({
			line: JSON.stringify(call.input),
			async run(limits) {
				ran.push(call);
				return run(call, limits);
			},
		}),
		shownLines: () => [],
		forget(ids) {
			forgotten.push(...ids);
		},
	};
};

const start = async (replies: readonly Reply[], options: Partial<ConversationOptions> = {}) => {
	const server = await startMessagesServer(...replies);
	afterThisTest(server.close);
	const conversation = createConversation({
		evidence: sampleEvidence(), model: 'claude-sonnet-5-5', apiKey: 'sk-ant-test-0123456789abcdefghij', baseUrl: server.url, redactor: createRedactor(), retryDelaysMs: [5, 5], now: Date.now, toolbox: fakeToolbox(), ...options,
	});
	return {server, conversation};
};

const collect = async (events: AsyncIterable<AnalysisEvent>, onEvent?: (event: AnalysisEvent) => void): Promise<readonly AnalysisEvent[]> => {
	const all: AnalysisEvent[] = [];
	for await (const event of events) {
		all.push(event);
		onEvent?.(event);
	}

	return all;
};

const ask = async (conversation: Conversation, question?: string): Promise<readonly AnalysisEvent[]> => collect(conversation.ask(question, never));
const textOf = (events: readonly AnalysisEvent[], type: 'text' | 'thinking' = 'text'): string => events.map(event => event.type === type ? event.text : '').join('');
const endedCalls = (events: readonly AnalysisEvent[]) => events.filter(event => event.type === 'tool-ended');
const lastBudget = (events: readonly AnalysisEvent[]) => events.findLast(event => event.type === 'budget')!.budget;
const call = (id: string, input?: unknown): CalledTool => ({id, name: 'query_logs', input: input ?? {service: id}});
const callsOf = (count: number, prefix = 't'): readonly CalledTool[] => Array.from({length: count}, (_, index) => call(`${prefix}${index}`));
const results = (request: SeenRequest, index = -1) => blocksOf(request, index).filter(({type}) => type === 'tool_result');

test('a call is run, its result sent with the message that asked for it, and the answer follows', async () => {
	const {server, conversation} = await start([callTools([call('toolu_1')]), answerWith(report)]);
	const events = await ask(conversation);
	assert.equal(textOf(events), report);
	assert.deepEqual(events.at(-1), {type: 'ended', stopReason: 'end_turn', trouble: undefined});
	assert.deepEqual(events.find(event => event.type === 'tool-started'), {
		type: 'tool-started', id: 'toolu_1', name: 'query_logs', arguments: '{"service":"toolu_1"}',
	});
	const [ended] = endedCalls(events);
	assert.equal(ended!.state, 'ok');
	assert.equal(ended!.summary, '3 of 30 lines');
	assert.equal(ended!.result, '{"of":"toolu_1"}');
	assert.equal(ended!.bytes, 16);

	const [first, second] = server.requests;
	assert.deepEqual(first!.body.tools?.map(({name}) => name), ['query_logs']);
	assert.equal(first!.body.tool_choice, undefined);
	assert.deepEqual(first!.body.output_config, {format: {type: 'json_schema', schema: reportSchema}});
	assert.equal(second!.body.messages.length, 3);
	assert.deepEqual(second!.body.messages[0], first!.body.messages[0]);
	assert.deepEqual(blocksOf(second!, 1), [{
		type: 'tool_use', id: 'toolu_1', name: 'query_logs', input: {service: 'toolu_1'}, caller: {type: 'direct'},
	}]);
	assert.deepEqual(blocksOf(second!, 2), [{type: 'tool_result', tool_use_id: 'toolu_1', content: '{"of":"toolu_1"}'}]);
	assert.deepEqual(lastBudget(events).calls, {used: 1, limit: 12});
});

test('what a model said with a call goes back as it came: thinking with its signature, text, redacted thinking', async () => {
	const before = [
		thinkingBlock(0, 'the pool, I think', 'c2lnbmF0dXJl'),
		'event: content_block_start\ndata: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"b3BhcXVl"}}\n\n',
		textBlock(2, 'Let me look at the lines.'),
		textBlock(3, ''),
	];
	const {server, conversation} = await start([callTools([call('a')], {before}), answerWith(report)]);
	const events = await ask(conversation);
	assert.deepEqual(blocksOf(server.requests[1]!, 1), [
		{type: 'thinking', thinking: 'the pool, I think', signature: 'c2lnbmF0dXJl'},
		{type: 'redacted_thinking', data: 'b3BhcXVl'},
		{type: 'text', text: 'Let me look at the lines.', citations: null},
		{
			type: 'tool_use', id: 'a', name: 'query_logs', input: {service: 'a'}, caller: {type: 'direct'},
		},
	]);
	assert.equal(textOf(events), report, 'what is said before a call is no part of the answer');
	assert.equal(textOf(events, 'thinking'), 'the pool, I thinkLet me look at the lines.');
});

test('calls of one message run at the same time, three at most, and their results keep the order', async () => {
	let running = 0;
	let most = 0;
	const waiting: Array<() => void> = [];
	const toolbox = fakeToolbox(async ({id}) => {
		running++;
		most = Math.max(most, running);
		await new Promise<void>(resolve => {
			waiting.push(resolve);
		});
		running--;
		return ok(`{"of":"${id}"}`);
	});
	const {server, conversation} = await start([callTools(callsOf(7)), answerWith(report)], {toolbox});
	const asking = ask(conversation);
	for (let done = 0; done < 7; done++) {
		await until(() => waiting.length > 0, 'a call that waits');
		// The last one that began ends first.
		waiting.pop()!();
	}

	const events = await asking;
	assert.equal(most, 3);
	assert.equal(textOf(events), report);
	assert.deepEqual(results(server.requests[1]!).map(block => block.tool_use_id), callsOf(7).map(({id}) => id));
});

test('a refused or failed call is a result that the model can read', async () => {
	const toolbox = fakeToolbox(async ({id}) => ok(`{"error":"${id}"}`, {state: id === 'a' ? 'refused' : 'failed', summary: 'asked before'}));
	const {server, conversation} = await start([callTools([call('a'), call('b')]), answerWith(report)], {toolbox});
	const events = await ask(conversation);
	assert.deepEqual(results(server.requests[1]!), [
		{
			type: 'tool_result', tool_use_id: 'a', content: '{"error":"a"}', is_error: true,
		},
		{
			type: 'tool_result', tool_use_id: 'b', content: '{"error":"b"}', is_error: true,
		},
	]);
	assert.deepEqual(endedCalls(events).map(({state}) => state), ['refused', 'failed']);
});

test('arguments that are no JSON object, and tools that do not exist, are results and no crash', async t => {
	for (const [name, input] of [['cut', '{"service": "pay'], ['a list', '[1, 2]'], ['a number', '7']] as const) {
		await t.test(name, async () => {
			const toolbox = fakeToolbox();
			const {server, conversation} = await start([callTools([call('a', input)]), answerWith(report)], {toolbox});
			const events = await ask(conversation);
			assert.equal(textOf(events), report);
			assert.equal(endedCalls(events)[0]!.state, 'failed');
			assert.equal(toolbox.ran.length, 0);
			assert.deepEqual((blocksOf(server.requests[1]!, 1)[0] as unknown as {readonly input: unknown}).input, {INVALID_JSON: input});
			assert.match(results(server.requests[1]!)[0]!.content!, /not a JSON object/);
			await endTest();
		});
	}

	await t.test('no arguments at all', async () => {
		const toolbox = fakeToolbox();
		const {conversation} = await start([callTools([call('a', '')]), answerWith(report)], {toolbox});
		await ask(conversation);
		assert.deepEqual(toolbox.ran[0]!.input, {});
	});
	await t.test('an unknown tool', async () => {
		const box = await startToolbox([]);
		afterThisTest(box.close);
		const {server, conversation} = await start([callTools([{id: 'a', name: 'delete_everything\u{1B}[2J', input: {}}]), answerWith(report)], {toolbox: box.toolbox});
		const events = await ask(conversation);
		assert.equal(endedCalls(events)[0]!.state, 'failed');
		assert.ok(!JSON.stringify(events).includes(String.raw`\u001b`));
		assert.match(results(server.requests[1]!)[0]!.content!, /no tool of that name/);
	});
});

test('after twelve calls there are no more: the rest is told to report, and the next request allows none', async () => {
	const toolbox = fakeToolbox();
	const {server, conversation} = await start([callTools(callsOf(10, 'a')), callTools(callsOf(10, 'b')), answerWith(report)], {toolbox});
	const events = await ask(conversation);
	assert.equal(toolbox.ran.length, 12);
	assert.equal(textOf(events), report);
	const refused = results(server.requests[2]!).filter(block => block.is_error);
	assert.equal(refused.length, 8);
	assert.match(refused[0]!.content!, /budget spent: all tool calls are used.*Report now, list the gaps/);
	assert.match(blocksOf(server.requests[2]!, -1).at(-1)!.text!, /report now with what is known, and list the gaps/);
	assert.deepEqual(server.requests.map(({body}) => body.tool_choice), [undefined, undefined, {type: 'none'}]);
	assert.equal(server.requests[2]!.body.tools?.length, 1, 'the tools stay: the calls before need them');
	assert.deepEqual(lastBudget(events).calls, {used: 12, limit: 12});
	assert.equal(lastBudget(events).spent, 'calls');
});

test('a follow-up has six calls of its own, and its answer has no form', async () => {
	const toolbox = fakeToolbox();
	const {server, conversation} = await start([callTools(callsOf(12, 'a')), answerWith(report), callTools(callsOf(9, 'b')), answerWith('Yes.')], {toolbox});
	await ask(conversation);
	const events = await ask(conversation, 'are you sure?');
	assert.equal(toolbox.ran.length, 18);
	assert.equal(textOf(events), 'Yes.');
	assert.deepEqual(lastBudget(events).calls, {used: 6, limit: 6});
	assert.deepEqual(server.requests.map(({body}) => body.output_config !== undefined), [true, true, false, false]);
	assert.deepEqual(server.requests[2]!.body.messages.slice(-2), [{role: 'assistant', content: report}, {role: 'user', content: 'are you sure?'}]);
	assert.equal(server.requests[2]!.body.tool_choice, undefined, 'the new budget allows calls again');
});

test('every other budget ends the search too, and none is exceeded', async t => {
	const big = 'x'.repeat(8000);
	const gibi = 1024 ** 3;
	const cases: ReadonlyArray<readonly [name: 'resultBytes' | 'scanBytes' | 'inputTokens' | 'dollars', options: Partial<ConversationOptions>, usage?: Readonly<Record<string, unknown>>]> = [
		['resultBytes', {budget: {resultBytes: 30_000}}],
		['scanBytes', {budget: {scanBytes: 5 * gibi}}],
		['inputTokens', {budget: {inputTokens: 15_000}}],
		['dollars', {budget: {dollars: 0.3}}, {input_tokens: 0, cache_creation_input_tokens: 20_000, output_tokens: 1}],
	];
	for (const [name, options, usage] of cases) {
		await t.test(name, async () => {
			const toolbox = fakeToolbox(async (_call, {maxResultBytes, scan}) => {
				const bytes = Math.min(big.length, maxResultBytes);
				const isAllowed = scan.reserve(gibi);
				return ok(big.slice(0, bytes), {state: isAllowed ? 'ok' : 'refused', scannedBytes: isAllowed ? gibi : 0, reservedBytes: gibi});
			});
			const calling: Reply = (response, request) => {
				if (request.body.tool_choice !== undefined) {
					answerWith(report)(response, request);
					return;
				}

				const counted = usage ?? {input_tokens: Math.ceil(request.text.length / 4), output_tokens: 1};
				callTools([call(`a${request.body.messages.length}`), call(`b${request.body.messages.length}`)], {usage: counted})(response, request);
			};

			const {conversation, server} = await start([calling], {toolbox, ...options});
			const events = await ask(conversation);
			assert.equal(textOf(events), report);
			const budget = lastBudget(events);
			assert.equal(budget.spent, name);
			assert.ok(budget[name].used <= budget[name].limit, JSON.stringify(budget));
			assert.deepEqual(server.requests.at(-1)!.body.tool_choice, {type: 'none'});
			for (const event of events) {
				assert.ok(event.type !== 'budget' || event.budget[name].used <= event.budget[name].limit, JSON.stringify(event));
			}

			await endTest();
		});
	}
});

test('when the time is over, what runs is stopped and the model reports', async () => {
	let nowMs = 0;
	const toolbox = fakeToolbox(async ({id}, {signal}) => {
		nowMs += 45_000;
		if (id === 'b') {
			assert.equal(signal.aborted, false);
		}

		return ok('{}');
	});
	const {server, conversation} = await start([callTools([call('a')]), callTools([call('b')]), callTools([call('c')]), answerWith(report)], {toolbox, now: () => nowMs});
	const events = await ask(conversation);
	assert.equal(toolbox.ran.length, 2);
	assert.equal(server.requests.length, 3, 'the third asks for the report');
	assert.deepEqual(server.requests[2]!.body.tool_choice, {type: 'none'});
	assert.deepEqual(lastBudget(events).seconds, {used: 90, limit: 90});
});

test('a call that takes too long is given up, and the others go on', async () => {
	const box = await startToolbox([entry(onsetMs, 'payment', 'pool exhausted')]);
	afterThisTest(box.close);
	const hanging = fakeToolbox(async (asked, limits) => asked.id === 'slow'
		? new Promise<ToolResult>(resolve => {
			limits.signal.addEventListener('abort', () => {
				resolve(ok('{"error":"too late"}', {state: 'failed', summary: (limits.signal.reason as Error).name}));
			});
		})
		: ok('{}'));
	const {conversation} = await start([callTools([call('slow'), call('quick')]), answerWith(report)], {toolbox: hanging, callTimeoutMs: 20});
	const events = await ask(conversation);
	assert.deepEqual(endedCalls(events).map(({id, state, summary}) => [id, state, summary]), [['quick', 'ok', '3 of 30 lines'], ['slow', 'failed', 'TimeoutError']]);
	assert.equal(textOf(events), report);
});

test('an abort in the middle of a call ends the turn, stops the call, and leaves a conversation that can go on', async () => {
	let isStopped = false;
	const toolbox = fakeToolbox(async ({id}, {signal}) => id === 'slow'
		? new Promise<ToolResult>(resolve => {
			signal.addEventListener('abort', () => {
				isStopped = true;
				resolve(ok('{"error":"stopped"}', {state: 'failed'}));
			});
		})
		: ok('{"of":"quick"}'));
	const {server, conversation} = await start([callTools([call('quick'), call('slow'), call('later'), call('last')]), answerWith('It goes on.')], {toolbox, budget: {concurrent: 2}});
	const controller = new AbortController();
	const events = await collect(conversation.ask(undefined, controller.signal), event => {
		if (event.type === 'tool-ended' && event.id === 'last') {
			controller.abort();
		}
	});
	assert.ok(isStopped);
	assert.deepEqual(events.at(-1), {type: 'ended', stopReason: 'aborted', trouble: undefined});
	const next = await ask(conversation, 'and now?');
	assert.equal(textOf(next), 'It goes on.');
	const request = server.requests[1]!;
	assert.deepEqual(results(request, 2).map(block => [block.tool_use_id, block.content]), [['quick', '{"of":"quick"}'], ['slow', '{"error":"stopped"}'], ['later', '{"of":"quick"}'], ['last', '{"of":"quick"}']]);
	assert.deepEqual(request.body.messages.slice(-2).map(({role, content}) => [role, content]), [['assistant', '(no answer)'], ['user', 'and now?']]);
});

test('a reader who leaves in the middle of a call stops it', async () => {
	let isStopped = false;
	const toolbox = fakeToolbox(async (_call, {signal}) => new Promise<ToolResult>(resolve => {
		signal.addEventListener('abort', () => {
			isStopped = true;
			resolve(ok('{}'));
		});
	}));
	const {conversation} = await start([callTools([call('a')]), answerWith(report)], {toolbox});
	for await (const event of conversation.ask(undefined, never)) {
		if (event.type === 'tool-started') {
			break;
		}
	}

	assert.ok(isStopped);
	assert.deepEqual(toolbox.forgotten, ['a'], 'nobody saw the result: it may be asked for again');
});

test('an API that does not take "no tools now" is asked without tools, with the earlier calls in words', async () => {
	const picky: Reply = (response, request) => {
		if (request.body.tool_choice !== undefined) {
			errorWith(400, 'invalid_request_error', 'tool_choice: none is not supported')(response, request);
		} else if (request.body.tools === undefined) {
			answerWith(request.body.output_config === undefined ? 'No.' : report)(response, request);
		} else {
			callTools(callsOf(2, `m${request.body.messages.length}`), {before: [thinkingBlock(0, 'hm', 'c2ln'), textBlock(1, 'Looking.')]})(response, request);
		}
	};

	const {server, conversation} = await start([picky], {budget: {calls: 2}});
	const events = await ask(conversation);
	assert.equal(textOf(events), report);
	assert.deepEqual(server.requests.map(({body}) => [body.tools !== undefined, body.tool_choice !== undefined]), [[true, false], [true, true], [false, false]]);
	const {messages} = server.requests[2]!.body;
	assert.deepEqual(messages.map(({role, content}) => [role, typeof content]), [['user', 'string'], ['assistant', 'string'], ['user', 'string']]);
	assert.equal(messages[1]!.content, 'Looking.\n[called query_logs {"service":"m10"}]\n[called query_logs {"service":"m11"}]');
	assert.match(messages[2]!.content, /\[result of query_logs\]\n\{"of":"m10"\}[\s\S]*report now/);

	await ask(conversation, 'sure?');
	assert.equal(server.requests.length, 5, 'the API is not asked for what it refused before');
});

test('an API that does not take the form, or tools at all, is asked without', async t => {
	await t.test('form', async () => {
		const {server, conversation} = await start([errorWith(400, 'invalid_request_error', 'output_config.format: Extra inputs are not permitted'), callTools([call('a')]), answerWith('A plain answer.')]);
		const events = await ask(conversation);
		assert.equal(textOf(events), 'A plain answer.');
		assert.deepEqual(server.requests.map(({body}) => body.output_config !== undefined), [true, false, false]);
		await endTest();
	});
	await t.test('tools', async () => {
		const {server, conversation} = await start([errorWith(400, 'invalid_request_error', 'this model does not support tools'), answerWith(report)]);
		const events = await ask(conversation);
		assert.equal(textOf(events), report);
		assert.equal(server.requests[1]!.body.tools, undefined);
		await endTest();
	});
	await t.test('anything else that it calls invalid is told', async () => {
		const {server, conversation} = await start([errorWith(400, 'invalid_request_error', 'max_tokens is wrong')]);
		const events = await ask(conversation);
		assert.equal(events.at(-1)!.type, 'failed');
		assert.equal(server.requests.length, 1);
	});
});

test('a busy API in the middle is asked again, with all that was done', async () => {
	const toolbox = fakeToolbox();
	const {server, conversation} = await start([callTools([call('a')]), errorWith(429, 'rate_limit_error', 'busy', {'retry-after-ms': '5'}), errorWith(529, 'overloaded_error', 'Overloaded'), callTools([call('b')]), answerWith(report)], {toolbox});
	const events = await ask(conversation);
	assert.equal(textOf(events), report);
	assert.equal(events.filter(event => event.type === 'waiting').length, 2);
	assert.deepEqual(toolbox.ran.map(({id}) => id), ['a', 'b']);
	assert.equal(server.requests[1]!.text, server.requests[3]!.text);
});

test('a turn that failed in the middle goes on where it was when it is asked again', async () => {
	const toolbox = fakeToolbox();
	const cut: Reply = response => {
		stream(response, messageStart(), textBlock(0, 'The'));
		response.end();
	};

	const {server, conversation} = await start([callTools([call('a')]), cut, answerWith(report)], {toolbox});
	const failed = await ask(conversation);
	assert.equal(failed.at(-1)!.type, 'failed');
	const events = await ask(conversation);
	assert.equal(textOf(events), report);
	assert.deepEqual(toolbox.ran.map(({id}) => id), ['a'], 'nothing is run twice');
	assert.equal(results(server.requests[2]!)[0]!.content, '{"of":"a"}');
	assert.deepEqual(toolbox.forgotten, []);
	await ask(conversation);
	assert.equal(server.requests[3]!.body.messages.length, 1, 'a whole answer is begun anew');
	assert.deepEqual(toolbox.forgotten, ['a']);
});

test('old results are left out when a conversation gets long, the user\'s words and the last two turns never', async () => {
	const toolbox = fakeToolbox(async ({id}) => ok(`{"of":"${id}","text":"${'y'.repeat(8000)}"}`));
	const words = (turn: number): string => `question ${turn}: ${'why '.repeat(12_000)}`;
	const calling: Reply = (response, request) => {
		const isAnswered = typeof request.body.messages.at(-1)!.content !== 'string';
		(isAnswered ? answerWith('Answered.') : callTools([call(`c${request.body.messages.length}`)]))(response, request);
	};

	const {server, conversation} = await start([calling], {toolbox, budget: {dollars: 100}});
	await ask(conversation);
	for (let turn = 1; turn <= 6; turn++) {
		await ask(conversation, words(turn));
	}

	const request = server.requests.at(-1)!;
	const sent = request.body.messages.filter(({role}) => role === 'user');
	const contents = sent.flatMap(({content}) => typeof content === 'string' ? [] : (content as unknown as ReadonlyArray<{readonly content: string}>).map(block => block.content));
	assert.equal(contents.length, 7);
	assert.equal(contents[0], 'left out for length: 3 of 30 lines');
	assert.ok(contents.slice(-2).every(content => content.includes('yyyy')), 'the last two turns are whole');
	assert.ok(toolbox.forgotten.length > 0, 'what is left out may be asked for again');
	for (let turn = 1; turn <= 6; turn++) {
		assert.ok(sent.some(({content}) => content === words(turn).trimEnd() || content === words(turn)), `question ${turn}`);
	}

	assert.match(sent[0]!.content, /<evidence>/);
});

test('words before a call are thinking, and the words of an answer flow as they come', async t => {
	await t.test('a follow-up that calls', async () => {
		const {conversation} = await start([answerWith(report), callTools([call('a')], {before: [textBlock(0, 'Let me check.')]}), answerWith('It was the pool.')]);
		await ask(conversation);
		const events = await ask(conversation, 'why?');
		assert.equal(textOf(events, 'thinking'), 'Let me check.');
		assert.equal(textOf(events), 'It was the pool.');
		await endTest();
	});
	await t.test('a report streams from its first character', async () => {
		let finish = (): void => undefined;
		const {conversation} = await start([response => {
			stream(response, messageStart(), textBlock(0, 'Here it comes.'), textBlock(1, '{"headline": '));
			finish = () => {
				stream(response, textBlock(2, '"x"}'), messageEnd('end_turn'));
				response.end();
			};
		}]);
		let seen = '';
		await collect(conversation.ask(undefined, never), event => {
			seen += event.type === 'text' ? event.text : '';
			if (seen === '{"headline": ') {
				finish();
			}
		});
		assert.equal(seen, '{"headline": "x"}');
		await endTest();
	});
	await t.test('a long answer in prose flows too', async () => {
		let finish = (): void => undefined;
		const {conversation} = await start([answerWith(report), response => {
			stream(response, messageStart(), textBlock(0, 'word '.repeat(300)));
			finish = () => {
				stream(response, messageEnd('end_turn'));
				response.end();
			};
		}]);
		await ask(conversation);
		let seen = '';
		await collect(conversation.ask('why?', never), event => {
			seen += event.type === 'text' ? event.text : '';
			if (seen.length === 1500) {
				finish();
			}
		});
		assert.equal(seen, 'word '.repeat(300));
		await endTest();
	});
	await t.test('a short answer that is no report is an answer all the same', async () => {
		const {conversation} = await start([answerWith('Unresolved.')]);
		assert.equal(textOf(await ask(conversation)), 'Unresolved.');
	});
});

test('the preview shows the tools, the calls and the results as they were sent', async () => {
	const {server, conversation} = await start([callTools([call('a')]), answerWith(report)]);
	const before = conversation.preview();
	assert.match(before, /--- tools\n\{"name":"query_logs","description":"Reads lines\."/);
	assert.match(before, /--- form of the answer\n.*json_schema/);
	assert.match(before, /--- user \(not sent yet\)/);
	assert.equal(server.requests.length, 0);
	await ask(conversation);
	const after = conversation.preview();
	assert.match(after, /--- assistant\n\[calls query_logs\] \{"service":"a"\}\n\n--- user\n\[result\]\n\{"of":"a"\}\n\n--- assistant\n\{"headline"/);
	assert.ok(!after.includes('not sent yet'));
	assert.match(conversation.preview('who is bob@example.com?'), /\{"of":"a"\}[\s\S]*not sent yet\)\nwho is <EMAIL_1>\?/);
});

test('a model that is not known to use tools gets none, nor a form', async () => {
	const {server, conversation} = await start([answerWith('Fine.')], {model: 'qwen3:32b'});
	const events = await ask(conversation);
	assert.equal(server.requests[0]!.body.tools, undefined);
	assert.equal(server.requests[0]!.body.output_config, undefined);
	assert.ok(events.every(({type}) => type !== 'budget'));
	assert.ok(!conversation.preview().includes('--- tools'));
});

test('a call where none was offered ends the turn with what to do', async () => {
	const {conversation, server} = await start([callTools(callsOf(1))], {budget: {calls: 1}});
	const events = await ask(conversation);
	const last = events.at(-1)!;
	assert.strictEqual(last.type, 'ended');
	assert.match(last.trouble!.what, /not complete/);
	assert.equal(server.requests.length, 2);
});

test('a message of endless blocks is stopped', async () => {
	const {conversation} = await start([response => {
		stream(response, messageStart(), ...Array.from({length: 500}, (_, index) => toolUse(index, call(`t${index}`))), messageEnd('tool_use'));
		response.end();
	}]);
	const events = await ask(conversation);
	assert.equal(events.at(-1)!.type, 'failed');
	assert.equal(endedCalls(events).length, 0);
});

test('with real tools: lines get ids to cite, repeats and other scopes are refused, and no secret leaves', async () => {
	const secret = 'jane@example.com';
	const token = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
	const box = await startToolbox([
		...Array.from({length: 100}, (_, index) => entry(onsetMs + (index * 1000), 'payment', `login of ${secret} failed, token=${token} ${'z'.repeat(400)} ${index}`)),
		entry(onsetMs, 'agent', 'umbrella', {namespace: 'staging'}),
	]);
	afterThisTest(box.close);
	const range = {from: '2026-01-05T02:50:00Z', to: '2026-01-05T03:10:00Z'};
	const {server, conversation} = await start([
		callTools([call('a', {service: 'payment', limit: 100, ...range}), call('b', {service: 'payment', limit: 100, ...range}), call('c', {selector: '{namespace="staging", service_name="agent"}', ...range}), call('d', {selector: '{pod=~".*"}', ...range})]),
		callTools([call('e', {
			service: 'payment', contains: '<EMAIL_1>', ...range, limit: 1,
		})]),
		answerWith('{"headline": "see L3"}'),
	], {toolbox: box.toolbox});
	const events = await ask(conversation);
	assert.equal(textOf(events), '{"headline": "see L3"}');
	const [first, repeat, outside, wide] = results(server.requests[1]!);
	assert.ok(first!.content!.length <= 8192);
	assert.match(first!.content!, /"L3"/);
	assert.match(repeat!.content!, /asked before/);
	assert.equal(repeat!.is_error, true);
	assert.match(outside!.content!, /"total": 0/);
	assert.match(wide!.content!, /picks nothing out/);
	assert.match(results(server.requests[2]!)[0]!.content!, /login of <EMAIL_1> failed/);
	for (const {text} of server.requests) {
		assert.ok(!text.includes(secret));
		assert.ok(!text.includes(token));
		assert.ok(!text.includes(token.slice(0, 16)));
		assert.ok(!text.includes('umbrella'));
	}

	for (const event of endedCalls(events)) {
		assert.ok(!event.result.includes(secret));
	}

	const shown = conversation.shownLines();
	assert.deepEqual(shown.slice(0, 3).map(({id}) => id), ['L1', 'L2', 'L3']);
	assert.ok(shown[2]!.line.includes(secret), 'the screen has the real line');
	assert.equal(new Set(shown.map(({id}) => id)).size, shown.length);
	assert.match(conversation.preview(), /login of <EMAIL_1> failed/);
	assert.ok(!conversation.preview().includes(secret));
});
