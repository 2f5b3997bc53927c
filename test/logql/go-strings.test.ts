import assert from 'node:assert/strict';
import {test} from 'node:test';
import {quote, unquote} from '../../source/logql/go-strings.js';

const read: ReadonlyArray<readonly [literal: string, value: string | undefined]> = [
	['"plain"', 'plain'],
	[String.raw`"a\tb\\c\"d"`, 'a\tb\\c"d'],
	['`a\\tb`', String.raw`a\tb`],
	[String.raw`"\x41\102\u0043\U00000044"`, 'ABCD'],
	[String.raw`'it\'s'`, 'it\'s'],
	// One byte each: only together are they text.
	[String.raw`"\xc3\xbc \303\274"`, 'ü ü'],
	[String.raw`"\xff"`, undefined],
	[String.raw`"\ud83d"`, '\u{FFFD}'],
	[String.raw`"\U00110000"`, undefined],
	[String.raw`"\'"`, undefined],
	[String.raw`"\q"`, undefined],
	[String.raw`"\x4"`, undefined],
	[String.raw`"\400"`, undefined],
];

for (const [literal, value] of read) {
	test(`reads ${literal} as Go does`, () => {
		assert.equal(unquote(literal), value);
	});
}

test('a quoted value reads back as itself, whatever is in it', () => {
	const values = ['', 'api', 'say "hi"', String.raw`back\slash`, 'line\nbreak\ttab', '{a="b"}', '`tick`', '\0\u{1B}[31m\u{7F}', 'ünïcode ✓ 🔥', '\u{2028}\u{FEFF}'];
	assert.deepEqual(values.map(value => unquote(quote(value))), values);
	assert.equal(quote('say "hi"\\'), String.raw`"say \"hi\"\\"`);
});

test('half of a surrogate pair, which no Go string can hold, is replaced', () => {
	assert.equal(quote('a\u{D800}b'), '"a\u{FFFD}b"');
	assert.equal(quote('🔥'), '"🔥"');
});
