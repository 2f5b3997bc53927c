import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
import {
	behind,
	displayWidth,
	endOf,
	fit,
	isNarrow,
} from '../../source/terminal/width.js';

test('every character of the fast path takes one column', () => {
	const codes = Array.from({length: 0x1_00_00}, (_, code) => code);
	const narrow = codes.filter(code => isNarrow(String.fromCharCode(code)));
	assert.ok(narrow.length > 700);
	assert.deepEqual(narrow.filter(code => stringWidth(String.fromCharCode(code)) !== 1), []);
});

test('wide characters take two columns', () => {
	assert.equal(displayWidth('漢字'), 4);
	assert.equal(displayWidth('👩‍👩‍👧'), 2);
	assert.equal(displayWidth('é e\u{301}'), 3);
	assert.equal(displayWidth(''), 0);
});

test('a long text of wide characters is measured piece by piece', () => {
	assert.equal(displayWidth('漢'.repeat(100_001)), 200_002);
	assert.equal(displayWidth('🙂'.repeat(2001)), 4002);
});

const fits: ReadonlyArray<readonly [text: string, columns: number, expected: string]> = [
	['abc', 5, 'abc  '],
	['abcdef', 5, 'abcd…'],
	['abcde', 5, 'abcde'],
	['漢字漢', 5, '漢字…'],
	['漢字漢', 4, '漢… '],
	['漢', 1, '…'],
	['a\nb', 5, 'a⏎b  '],
	['a\u{1B}[31mb', 5, 'ab   '],
	['e\u{301}'.repeat(4), 3, 'e\u{301}e\u{301}…'],
	['abc', 0, ''],
	['abc', 1, '…'],
	['▁▂▃…', 6, '▁▂▃…  '],
];

for (const [text, columns, expected] of fits) {
	test(`${JSON.stringify(text)} in ${columns} columns is ${JSON.stringify(expected)}`, () => {
		assert.equal(fit(text, columns), expected);
	});
}

test('numbers are aligned on the right, and a cut may go without a mark', () => {
	assert.equal(fit('42', 5, {align: 'right'}), '   42');
	assert.equal(fit('漢', 5, {align: 'right'}), '   漢');
	assert.equal(fit('abcdef', 3, {ellipsis: false}), 'abc');
	assert.equal(fit('漢字', 3, {ellipsis: false}), '漢 ');
});

test('the result has exactly the asked width, whatever the text', () => {
	const texts = ['a'.repeat(5000), '漢'.repeat(5000), `a${'\u{301}'.repeat(5000)}b`, '🙂'.repeat(300), '\u{202E}x', 'a\tb', '👩‍👩‍👧x', '1️⃣2', 'कि'.repeat(30), '한국어 텍스트'];
	const wrong = texts.flatMap(text => [1, 2, 3, 7, 20, 80].filter(columns => stringWidth(fit(text, columns)) !== columns).map(columns => [text.slice(0, 10), columns]));
	assert.deepEqual(wrong, []);
});

test('the end of a text is as much of it as fits, and no letter loses its marks', () => {
	const texts: ReadonlyArray<readonly [text: string, columns: number, end: string]> = [
		['payment-7d9f', 4, '7d9f'],
		['订单服务', 5, '服务'],
		['订单服务-a', 6, '服务-a'],
		['order e\u{301}te\u{301}', 3, 'e\u{301}te\u{301}'],
		['on call: \u{1F469}\u{200D}\u{1F692}', 3, ' \u{1F469}\u{200D}\u{1F692}'],
		['on call: \u{1F469}\u{200D}\u{1F692}', 1, ''],
	];
	for (const [text, columns, end] of texts) {
		assert.equal(endOf(text, columns), end, text);
	}
});

test('what stands behind some columns begins with a whole letter and its marks', () => {
	assert.equal(behind('abcdef', 2), 'cdef');
	assert.equal(behind('abc', 0), 'abc');
	assert.equal(behind('abc', 9), '');
	assert.equal(behind('短い文', 2), 'い文');
	assert.equal(behind('短い文', 3), '文');
	assert.equal(behind('e\u{301}e\u{301}x', 1), 'e\u{301}x');
	assert.equal(behind('短い文', 9), '');
});
