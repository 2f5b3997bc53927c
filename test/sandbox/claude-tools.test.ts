import assert from 'node:assert/strict';
import {after, afterEach, test} from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import {renderFirstTurn} from '../../source/investigate/claude/request/prompt.js';
import type {Evidence} from '../../source/facts/evidence.js';
import {startScriptedClaude} from '../../source/sandbox/claude/server.js';
import type {ClaudeFault} from '../../source/sandbox/claude/types.js';
import {
	type Block,
	callsOf,
	type Message,
	refusalOf,
	resultsFor,
	stream,
	type Streamed,
	textOf,
} from './helpers/claude-fetch.js';
import {
	authEvidence,
	checkoutEvidence,
	oddEvidence,
	paymentEvidence,
} from './helpers/evidence.js';
import {outputConfig, reportSchema, wrongCitations} from './helpers/report-schema.js';

const claude = await startScriptedClaude({paceMs: 0});
afterEach(() => {
	claude.setFault(undefined);
});
after(async () => {
	await claude.close();
});

type Fields = Readonly<Record<string, unknown>>;

/** The names of each tool's arguments; the required ones first. */
const signatures: Readonly<Record<string, readonly [required: readonly string[], optional: readonly string[]]>> = {
	label_values: [['label'], ['selector', 'from', 'to']],
	error_rates: [['services', 'from', 'to'], ['by']],
	top_patterns: [['service', 'from', 'to'], ['errors_only']],
	query_logs: [['from', 'to'], ['service', 'selector', 'contains', 'not_contains', 'regex', 'level', 'limit']],
	context_around: [['line_id'], ['before', 'after']],
	compare_windows: [['service', 'from', 'to', 'before_from', 'before_to'], []],
	trace: [['trace_id'], ['from', 'to']],
};
const toolsNamed = (names: readonly string[]): readonly Fields[] => names.map(name => ({name, description: name, input_schema: {type: 'object', properties: {}}}));
const tools = toolsNamed(Object.keys(signatures));
const thinking = {type: 'adaptive', display: 'summarized'};

const question = (evidence: Evidence): Message => ({role: 'user', content: renderFirstTurn(evidence, {redact: text => text, redactLines: lines => lines}).text});
const answerOf = ({blocks}: Streamed): Message => ({role: 'assistant', content: blocks});
const nothing = (): {readonly content: string} => ({content: '{"rows":0}'});

type Round = {readonly answer: Streamed; readonly messages: readonly Message[]};

/** Answers calls until there are none, and gives every round with what was sent for it. */
const converse = async (first: readonly Message[], fields: Fields, resultOf: (call: Block) => {readonly content: unknown; readonly is_error?: boolean} = nothing): Promise<readonly Round[]> => {
	let messages = first;
	const rounds: Round[] = [];
	for (;;) {
		const answer = await stream(claude.url, {messages, tools, ...fields});
		rounds.push({answer, messages});
		assert.ok(rounds.length <= 5, 'it calls tools for ever');
		if (callsOf(answer).length === 0) {
			return rounds;
		}

		messages = [...messages, answerOf(answer), resultsFor(answer, resultOf)];
	}
};

const namesOf = (rounds: readonly Round[]): ReadonlyArray<readonly string[]> => rounds.map(({answer}) => callsOf(answer).map(({name}) => name ?? ''));

const plans: ReadonlyArray<readonly [name: string, evidence: Evidence, names: ReadonlyArray<readonly string[]>]> = [
	['a pool that ran out', paymentEvidence, [['error_rates', 'query_logs'], ['compare_windows', 'context_around'], []]],
	['a victim of another service', checkoutEvidence, [['error_rates', 'query_logs'], ['top_patterns'], []]],
	['a retry storm', authEvidence, [['top_patterns', 'query_logs'], ['compare_windows'], []]],
	['something that no script knows', oddEvidence, [['top_patterns', 'compare_windows'], ['context_around'], []]],
];

