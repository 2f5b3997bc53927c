import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Turn} from '../../source/store/analysis.js';
import {displayWidth} from '../../source/terminal/width.js';
import {footerRow} from '../../source/ui/layout/footer.js';
import {createAnswerView} from '../../source/ui/layout/answer-view.js';
import type {UiState} from '../../source/ui/screens/registry.js';
import {reduceState} from '../../source/ui/screens/screen-store.js';
import {analysisOf, report, turnOf} from '../helpers/reports.js';
import {stateAfter} from '../helpers/states.js';

const draw = (columns: number, selected?: number, ...turns: readonly Turn[]) => {
	const {rows, citationRows} = createAnswerView(columns, {timeZone: 'UTC'}).rows(analysisOf(...turns), {selected});
	return {rows: rows.map(row => row.map(([text]) => text).join('').trimEnd()), citationRows, spans: rows};
};

const whole = turnOf(JSON.stringify(report));

test('a report reads from the headline to what is not known, with its evidence for and against', () => {
	const {rows} = draw(120, undefined, whole);
	assert.deepEqual(rows, [
		' The database pool of payment ran out at 02:58, seconds after version 1.42.0 started.',
		'',
		' 1  Connections leak in 1.42.0                                     confidence medium (said high, unverified citations)',
		'    for       L1 verified "Connection is not available" is new since the rollout',
		'              L2 cited first on a pod of the new version',
		'    against   L3 cited one old pod shows a single timeout',
		'    next      compare active connections on an old and a new pod',
		' 2  db-primary is slow                                         confidence medium (said high, fewer than 2 cited lines)',
		'    for       L9 unverified: no such line was shown slow statements',
		'              L1 unverified: the quote is not in it "disk is full"',
		'    next      look at its latency',
		'',
		' RULED OUT the retries of checkout: as frequent before',
		' RUN       kubectl -n production get pods -l app=payment -o wide',
		'           read only   y copies it, nothing is run',
		'           shows which version runs',
		' ESCALATE  yes: 18 % of charges fail and the share is rising',
		' SLACK     payment: DB pool exhausted since 02:58 after 1.42.0; roll back 1.42.0',
		' NOT KNOWN nothing of db-primary itself was seen',
	]);
});

test('no row is wider than the screen, however narrow it is and however long the words are', () => {
	const long = turnOf(JSON.stringify({...report, headline: 'x'.repeat(500), gaps: ['日本語のログ'.repeat(30)]}));
	for (const columns of [60, 80, 100, 160]) {
		for (const turn of [whole, long]) {
			assert.ok(draw(columns, 2, turn).rows.every(row => displayWidth(row) <= columns), `${columns} columns`);
		}
	}
});

test('while it streams every part stands where it will stand', () => {
	const text = JSON.stringify(report);
	const end = draw(100, undefined, whole).rows;
	const cut = draw(100, undefined, turnOf(text.slice(0, text.indexOf('"next_check"')), {status: 'streaming', endedMs: undefined})).rows;
	// What is cited later can take confidence away.
	const places = (rows: readonly string[]) => rows.slice(0, 5).map(row => row.replace(/ +confidence .*/, ''));
	assert.deepEqual(places(cut), places(end));
});

test('each citation is found in its row, and the one under the cursor is marked', () => {
	const {rows, citationRows} = draw(120, 1, whole, turnOf('It is the pool [L2].\n\nSee also [L77].', {question: 'sure?'}));
	assert.deepEqual([...citationRows.keys()], [0, 1, 2, 3, 4, 5, 6]);
	for (const [number, id] of ['L1', 'L2', 'L3', 'L9', 'L1', 'L2', 'L77'].entries()) {
		assert.match(rows[citationRows.get(number) ?? -1] ?? '', new RegExp(String.raw`\b${id}\b`));
	}

	assert.match(rows[citationRows.get(1) ?? -1] ?? '', />L2 cited first on/);
	assert.match(rows.at(-1) ?? '', /unverified: L77 \(no such line was shown\)/);
});

test('what never becomes a report stays as the text that it is', () => {
	const {rows} = draw(100, undefined, turnOf('{"headline" is what I would say, but the pool ran out'));
	assert.match(rows.join('\n'), /the pool ran out/);
});

