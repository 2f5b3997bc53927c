import assert from 'node:assert/strict';
import {test} from 'node:test';
import {partAnswers} from '../../source/terminal/answers.js';

const white = '\u{1B}]11;rgb:ffff/ffff/ffff';
const attributes = '\u{1B}[?62;22c';

test('keys before, between and after the answers stay, in their order', () => {
	const {keys, answers, rest, isAnswered} = partAnswers(`j\u{1B}[A${white}\u{1B}\\k${attributes}/é\u{1B}OP`);
	assert.deepEqual([keys, rest, isAnswered], ['j\u{1B}[Ak/é\u{1B}OP', '', true]);
	assert.equal(answers, `${white}\u{1B}\\${attributes}`);
});

test('cut at any place, what is held and what comes later are the same answers and the same keys', () => {
	for (const answer of [`${white}\u{1B}\\`, `${white}\u{7}`, '\u{1B}]11;rgba:1/2/3/4\u{7}', attributes]) {
		const sent = `j${answer}k`;
		for (let cut = 0; cut <= sent.length; cut++) {
			const first = partAnswers(sent.slice(0, cut));
			const second = partAnswers(first.rest + sent.slice(cut));
			assert.equal(first.keys + second.keys, 'jk', JSON.stringify(sent.slice(0, cut)));
			assert.equal(first.answers + second.answers, answer);
			assert.equal(second.rest, '');
		}
	}
});

test('only what a person can have typed is given back as keys', () => {
	for (const [sent, isRestTyped] of [['\u{1B}', true], ['\u{1B}[', true], ['\u{1B}]', true], ['\u{1B}]11', true], ['\u{1B}]11;', false], ['\u{1B}[?6', false]] as const) {
		assert.deepEqual([partAnswers(sent).rest, partAnswers(sent).isRestTyped], [sent, isRestTyped]);
	}
});

test('other sequences are keys at once', () => {
	for (const sent of ['\u{1B}[A', '\u{1B}[200~a\u{1B}[201~', '\u{1B}OP', '\u{1B}b', '\u{1B}]x', '\u{1B}[1;5C', 'c?62;22c', '11;rgb:ffff/ffff/ffff']) {
		assert.deepEqual(partAnswers(sent), {
			keys: sent, answers: '', rest: '', isRestTyped: true, isAnswered: false,
		});
	}
});

test('a piece of an answer is not typed when something else follows it', () => {
	assert.equal(partAnswers('\u{1B}]11;rgb:ffq').keys, 'q');
});