for (const [name, evidence, names] of plans) {
	test(`looks into ${name} with tools before it answers`, async () => {
		const rounds = await converse([question(evidence)], {output_config: outputConfig});
		assert.deepEqual(namesOf(rounds), names);
		assert.deepEqual(rounds.map(({answer}) => answer.stopReason), ['tool_use', 'tool_use', 'end_turn']);
		reportSchema.parse(JSON.parse(textOf(rounds.at(-1)!.answer)));
	});

	test(`calls for ${name} with the arguments that each tool takes, and times of the evidence`, async () => {
		const rounds = await converse([question(evidence)], {});
		const calls = rounds.flatMap(({answer}) => callsOf(answer));
		const window = {from: new Date(evidence.startMs).toISOString(), to: new Date(evidence.endMs).toISOString()};
		for (const {name: tool = '', input = {}} of calls) {
			const [required, optional] = signatures[tool]!;
			assert.deepEqual(required.filter(key => input[key] === undefined), [], tool);
			assert.deepEqual(Object.keys(input).filter(key => !required.includes(key) && !optional.includes(key)), [], tool);
			const {from = window.from, to = window.to} = input as {readonly from?: string; readonly to?: string};
			assert.deepEqual([window.from, from, to, window.to].toSorted(), [window.from, from, to, window.to], tool);
			assert.notEqual(from, to);
		}

		assert.equal(new Set(calls.map(({id}) => id)).size, calls.length);
	});
}

test('the first calls about a pool name the services, the words and the minutes of the onset', async () => {
	const [round] = await converse([question(paymentEvidence)], {});
	const window = {from: '2026-01-05T02:58:00.000Z', to: '2026-01-05T03:07:00.000Z'};
	assert.deepEqual(callsOf(round!.answer).map(({input}) => input), [
		{services: ['payment', 'checkout'], ...window, by: 'pod'},
		{
			service: 'payment', contains: 'HikariPool', from: window.from, to: '2026-01-05T03:01:00.000Z', limit: 20,
		},
	]);
});

test('a call is an empty block, pieces of JSON, and the stop reason tool_use', async () => {
	const answer = await stream(claude.url, {messages: [question(paymentEvidence)], tools});
	assert.deepEqual(answer.blocks.map(({type}) => type), ['tool_use', 'tool_use']);
	assert.match(answer.blocks[0]?.id ?? '', /^toolu_\w+$/);
	assert.deepEqual(answer.order, ['message_start', ...Array.from({length: 2}, () => ['content_block_start', 'content_block_delta', 'content_block_stop']).flat(), 'message_delta', 'message_stop']);
	assert.ok(answer.pieces.length > 20);
});

test('the SDK puts the same message together, with and without a stream', async () => {
	const client = new Anthropic({
		apiKey: 'any', baseURL: claude.url, maxRetries: 0, logLevel: 'off',
	});
	const parameters = {
		model: 'any', max_tokens: 4000, thinking: {type: 'adaptive', display: 'summarized'}, tools: tools as unknown as Anthropic.Tool[], messages: [question(paymentEvidence) as Anthropic.MessageParam],
	} as const;
	const whole = await client.messages.create({...parameters, messages: [...parameters.messages], tools: [...parameters.tools]});
	const streamed = await client.messages.stream({...parameters, messages: [...parameters.messages], tools: [...parameters.tools]}).finalMessage();
	const shape = ({content, stop_reason: stopReason, usage}: Anthropic.Message): unknown => ({
		stopReason, output: usage.output_tokens, content: content.map(block => (block.type === 'tool_use' ? [block.name, block.input] : [block.type, block.type === 'thinking' ? block.thinking : ''])),
	});
	assert.deepEqual(shape(streamed), shape(whole));
	assert.equal(whole.stop_reason, 'tool_use');
});

test('calls only what is offered, at least two where two are', async () => {
	const offered = [['top_patterns'], ['label_values', 'query_logs'], ['trace'], ['error_rates', 'unknown_tool']];
	const called: Array<readonly string[]> = [];
	for (const names of offered) {
		const rounds = await converse([question(paymentEvidence)], {tools: toolsNamed(names)});
		called.push(namesOf(rounds).flat());
	}

	assert.deepEqual(called, [['top_patterns'], ['query_logs', 'label_values'], [], ['error_rates']]);
});

test('tool_choice none is obeyed at once and between rounds', async () => {
	const fields = {tools, tool_choice: {type: 'none'}};
	const messages = [question(paymentEvidence)];
	const atOnce = await stream(claude.url, {messages, ...fields});
	assert.equal(atOnce.stopReason, 'end_turn');
	const first = await stream(claude.url, {messages, tools});
	const between = [...messages, answerOf(first), resultsFor(first, nothing)];
	const last = await stream(claude.url, {messages: between, ...fields, output_config: outputConfig});
	assert.deepEqual(last.blocks.map(({type}) => type), ['text']);
	reportSchema.parse(JSON.parse(textOf(last)));
});

test('disable_parallel_tool_use brings one call at a time', async () => {
	const rounds = await converse([question(paymentEvidence)], {tool_choice: {type: 'auto', disable_parallel_tool_use: true}});
	assert.deepEqual(namesOf(rounds), [['error_rates'], ['query_logs'], ['compare_windows'], ['context_around'], []]);
});

