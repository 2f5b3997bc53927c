import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
import {createIncrementalWrapper} from '../../source/terminal/incremental-wrapper.js';
import {sanitize} from '../../source/terminal/sanitize.js';
import {wrap} from '../../source/terminal/wrap.js';

const cases: ReadonlyArray<readonly [text: string, columns: number, expected: readonly string[]]> = [
	['', 10, ['']],
	['one two three', 20, ['one two three']],
	['one two three', 8, ['one two', 'three']],
	['one   two', 9, ['one   two']],
	['one   two', 8, ['one', 'two']],
	['a\n\nb', 8, ['a', '', 'b']],
	['  indented text goes on', 12, ['  indented', '  text goes', '  on']],
	['        deep text', 10, ['deep text']],
	['averyveryverylongword x', 8, ['averyver', 'yverylon', 'gword x']],
	['see averyverylongword', 8, ['see', 'averyver', 'ylongwor', 'd']],
	['漢字漢字', 5, ['漢字', '漢字']],
	['漢', 1, ['漢']],
	['👩‍👩‍👧👩‍👩‍👧', 3, ['👩‍👩‍👧', '👩‍👩‍👧']],
	['trailing   ', 20, ['trailing']],
	['ab', 0, ['a', 'b']],
];

for (const [text, columns, expected] of cases) {
	test(`${JSON.stringify(text)} wraps at ${columns}`, () => {
		assert.deepEqual(wrap(text, columns), expected);
	});
}

test('hostile texts are wrapped in one pass, to the width', () => {
	const results: boolean[] = [];
	for (const text of ['漢'.repeat(100_000), '🙂'.repeat(30_000), 'a'.repeat(200_000), ' '.repeat(200_000), 'a '.repeat(100_000), `a${'\u{301}'.repeat(100_000)}`]) {
		const lines = wrap(text, 80);
		const isWhole = lines.join('').replaceAll(' ', '') === text.replaceAll(' ', '');
		results.push(isWhole && lines.every(line => stringWidth(line) <= 80));
	}

	assert.deepEqual(results, Array.from({length: 6}, () => true));
});

const streamed = 'The pool ran out.\r\n\r\n  1. check the connections, all of them, and the 漢字 too 👩‍👩‍👧\n\u{1B}]0;title\u{7}\u{1B}[31mred\u{1B}[0m text that is long enough to wrap\u{202E}\nend';

test('text that comes in pieces is wrapped as the whole would be, wherever it is cut', () => {
	const whole = wrap(sanitize(streamed), 20);
	const wrapped = [1, 2, 3, 5, 11, 1000].map(size => {
		const wrapper = createIncrementalWrapper(20);
		for (let start = 0; start < streamed.length; start += size) {
			wrapper.append(streamed.slice(start, start + size));
		}

		return wrapper.lines();
	});
	assert.deepEqual(wrapped, wrapped.map(() => whole));
});

test('half a sequence is shown safely until the rest comes', () => {
	const wrapper = createIncrementalWrapper(20);
	wrapper.append('a\u{1B}[3');
	assert.deepEqual(wrapper.lines(), ['a␛[3']);
	wrapper.append('1mb');
	assert.deepEqual(wrapper.lines(), ['ab']);
});

test('lines are the same array until something is appended', () => {
	const wrapper = createIncrementalWrapper(20);
	assert.deepEqual(wrapper.lines(), ['']);
	wrapper.append('abc');
	const lines = wrapper.lines();
	assert.equal(wrapper.lines(), lines);
	wrapper.append('');
	assert.equal(wrapper.lines(), lines);
});

test('a paragraph without an end and a text without an end stay bounded', () => {
	const wrapper = createIncrementalWrapper(80);
	for (let count = 0; count < 3000; count++) {
		wrapper.append('word '.repeat(20));
	}

	const lines = wrapper.lines();
	assert.equal(lines.at(-1), '[cut after 200000 characters]');
	assert.ok(lines.every(line => line.length <= 80));
	assert.ok(lines.slice(0, -2).every(line => line.length === 79));
});
