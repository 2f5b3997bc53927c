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
	['a|bc', 'delete', '', 'a|c'],
	['one two-three|', 'alt-b', 'b', 'one two-|three'],
	['one two-|three', 'ctrl-left', '', 'one |two-three'],
	['|one, two', 'alt-f', 'f', 'one|, two'],
	['one|, two', 'ctrl-right', '', 'one, two|'],
	['one| two three', 'alt-d', 'd', 'one| three'],
	['one two-three|', 'alt-backspace', '', 'one two-|'],
	['größe|', 'alt-b', 'b', '|größe'],
	['|', 'alt-b', 'b', '|'],
	['a🔥|', 'backspace', '', 'a|'],
	['a🔥|', 'left', '', 'a|🔥'],
	['a|🔥b', 'right', '', 'a🔥|b'],
];

for (const [before, name, input, after] of cases) {
	test(`${name} turns ${before} into ${after}`, () => {
		const edited = editText(at(before), name, input);
		assert.deepEqual({text: edited?.text, cursor: edited?.cursor}, at(after));
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
	assert.match(insertText(at('|'), `x${'🔥'.repeat(100_000)}`).text, /^x🔥+$/u);
});

test('what was cut out can be put back somewhere else', () => {
	for (const [name, cut] of [['ctrl-w', 'b-two'], ['alt-backspace', 'two'], ['ctrl-u', 'one b-two'], ['ctrl-k', '']] as const) {
		const edited = editText(at('one b-two|'), name, '');
		assert.equal(edited?.killed, cut, name);
		assert.equal(editText({text: '', cursor: 0}, 'ctrl-y', 'y', edited?.killed)?.text, cut, name);
	}
});