test('text beside the results does not begin a new question', async () => {
	const first = await stream(claude.url, {messages: [question(paymentEvidence)], tools});
	const results = resultsFor(first, nothing).content as readonly unknown[];
	const told: Message = {role: 'user', content: [...results, {type: 'text', text: 'The budget is spent: report now, list the gaps.'}]};
	const last = await stream(claude.url, {messages: [question(paymentEvidence), answerOf(first), told], tools, tool_choice: {type: 'none'}});
	assert.match(textOf(last), /## Root causes/);
});

const freePool = '2026-01-05 02:58:40.000 DEBUG 1 --- [housekeeper] HikariPool : HikariPool-1 - Pool stats (total=10, active=2, idle=8, waiting=0)';

test('cites lines that tools showed by the ids they have there, whatever the shape around them', async () => {
	const shapes = [
		{
			lines: [{
				id: 'L61', time: '2026-01-05T02:58:40.000Z', text: freePool, labels: {version: '1.41.3', pod: 'payment-6c8-k4'},
			}],
		},
		{streams: [{labels: {version: '1.41.3'}, lines: [{id: 'L61', time: '2026-01-05T02:58:40Z', line: freePool}]}]},
		[{
			deep: {
				er: [{
					labels: {version: '1.41.3'}, id: 'L61', time: '2026-01-05T02:58:40Z', text: freePool,
				}],
			},
		}],
	];
	for (const shape of shapes) {
		const content = [{type: 'text', text: `<result>\n${JSON.stringify(shape)}\n</result>`}];
		const rounds = await converse([question(paymentEvidence)], {output_config: outputConfig}, ({name}) => (name === 'query_logs' ? {content} : nothing()));
		const report = reportSchema.parse(JSON.parse(textOf(rounds.at(-1)!.answer)));
		assert.ok(JSON.stringify(report).includes(String.raw`{"line":"L61","why":"the pool of an old version's pod is not full: \"total=10, active=2, idle=8, waiting=0\""}`), JSON.stringify(report));
		assert.deepEqual(wrongCitations(report, new Map([...paymentEvidence.lines.map(({id, line}) => [id, line] as const), ['L61', freePool]])), []);
	}
});

test('shows the inside of another service where a tool did', async () => {
	const line = 'charge ch_9 answered 503, upstream=db-primary';
	const rounds = await converse([question(checkoutEvidence)], {output_config: outputConfig}, ({name}) => ({content: JSON.stringify(name === 'query_logs' ? {service: 'payment', lines: [{id: 'L70', level: 'error', text: line}]} : {})}));
	assert.match(textOf(rounds.at(-1)!.answer), /\{"line":"L70","why":"payment has errors of its own: \\"charge ch_9 answered 503\\""\}/);
});

test('a trace id in a failed request is followed', async () => {
	const [line] = checkoutEvidence.lines;
	const traceId = 'abcdef0123456789abcdef0123456789';
	const evidence = {...checkoutEvidence, lines: [{...line!, line: `${line!.line.slice(0, -1)},"trace_id":"${traceId}"}`}]};
	const rounds = await converse([question(evidence)], {});
	assert.equal(callsOf(rounds[1]!.answer)[0]?.input?.trace_id, traceId);
});

test('a refusal in JSON is told by its reason, and one of a repeated question hides nothing', async () => {
	const gapsAfter = async (error: string) => {
		const rounds = await converse([question(paymentEvidence)], {output_config: outputConfig}, ({name}) => (name === 'compare_windows' ? {content: JSON.stringify({error, instead: 'Ask less.'}), is_error: true} : nothing()));
		return reportSchema.parse(JSON.parse(textOf(rounds.at(-1)!.answer))).gaps.filter(gap => gap.includes('compare_windows'));
	};

	assert.deepEqual(await gapsAfter('the window is too long'), ['The call of compare_windows failed (the window is too long): what it would have shown is not known.']);
	assert.deepEqual(await gapsAfter('this very question was asked before in this conversation'), []);
});

test('says in the gaps which call failed and why', async () => {
	const rounds = await converse([question(paymentEvidence)], {output_config: outputConfig}, ({name}) => (name === 'compare_windows' ? {content: 'too expensive: 4 GiB', is_error: true} : nothing()));
	const {gaps} = reportSchema.parse(JSON.parse(textOf(rounds.at(-1)!.answer)));
	assert.deepEqual(gaps.filter(gap => gap.includes('failed')), ['The call of compare_windows failed (too expensive: 4 GiB): what it would have shown is not known.']);
});

test('results without any JSON change nothing and break nothing', async () => {
	const odd = ['', 'no lines', '{"half', '[1, null, "L5"]', `${'['.repeat(40)}${']'.repeat(40)}`];
	for (const content of odd) {
		const rounds = await converse([question(paymentEvidence)], {output_config: outputConfig}, () => ({content}));
		assert.ok(reportSchema.safeParse(JSON.parse(textOf(rounds.at(-1)!.answer))).success, content);
	}
});

test('a follow-up about pods counts them with one call, and answers in Markdown', async () => {
	const before: readonly Message[] = [question(paymentEvidence), {role: 'assistant', content: 'An answer.'}, {role: 'user', content: 'which pod is it?'}];
	const result = {from: '', by: 'pod', services: [{service: 'payment', errors: 400, groups: [{pod: 'payment-7f9-x2', errors: 300}, {pod: 'payment-7f9-y8', errors: 100}]}]};
	const rounds = await converse(before, {thinking}, () => ({content: JSON.stringify(result)}));
	assert.deepEqual(namesOf(rounds), [['error_rates'], []]);
	assert.match(textOf(rounds.at(-1)!.answer), /^Scripted answer.+ By pod:\n- payment-7f9-x2: 75 % of the errors that Loki counted, 300 in this window\n- payment-7f9-y8: 25 %/);
	const failed = await converse(before, {}, () => ({content: 'timed out', is_error: true}));
	assert.match(textOf(failed.at(-1)!.answer), /- payment-7f9-x2: 71 % of the bad lines[\s\S]+The call of error_rates failed \(timed out\)/);
	const withoutTools = await stream(claude.url, {messages: before});
	assert.match(textOf(withoutTools), /- payment-7f9-x2: 71 % of the bad lines/);
});

test('a question that needs no look-up is answered at once', async () => {
	const before: readonly Message[] = [question(paymentEvidence), {role: 'assistant', content: 'An answer.'}, {role: 'user', content: 'how sure are you?'}];
	assert.deepEqual(namesOf(await converse(before, {})), [[]]);
});

test('thinks before calls where thinking is asked for, and shows it only where that is asked for too', async () => {
	const messages = [question(paymentEvidence)];
	const shown = await stream(claude.url, {messages, tools, thinking});
	assert.deepEqual(shown.blocks.map(({type}) => type), ['thinking', 'tool_use', 'tool_use']);
	assert.match(shown.blocks[0]?.thinking ?? '', /connection pool of payment looks empty/);
	assert.ok((shown.blocks[0]?.signature ?? '').length > 20);
	const hidden = await stream(claude.url, {messages, tools, thinking: {type: 'adaptive'}});
	assert.equal(hidden.blocks[0]?.thinking, '');
	assert.ok((hidden.blocks[0]?.signature ?? '').length > 20);
	const rounds = await converse(messages, {thinking, output_config: outputConfig});
	assert.equal(rounds.length, 3);
});

const first = await stream(claude.url, {messages: [question(paymentEvidence)], tools, thinking});
const [thought, ...calls] = first.blocks;
const results = resultsFor(first, nothing).content as ReadonlyArray<Readonly<Record<string, unknown>>>;
const history = (assistant: unknown, ...user: readonly unknown[]): Fields => ({
	messages: [question(paymentEvidence), {role: 'assistant', content: assistant}, ...user.map(content => ({role: 'user', content}))], tools, thinking,
});

const refusals: ReadonlyArray<readonly [what: string, fields: Fields, message: RegExp]> = [
	['thinking that was dropped', history(calls, results), /^messages\.1\.content\.0\.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`/],
	['thinking that was changed', history([{...thought, thinking: 'Something else.'}, ...calls], results), /^messages\.1\.content\.0: Invalid `signature` in `thinking` block/],
	['a signature that was changed', history([{...thought, signature: 'AAAA'}, ...calls], results), /Invalid `signature`/],
	['a call without its result', history(first.blocks, results.slice(1)), /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_\w+\. Each/],
	['calls at the end', history(first.blocks), /^messages\.1: `tool_use` ids were found without/],
	['results behind text', history(first.blocks, [{type: 'text', text: 'Here they are:'}, ...results]), /^messages\.1: `tool_use` ids were found without/],
	['a result of an unknown call', history(first.blocks, [...results, {type: 'tool_result', tool_use_id: 'toolu_other', content: ''}]), /^messages\.2\.content\.2: unexpected `tool_use_id` found in `tool_result` blocks: toolu_other\./],
	['two results of one call', history(first.blocks, [...results, results[0]]), /each `tool_use` must have a single result/],
	['a call by the user', {messages: [{role: 'user', content: calls}], tools}, /^messages\.0: `tool_use` blocks can only be in `assistant` messages/],
	['tool blocks without tools', {...history(first.blocks, results), tools: undefined}, /must define tools/],
	['a forced tool', {
		messages: [question(paymentEvidence)], tools, thinking, tool_choice: {type: 'any'},
	}, /^Thinking may not be enabled when tool_choice forces tool use/],
	['a choice that there is not', {messages: [question(paymentEvidence)], tools, tool_choice: {type: 'never'}}, /^tool_choice\.type/],
	['a tool without a name', {messages: [question(paymentEvidence)], tools: [{input_schema: {type: 'object'}}]}, /^tools\.0\.custom\.name/],
	['a tool without a schema', {messages: [question(paymentEvidence)], tools: [{name: 'trace'}]}, /^tools\.0\.custom\.input_schema/],
	['a tool twice', {messages: [question(paymentEvidence)], tools: [...tools, ...tools.slice(0, 1)]}, /must be unique/],
];

for (const [what, fields, message] of refusals) {
	test(`refuses ${what} in the words of the API`, async () => {
		assert.match(await refusalOf(claude.url, fields), message);
	});
}

test('takes what it gave, unchanged, and ids that it never gave', async () => {
	const own = await stream(claude.url, history(first.blocks, results));
	assert.equal(own.stopReason, 'tool_use');
	const foreign = [{
		type: 'tool_use', id: 'toolu_elsewhere', name: 'trace', input: {},
	}];
	const other = await stream(claude.url, history(foreign, [{type: 'tool_result', tool_use_id: 'toolu_elsewhere', content: '{}'}]));
	assert.equal(other.stopReason, 'tool_use');
});

test('thinking of earlier questions may be left out', async () => {
	const {messages} = history(calls, results) as {readonly messages: readonly Message[]};
	const later: readonly Message[] = [...messages, {role: 'assistant', content: 'An answer.'}, {role: 'user', content: 'how sure are you?'}];
	const answer = await stream(claude.url, {messages: later, tools, thinking});
	assert.equal(answer.stopReason, 'end_turn');
});

const stops: ReadonlyArray<readonly [fault: ClaudeFault, stopReason: string | undefined, blocks: number]> = [
	['refusal', 'refusal', 0],
	['max-tokens', 'max_tokens', 3],
	['context-exceeded', 'model_context_window_exceeded', 3],
	['unknown-stop', 'stopped_for_a_reason_of_tomorrow', 3],
	['early-end', undefined, 1],
	['error-event', undefined, 1],
];

for (const [fault, stopReason, blocks] of stops) {
	test(`${fault}: strikes among calls as well`, async () => {
		claude.setFault(fault);
		const answer = await stream(claude.url, {messages: [question(paymentEvidence)], tools, thinking});
		assert.equal(answer.stopReason, stopReason);
		assert.equal(answer.blocks.length, blocks);
		assert.equal(answer.order.includes('message_stop'), stopReason !== undefined);
		assert.equal(Object.keys(callsOf(answer).at(-1)?.input ?? {}).length > 0, fault === 'unknown-stop', 'no call is whole but where all of it came');
	});
}

test('split-utf8 and escape-sequences: the thinking carries what it shall carry, and is still signed', async () => {
	for (const [fault, part] of [['split-utf8', '日本語'], ['escape-sequences', '\u{1B}[2J']] as const) {
		claude.setFault(fault);
		const [round] = await converse([question(paymentEvidence)], {thinking});
		assert.ok(round!.answer.blocks[0]?.thinking?.includes(part));
	}
});

test('a fault is for the nth request alone where that is asked for', async () => {
	claude.setFault('unknown-stop', 2);
	const rounds = await converse([question(paymentEvidence)], {});
	assert.deepEqual(rounds.map(({answer}) => answer.stopReason), ['tool_use', 'stopped_for_a_reason_of_tomorrow', 'end_turn']);
	const own = await startScriptedClaude({paceMs: 0, fault: 'overloaded', faultAt: 2});
	try {
		await stream(own.url, {messages: [question(paymentEvidence)]});
		await assert.rejects(stream(own.url, {messages: [question(paymentEvidence)]}), /529/);
		await stream(own.url, {messages: [question(paymentEvidence)]});
	} finally {
		await own.close();
	}
});
