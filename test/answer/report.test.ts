import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkCitedLine} from '../../source/answer/citations.js';
import {heldConfidence} from '../../source/answer/confidence.js';
import {
	citationsOf,
	lineOfCitation,
	linesById,
	reportCitations,
} from '../../source/answer/placed-citations.js';
import {type AnswerReport, type Hypothesis, readAnswerReport} from '../../source/answer/report.js';
import type {EvidenceLine} from '../../source/facts/evidence.js';
import {
	analysisOf,
	lineOf,
	report,
	turnOf,
} from '../helpers/reports.js';
import {nowMs, stateAfter, type Action} from '../helpers/states.js';

const text = JSON.stringify(report);

test('a whole report is read part by part', () => {
	const read = readAnswerReport(text);
	assert.equal(read?.headline, report.headline);
	assert.deepEqual(read?.hypotheses.map(({title, confidence, evidence, against}) => [title, confidence, evidence.length, against.length]), [
		['Connections leak in 1.42.0', 'high', 2, 1], ['db-primary is slow', 'high', 2, 0],
	]);
	assert.deepEqual(read?.command, {text: report.diagnostic_command.command, purpose: 'shows which version runs'});
	assert.deepEqual(read?.escalate, report.escalate);
	assert.deepEqual([read?.ruledOut, read?.slackSummary, read?.gaps], [report.ruled_out, report.slack_summary, report.gaps]);
});

test('cut at any character it is the beginning of the same report', () => {
	const whole = readAnswerReport(text);
	for (let length = 1; length < text.length; length++) {
		const part = readAnswerReport(text.slice(0, length), false);
		assert.ok(part, text.slice(0, length));
		assert.ok(whole?.headline.startsWith(part.headline));
		assert.ok(part.command === undefined || part.command.text === whole?.command?.text, 'half a command is never shown');
		for (const [index, hypothesis] of part.hypotheses.entries()) {
			assert.ok(hypothesis.evidence.every(({line}, place) => line === whole?.hypotheses[index]?.evidence[place]?.line), 'half a line id is never shown');
		}
	}
});

test('what is no report is none: Markdown, a list, damage, nothing', () => {
	for (const other of ['', ' '.repeat(3), 'The pool ran out.\n## Root causes', '[1, 2]', '{not json', '{}', 'null', '"{"']) {
		assert.equal(readAnswerReport(other), undefined, other);
	}
});

test('a fence around it does not matter, and wrong types are left out', () => {
	assert.equal(readAnswerReport(`\`\`\`json\n${text}\n\`\`\``)?.headline, report.headline);
	const odd = readAnswerReport('{"headline": "a", "hypotheses": [null, {"title": "a", "confidence": "certain", "evidence": "L1"}], "escalate": {"decision": "yes"}, "gaps": [1, "b"]}');
	assert.deepEqual(odd, {
		headline: 'a',
		hypotheses: [{
			title: 'a', confidence: undefined, evidence: [], against: [], nextCheck: '',
		}],
		ruledOut: [],
		command: undefined,
		escalate: {decision: undefined, reason: ''},
		slackSummary: '',
		gaps: ['b'],
	});
});

test('control characters that JSON hides are made visible', () => {
	const read = readAnswerReport(String.raw`{"headline": "a\u001b[31mb\u202ec", "hypotheses": []}`);
	assert.equal(read?.headline, 'abc'.replace('b', 'b<U+202E>'));
});

test('citations of the evidence and of tool results are held against the lines that were shown', () => {
	const citations = citationsOf(analysisOf(turnOf(text), turnOf('It is the pool [L2], see also [L77].', {question: 'sure?'})));
	assert.deepEqual(citations.map(({id, state, turn}) => `${turn} ${id} ${state}`), [
		'0 L1 verified', '0 L2 cited', '0 L3 cited', '0 L9 unknown-line', '0 L1 misquoted', '1 L2 cited', '1 L77 unknown-line',
	]);
	assert.deepEqual(citations.map(({number}) => number), [0, 1, 2, 3, 4, 5, 6]);
});

