import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
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
	for (const text of ['漢'.repeat(100_000), '🙂'.repeat(6000), 'a'.repeat(200_000), ' '.repeat(200_000), 'a '.repeat(100_000), `a${'\u{301}'.repeat(100_000)}`]) {
		const lines = wrap(text, 80);
		const isWhole = lines.join('').replaceAll(' ', '') === text.replaceAll(' ', '');
		results.push(isWhole && lines.every(line => stringWidth(line) <= 80));
	}

	assert.deepEqual(results, Array.from({length: 6}, () => true));
});
