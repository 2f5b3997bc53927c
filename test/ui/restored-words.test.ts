import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {afterEach, before, test} from 'node:test';
import {createRedactor} from '../../source/investigate/redaction/redact.js';
import type {EvidenceLine} from '../../source/facts/evidence.js';
import {citationsOf} from '../../source/answer/placed-citations.js';
import {createAnswerView} from '../../source/ui/layout/answer-view.js';
import {copyRestored, wholeLength} from '../../source/ui/restored-words.js';
import {reduceState} from '../../source/ui/screens/screen-store.js';
import {analysisOf, report, turnOf} from '../helpers/reports.js';
import {closeApps, showApp} from '../helpers/show-app.js';
import {stateAfter} from '../helpers/states.js';

const {redact, restore} = createRedactor();

before(() => {
	assert.equal(redact('password=hunter2and3'), 'password=<PASSWORD_1>');
});

afterEach(closeApps);

const markdown = 'The password <PASSWORD_1> is wrong: `a < b`, <PASSWORD_7> is not known, and 1 <';
const structured = JSON.stringify({...report, headline: 'login with <PASSWORD_1> fails', gaps: ['whether <PASSWORD_1> was changed']});

/** The rows after each character of an answer that streams, and at its end. */
function * drawStream(text: string): Iterable<string> {
	const view = createAnswerView(120, {timeZone: 'UTC'}, restore);
	for (let length = 1; length <= text.length; length++) {
		const turn = turnOf(text.slice(0, length), length < text.length ? {status: 'streaming', endedMs: undefined} : {});
		yield view.rows(analysisOf(turn)).rows.map(row => row.map(([words]) => words).join('')).join('\n');
	}
}

test('a placeholder that comes in pieces is never half on the screen, and its value is', () => {
	for (const text of [markdown, structured]) {
		const frames = [...drawStream(text)];
		assert.deepEqual(frames.filter(frame => /<PASS(?!WORD_7>)|PASSWORD_1/.test(frame)), []);
		assert.match(frames.at(-1) ?? '', /hunter2and3/);
	}

	assert.match([...drawStream(markdown)].at(-1) ?? '', /a < b.*<PASSWORD_7> is not known, and 1 </);
});

test('without what stands behind them, placeholders stay', () => {
	const shown = JSON.stringify(createAnswerView(120, {timeZone: 'UTC'}).rows(analysisOf(turnOf(structured))).rows);
	assert.match(shown, /login with <PASSWORD_1> fails/);
});

test('a text can be restored up to a placeholder that has not ended', () => {
	assert.deepEqual(['a <', 'a <EMAIL', 'a <EMAIL_12', 'a <EMAIL_12>', 'a <b', 'a < ', 'a <1', 'plain'].map(text => wholeLength(text)), [2, 2, 2, 12, 4, 4, 4, 5]);
});

test('y asks for the command with its placeholders; what reaches the clipboard is the command on the screen, on one line', async () => {
	const command = 'curl -u deploy:<PASSWORD_1> http://ledger';
	const analysis = {...analysisOf(turnOf(structured)), report: {headline: undefined, command: {text: command}, slackLine: undefined}};
	const app = showApp(reduceState(reduceState(stateAfter(), {type: 'analysis-opened', analysis}), {type: 'screen-pushed', screen: {type: 'analysis', service: analysis.service, scroll: {from: 'top', rows: 0}}}));
	await app.see('login with <PASSWORD_1> fails');
	app.press('y');
	await app.see('login');
	assert.deepEqual(app.intents, [{type: 'copy-answer', text: command, what: 'the command'}]);

	const hostile = createRedactor([/<<[^>]*>>/]);
	const sequence = copyRestored(hostile.restore(hostile.redact('echo <<\nrm -rf \u{8}>>')), {}) ?? '';
	assert.equal(Buffer.from(sequence.slice(7, -1), 'base64').toString(), 'echo <<⏎rm -rf ␈>>');
});

test('a quote with a placeholder in it is held against the line as the model was shown it', () => {
	const line: EvidenceLine = {
		id: 'L1', service: 'payment', timeMs: 0, level: 'error', line: 'login password=hunter2and3 refused', labels: {}, shownAs: 'login password=<PASSWORD_1> refused',
	};
	const quoting = (quote: string): string => JSON.stringify({
		...report, hypotheses: [{
			title: 'login', confidence: 'low', evidence: [{line: 'L1', why: `it says \`${quote}\``}], against: [], next_check: '',
		}],
	});
	const statesOf = (text: string) => citationsOf({...analysisOf(turnOf(text)), shownLines: [line]}).map(({state}) => state);
	assert.deepEqual(statesOf(quoting('password=<PASSWORD_1> refused')), ['verified']);
	assert.deepEqual(statesOf(quoting('password=<PASSWORD_2> refused')), ['misquoted']);
	assert.deepEqual(statesOf('[L1] "password=<PASSWORD_1> refused"'), ['verified']);
});
