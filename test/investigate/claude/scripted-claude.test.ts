import {test} from 'node:test';
import assert from 'node:assert/strict';
import {checkCitations, checkCitedLine} from '../../../source/answer/citations.js';
import {readCommand, readReport} from '../../../source/answer/markdown-parts.js';
import {readAnswerReport} from '../../../source/answer/report.js';
import {createConversation} from '../../../source/investigate/claude/conversation.js';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {judgeCommand} from '../../../source/shell/command-effect.js';
import type {AnalysisEvent} from '../../../source/facts/analysis.js';
import {startScriptedClaude, type ClaudeFault} from '../../../source/sandbox/claude/server.js';
import {sampleEvidence} from '../helpers/sample-evidence.js';

const ask = async (fault: ClaudeFault | undefined, model = 'claude-sonnet-5-5'): Promise<readonly AnalysisEvent[]> => {
	const claude = await startScriptedClaude({paceMs: 0, retryAfterSeconds: 3600, ...(fault && {fault})});
	const events: AnalysisEvent[] = [];
	try {
		const conversation = createConversation({
			evidence: sampleEvidence(), model, apiKey: 'scripted-key', baseUrl: claude.url, redactor: createRedactor(), retryDelaysMs: [5], now: Date.now,
			// Only a stall is to be waited for: on a busy machine other answers pause too.
			...(fault === 'stall' && {idleTimeoutMs: 300}),
		});
		for await (const event of conversation.ask(undefined, new AbortController().signal)) {
			events.push(event);
			assert.ok(events.length < 100_000);
		}
	} finally {
		await claude.close();
	}

	return events;
};

const textOf = (events: readonly AnalysisEvent[]): string => events.map(event => event.type === 'text' ? event.text : '').join('');

test('the scripted answer is a report whose citations hold', async () => {
	const report = readAnswerReport(textOf(await ask(undefined)));
	assert.ok(report?.headline);
	assert.ok(report.hypotheses.length >= 2);
	assert.ok(report.command);
	assert.notStrictEqual(report.slackSummary, '');
	assert.ok(report.escalate);
	assert.equal(judgeCommand(readCommand([report.command.text])?.text ?? '').effect, 'reads');
	const shown = new Map(sampleEvidence().lines.map(line => [line.id, line]));
	const cited = report.hypotheses.flatMap(({evidence, against}) => [...evidence, ...against]);
	assert.ok(cited.length > 0);
	assert.deepEqual(cited.filter(line => !['verified', 'cited'].includes(checkCitedLine(line, shown).state)), []);
});

test('for a model without structured output it is Markdown that is cut apart, and cites only lines that were shown', async () => {
	const text = textOf(await ask(undefined, 'a-local-model'));
	const report = readReport(text);
	assert.ok(report.headline);
	assert.ok(report.rootCauses);
	assert.ok(report.command);
	assert.equal(judgeCommand(report.command.text).effect, 'reads');
	assert.notEqual(report.escalate?.decision, undefined);
	assert.ok(report.slackLine);
	const {citations} = checkCitations(text, sampleEvidence().lines);
	assert.ok(citations.length > 0);
	assert.deepEqual(citations.filter(({state}) => state !== 'verified' && state !== 'cited'), []);
});

test('every fault of a stream ends in one line that says what happened', async t => {
	const endings: ReadonlyArray<readonly [fault: ClaudeFault, ending: RegExp]> = [
		['early-end', /^failed: The answer was cut off$/],
		['reset', /^failed: The answer was cut off$/],
		['error-event', /^failed: The API is overloaded$/],
		['stall', /^failed: The answer stopped coming$/],
		['rate-limit', /^failed: The API is rate limiting this key$/],
		['overloaded', /^failed: The API is overloaded$/],
		['unauthorized', /^failed: The API key was not accepted$/],
		['refusal', /^ended: claude-\S+ declined to answer$/],
		['max-tokens', /^ended: The answer is not complete$/],
		['unknown-stop', /^ended: The answer ended in an unknown way$/],
		['context-exceeded', /^ended: The answer is not complete$/],
		['split-utf8', /^ended: nothing$/],
		['escape-sequences', /^ended: nothing$/],
	];
	for (const [fault, ending] of endings) {
		await t.test(fault, async () => {
			const events = await ask(fault);
			const last = events.at(-1);
			const what = last?.type === 'ended' || last?.type === 'failed' ? last.trouble?.what ?? 'nothing' : 'no end';
			assert.match(`${last?.type ?? ''}: ${what}`, ending);
			assert.equal(events.filter(({type}) => type === 'ended' || type === 'failed').length, 1);
		});
	}
});

test('characters that are split between packets arrive whole', async () => {
	assert.match(textOf(await ask('split-utf8')), /Störung – grün ✓ 🔴 日本語/);
});

test('a fault of the second request leaves the first answer whole, and the third is well again', async () => {
	const claude = await startScriptedClaude({paceMs: 0, fault: 'early-end', faultAt: 2});
	try {
		const conversation = createConversation({
			evidence: sampleEvidence(), model: 'claude-sonnet-5-5', apiKey: 'scripted-key', baseUrl: claude.url, redactor: createRedactor(), retryDelaysMs: [5], now: Date.now,
		});
		const lasts: string[] = [];
		for (const question of [undefined, 'which pod is it?', 'which pod is it?']) {
			let last = '';
			for await (const {type} of conversation.ask(question, new AbortController().signal)) {
				last = type;
			}

			lasts.push(last);
		}

		assert.deepEqual(lasts, ['ended', 'failed', 'ended']);
		assert.match(conversation.preview(), /"hypotheses"/);
	} finally {
		await claude.close();
	}
});