test('an answer is held against the lines that stood before the model when it was given', () => {
	const service = 'payment';
	const answer = (said: string, lines: readonly EvidenceLine[]): readonly Action[] => [
		{
			type: 'turn-asked', service, question: 'why?', atMs: nowMs,
		},
		{type: 'lines-shown', service, lines},
		{
			type: 'analysis-event', service, event: {type: 'text', text: said}, atMs: nowMs,
		},
	];
	const analysis = stateAfter(
		{type: 'analysis-opened', analysis: analysisOf()},
		...answer('The pool [L5] "pool is full".', [lineOf('L1', 'timed out'), lineOf('L5', 'pool is full')]),
		...answer('As I said, [L5]; see [L1].', [lineOf('L1', 'timed out')]),
		...answer('The disk [L5] "disk is full".', [lineOf('L5', 'disk is full')]),
	).analyses.get(service)!;
	const citations = citationsOf(analysis);
	assert.deepEqual(citations.map(({id, state, turn}) => `${turn} ${id} ${state}`), ['0 L5 verified', '1 L5 unknown-line', '1 L1 cited', '2 L5 verified']);
	assert.deepEqual(citations.map(citation => lineOfCitation(analysis, citation)?.line), ['pool is full', undefined, 'timed out', 'disk is full']);
});

test('a paint checks only what has changed: no answer that was checked before, while the newest one streams', () => {
	let reads = 0;
	const {shownLines, ...rest} = analysisOf(turnOf(text), turnOf('It is the pool [L2] "Started PaymentApplication".'));
	const counted = shownLines.map(({line, ...known}) => ({
		...known,
		get line() {
			reads++;
			return line;
		},
	}));
	const first = {...rest, shownLines: counted};
	const before = citationsOf(first);
	const firstReads = reads;
	assert.ok(firstReads > 0);
	const next = {...first, turns: [...first.turns, turnOf('Half an answ', {status: 'streaming', endedMs: undefined})]};
	assert.deepEqual(citationsOf(next), before);
	assert.equal(reads, firstReads);
	const seen = {...next, shownLines: [...counted, {...counted[0]!, id: 'L9'}]};
	assert.equal(citationsOf(seen).find(({id}) => id === 'L9')?.state, 'cited', 'a line that was shown later is known from then on');
});

test('fewer than two verified lines carry no high confidence', () => {
	const shown = linesById(analysisOf());
	const held = (hypothesis: Hypothesis, of: AnswerReport) => heldConfidence(hypothesis.confidence, {cited: hypothesis.evidence.map(item => checkCitedLine(item, shown)), all: reportCitations(of, shown)});
	const read = readAnswerReport(text);
	assert.ok(read);
	const [first, second] = read.hypotheses;
	const clean = {...read, hypotheses: read.hypotheses.slice(0, 1)};
	assert.deepEqual(first && held(first, clean), {confidence: 'high', because: undefined});
	assert.deepEqual(first && held(first, read), {confidence: 'medium', because: 'unverified citations'});
	assert.deepEqual(second && held(second, read), {confidence: 'medium', because: 'fewer than 2 cited lines'});
	assert.deepEqual(first && held({...first, confidence: 'low', evidence: []}, read), {confidence: 'low', because: undefined});
	assert.deepEqual(first && held({...first, evidence: [first.evidence[0]!, first.evidence[0]!]}, clean), {confidence: 'medium', because: 'fewer than 2 cited lines'});
	for (const invented of [{headline: 'it broke, see [L77]'}, {ruledOut: ['the retries, L77']}, {gaps: ['what L77 means']}, {hypotheses: [{...clean.hypotheses[0]!, nextCheck: 'compare with L77'}]}]) {
		assert.equal(first && held(first, {...clean, ...invented}).confidence, 'medium', JSON.stringify(invented));
	}
});

test('every quote of a reason must stand in the line, whatever its case and spaces', () => {
	const shown = linesById(analysisOf());
	const stateOf = (why: string) => checkCitedLine({line: 'L1', why}, shown).state;
	assert.equal(stateOf('no quote at all'), 'cited');
	assert.equal(stateOf('"connection is  NOT available"'), 'verified');
	assert.equal(stateOf('“HikariPool-1 … timed out”'), 'verified');
	assert.equal(stateOf('"Connection is not available" and "out of memory"'), 'misquoted');
});
