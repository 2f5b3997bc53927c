import assert from 'node:assert/strict';
import {test} from 'node:test';
import {editText, insertText} from '../../source/ui/keys/edit-text.js';

const at = (text: string) => ({text: text.replace('|', ''), cursor: text.indexOf('|')});

const cases: ReadonlyArray<readonly [before: string, name: string | undefined, input: string, after: string]> = [
	['ab|c', 'x', 'x', 'abx|c'],
	['ab|c', 'space', ' ', 'ab |c'],
	['ab|c', 'backspace', '', 'a|c'],
	['|abc', 'backspace', '', '|abc'],
	['a|bc', 'ctrl-d', '', 'a|c'],
	['abc|', 'left', '', 'ab|c'],
	['ab|c', 'right', '', 'abc|'],
	['ab|c', 'home', '', '|abc'],
	['ab|c', 'ctrl-e', '', 'abc|'],
	['one two|', 'ctrl-w', '', 'one |'],
	['one two |', 'ctrl-w', '', 'one |'],
	['one two|', 'ctrl-u', '', '|'],
	['one| two', 'ctrl-k', '', 'one|'],
	['a🔥|', 'backspace', '', 'a|'],
	['a🔥|', 'left', '', 'a|🔥'],
	['a|🔥b', 'right', '', 'a🔥|b'],
];

for (const [before, name, input, after] of cases) {
	test(`${name} turns ${before} into ${after}`, () => {
		assert.deepEqual(editText(at(before), name, input), at(after));
	});
}

test('a control key without a meaning changes nothing', () => {
	assert.equal(editText(at('ab|'), 'ctrl-x', 'x'), undefined);
});

test('a paste becomes one line without control characters', () => {
	const {text, cursor} = insertText(at('a|b'), 'x\r\ny\u{1B}[31mz\u{7}');
	assert.match(text, /^ax[^\n\ry\u{2028}\u{2029}]*y[^\n\rz\u{2028}\u{2029}]*z.*b$/u, text);
	assert.ok([...text].every(character => !(character < ' ' || character === '\u{7F}')), JSON.stringify(text));
	assert.equal(text.slice(cursor), 'b');
});

test('what is typed has a cap', () => {
	assert.equal(insertText(at('a|b'), '\npayment\r\n').text, 'apaymentb');
	assert.equal(insertText(at('|'), 'x'.repeat(100_000)).text.length, 4000);
});