test('how many values were held back stands in the footer of an analysis, and of no other screen', () => {
	const analysis = {...analysisOf(whole), redactedCount: 14};
	const opened = stateAfter({type: 'analysis-opened', analysis});
	const textOf = (state: UiState) => footerRow(state, 80).map(([text]) => text).join('');
	assert.doesNotMatch(textOf(opened), /redacted/);
	assert.match(textOf(reduceState(opened, {type: 'screen-pushed', screen: {type: 'analysis', service: 'payment', scroll: {from: 'end', rows: 0}}})), /redacted 14 .*esc back/);
});

test('what the model says before it answers begins at a word, however wide its letters are', () => {
	const waiting = (thinking: string) => draw(32, undefined, turnOf('', {status: 'waiting', thinking, endedMs: undefined})).rows.at(-1);
	assert.equal(waiting('The errors began with the rollout of the new version'), ' …rollout of the new version');
	assert.equal(waiting('short'), ' short');
	assert.ok(displayWidth(waiting('日本語'.repeat(20)) ?? '') <= 32);
	assert.match(waiting('日本語'.repeat(20)) ?? '', /^ ….*日本語$/);
});

test('two blocks of what the model says before it answers do not run together', () => {
	const opened = stateAfter({type: 'analysis-opened', analysis: analysisOf(turnOf('', {status: 'waiting'}))});
	const words = ['I look at the', ' pods.', 'Now at the errors of 1.', '5 minutes'];
	const said = words.reduce((state, text) => reduceState(state, {
		type: 'analysis-event', service: 'payment', event: {type: 'thinking', text}, atMs: 0,
	}), opened);
	assert.equal(said.analyses.get('payment')?.turns[0]?.thinking, 'I look at the pods. Now at the errors of 1.5 minutes');
});

test('every sentence that names a line is a citation to jump to, and what is not so stands below', () => {
	const turn = turnOf(JSON.stringify({
		...report, headline: 'It broke, see L77 and L1.', ruled_out: ['the retries, as L2 says'], gaps: ['what L78 means'],
	}));
	const {rows, citationRows, spans} = draw(120, 6, turn);
	const at = (number: number) => rows[citationRows.get(number) ?? -1] ?? '';
	assert.equal(citationRows.size, 9);
	assert.match(at(0), /It broke, see L77 and L1/);
	assert.equal(citationRows.get(0), citationRows.get(1));
	assert.match(at(7), /RULED OUT the retries, as L2 says/);
	assert.match(at(8), /NOT KNOWN what L78 means/);
	assert.match(rows.at(-1) ?? '', /^ UNVERIFIED L77: no such line was shown, L78: no such line was shown$/);
	assert.ok(spans[citationRows.get(6)!]!.some(([text, tone]) => tone === 'selected' && text === '>L1'));
	const selected = draw(120, 8, turn);
	assert.ok(selected.spans[selected.citationRows.get(8)!]!.some(([text, tone]) => tone === 'selected' && text === 'L78'));
	assert.doesNotMatch(draw(120, undefined, turnOf(JSON.stringify({...report, hypotheses: report.hypotheses.slice(0, 1)}))).rows.join('\n'), /UNVERIFIED/);
});

test('an answer in Markdown is never highly confident with an unverified citation', () => {
	const last = (text: string) => draw(120, undefined, turnOf(text)).rows.at(-1) ?? '';
	assert.match(last('The pool ran out [L1] [L2], see L77. Confidence: **high**'), /^ confidence medium \(said high, unverified citations\)$/);
	assert.match(last('With high confidence it is the pool [L1].'), /said high, fewer than 2 cited lines/);
	assert.doesNotMatch(last('With high confidence it is the pool [L1], [L2].'), /confidence medium/);
	assert.match(last('Confidence is low; the highest latency was in L77.'), /^ unverified: L77/);
});

test('every bad ending shows the verdict without AI below what came', () => {
	const trouble = {
		what: 'The answer is not complete', why: 'it reached the limit of 16,000 tokens', nextStep: 'Ask on.', canRetry: true,
	};
	for (const change of [{status: 'failed', trouble}, {status: 'ended', trouble}] as const) {
		const {rows} = draw(100, undefined, turnOf('The pool ran', change));
		assert.match(rows.join('\n'), /The pool ran[\s\S]*The answer is not complete[\s\S]*no AI: rule-based verdict/);
	}

	assert.doesNotMatch(draw(100, undefined, turnOf('The pool ran out.')).rows.join('\n'), /no AI/);
	assert.doesNotMatch(draw(100, undefined, turnOf('The pool ran out.'), turnOf('', {question: 'why?', status: 'failed', trouble})).rows.join('\n'), /no AI/);
});
