import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sanitize, sanitizeLine} from '../../source/terminal/sanitize.js';

const cases: ReadonlyArray<readonly [name: string, input: string, expected: string]> = [
	['plain text and newlines stay', 'a\nb ~ é 漢 🙂', 'a\nb ~ é 漢 🙂'],
	['colours are removed', '\u{1B}[1;31mred\u{1B}[0m', 'red'],
	['8-bit colours are removed', '\u{9B}38;5;1mred\u{9B}m, \u{9B}4:3mcurly', 'red, curly'],
	['a colour that only shows up once another is gone stays visible', '\u{1B}\u{1B}[0m[31mred', '␛[31mred'],
	['a cursor that moves back over text is shown', 'rm -rf /\u{1B}[8D\u{1B}[2K\u{9B}2Jls', 'rm -rf /␛[8D␛[2K<U+009B>2Jls'],
	['what is no plain colour code is shown', '\u{1B}[>4;1m\u{1B}[31 m\u{1B}[?25h', '␛[>4;1m␛[31 m␛[?25h'],
	['a window title is shown, ended by BEL', '\u{1B}]0;evil\u{7}x', '␛]0;evil␇x'],
	['a hyperlink shows its address', '\u{1B}]8;;http://a\u{1B}\\link\u{1B}]8;;\u{1B}\\', '␛]8;;http://a␛\\link␛]8;;␛\\'],
	['8-bit OSC with 8-bit ST is shown', '\u{9D}52;c;ZXZpbA==\u{9C}x', '<U+009D>52;c;ZXZpbA==<U+009C>x'],
	['an unterminated OSC 52 is shown', '\u{1B}]52;c;ZXZpbA==', '␛]52;c;ZXZpbA=='],
	['an OSC that is closed on a later line hides nothing', '\u{1B}]0;a\nb\u{7}', '␛]0;a\nb␇'],
	['what DCS, SOS, PM and APC carry is shown', '\u{1B}Pp\u{1B}\\a\u{1B}Xq\u{1B}\\b\u{1B}^r\u{1B}\\c\u{1B}_s\u{1B}\\d', String.raw`␛Pp␛\a␛Xq␛\b␛^r␛\c␛_s␛\d`],
	['the same in 8 bit', '\u{90}p\u{9C}a\u{98}q\u{9C}b\u{9E}r\u{9C}c\u{9F}s\u{9C}d', '<U+0090>p<U+009C>a<U+0098>q<U+009C>b<U+009E>r<U+009C>c<U+009F>s<U+009C>d'],
	['two-byte escapes are shown', '\u{1B}c\u{1B}7\u{1B}(Bx', '␛c␛7␛(Bx'],
	['as many marks as a script needs stay', `a${'\u{301}'.repeat(8)} กี่ שָׁלוֹם`, `a${'\u{301}'.repeat(8)} กี่ שָׁלוֹם`],
	['more marks are cut and counted', `a${'\u{301}\u{489}'.repeat(1500)}b`, `a${'\u{301}\u{489}'.repeat(4)}…+2,992 marksb`],
	['the same above the basic plane and around colours', `a${'\u{1D165}\u{1B}[m\u{1E000}'.repeat(4)}\u{301}b`, `a${'\u{1D165}\u{1E000}'.repeat(4)}…+1 markb`],
	['a half CSI stays visible', 'x\u{1B}[12', 'x␛[12'],
	['an escape at the end stays visible', 'x\u{1B}', 'x␛'],
	['backspace, bell and carriage return are pictures', 'a\bb\u{7}c\rd\u{7F}', 'a␈b␇c␍d␡'],
	['CRLF is a newline', 'a\r\nb', 'a\nb'],
	['a lone CR before CRLF stays visible', 'a\r\r\nb', 'a␍\nb'],
	['other C1 characters are named', 'a\u{85}b\u{80}', 'a<U+0085>b<U+0080>'],
	['a tab is four spaces', 'a\tb', 'a    b'],
	['bidi overrides are named', 'a\u{202E}b\u{2066}c\u{61C}d', 'a<U+202E>b<U+2066>c<U+061C>d'],
	['zero-width characters are named', 'a\u{200B}b\u{FEFF}c\u{AD}d\u{200D}e\u{2028}f', 'a<U+200B>b<U+FEFF>c<U+00AD>d<U+200D>e<U+2028>f'],
	['tag characters are named', 'a\u{E0041}b\u{E0100}', 'a<U+E0041>b<U+E0100>'],
	['joiners inside emoji stay', '👩‍👩‍👧 ❤️‍🔥 👩🏽‍🚀', '👩‍👩‍👧 ❤️‍🔥 👩🏽‍🚀'],
	['a joiner after the last emoji is named', '👩\u{200D}', '👩<U+200D>'],
	['a keycap keeps its selector', '1️⃣', '1️⃣'],
	['a selector elsewhere is named', 'a\u{FE0F}1\u{FE0F}x', 'a<U+FE0F>1<U+FE0F>x'],
	['lone surrogates are replaced', '\u{D83D}x\u{DE00}y\u{D83D}', '�x�y�'],
	['nothing is nothing', '', ''],
];

for (const [name, input, expected] of cases) {
	test(name, () => {
		assert.equal(sanitize(input), expected);
	});
}

test('a line shows its newlines', () => {
	assert.equal(sanitizeLine('a\nb\r\nc'), 'a⏎b⏎c');
});

test('a long text is cut at a whole character and ends in an ellipsis', () => {
	assert.equal(sanitize('abcdef', {maxLength: 6}), 'abcdef');
	assert.equal(sanitize('abcdefg', {maxLength: 6}), 'abcde…');
	assert.equal(sanitize('abcd🙂🙂', {maxLength: 6}), 'abcd…');
	assert.equal(sanitize('👩‍👩', {maxLength: 4}), '👩…');
	assert.equal(sanitize('abc', {maxLength: 1}), '…');
	assert.equal(sanitize('abc', {maxLength: 0}), '');
	assert.equal(sanitizeLine('\u{0}'.repeat(50), {maxLength: 5}), '␀␀␀␀…');
});

/** Code points that a terminal acts on, or that nobody sees: none may be left. Joiners and selectors are looked at in place. */
const forbiddenRanges: ReadonlyArray<readonly [first: number, last: number]> = [
	[0, 0x09],
	[0x0B, 0x1F],
	[0x7F, 0x9F],
	[0xAD, 0xAD],
	[0x03_4F, 0x03_4F],
	[0x06_1C, 0x06_1C],
	[0x11_5F, 0x11_60],
	[0x17_B4, 0x17_B5],
	[0x18_0B, 0x18_0F],
	[0x20_0B, 0x20_0C],
	[0x20_0E, 0x20_0F],
	[0x20_28, 0x20_2E],
	[0x20_60, 0x20_6F],
	[0x31_64, 0x31_64],
	[0xD8_00, 0xDF_FF],
	[0xFE_00, 0xFE_0D],
	[0xFE_FF, 0xFE_FF],
	[0xFF_A0, 0xFF_A0],
	[0xFF_F0, 0xFF_FB],
	[0x1_BC_A0, 0x1_BC_A3],
	[0x1_D1_73, 0x1_D1_7A],
	[0xE_00_00, 0xE_0F_FF],
];
const looseJoiner = /(?<![\p{Emoji_Modifier}\p{Extended_Pictographic}\u{FE0F}])\u{200D}|\u{200D}(?!\p{Extended_Pictographic})/u;
const looseSelector = /(?<!\p{Extended_Pictographic}|[\d#*](?=.\u{20E3}))[\u{FE0E}\u{FE0F}]/u;

/** A small generator with a fixed seed (mulberry32): the same texts in every run. */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = Math.trunc(state + 0x6D_2B_79_F5);
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const nastyPieces = [
	'\u{1B}',
	'[',
	']',
	'P',
	'\\',
	'\u{7}',
	'\u{9B}',
	'\u{9C}',
	'\u{9D}',
	'0;',
	'm',
	'\n',
	'\r',
	'\t',
	' ',
	'a',
	'1',
	'#',
	'👩',
	'🏽',
	'\u{200D}',
	'\u{FE0F}',
	'\u{FE0E}',
	'\u{20E3}',
	'\u{202E}',
	'\u{E0041}',
	'\u{D83D}',
	'\u{DC69}',
	'\u{200B}',
	'\u{1D173}',
	'\u{85}',
	'❤',
] as const;

function isSafe(text: string): boolean {
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		if (forbiddenRanges.some(([first, last]) => code >= first && code <= last)) {
			return false;
		}
	}

	return !looseJoiner.test(text) && !looseSelector.test(text);
}

test('for any text nothing unsafe is left, and sanitising twice changes nothing', () => {
	const random = createRandom(7);
	const pick = (): string => {
		const kind = random();
		if (kind < 0.8) {
			return nastyPieces[Math.floor(random() * nastyPieces.length)] ?? '';
		}

		return kind < 0.9 ? String.fromCharCode(Math.floor(random() * 0x1_00_00)) : String.fromCodePoint(Math.floor(random() * 0x11_00_00));
	};

	const failures: string[] = [];
	for (let round = 0; round < 20_000; round++) {
		const text = Array.from({length: Math.floor(random() * 24)}, pick).join('');
		const maxLength = round % 3 === 0 ? Math.floor(random() * 20) : 10_000;
		for (const isKeepNewlines of [true, false]) {
			const once = sanitize(text, {maxLength, keepNewlines: isKeepNewlines});
			const isRight = isSafe(once)
				&& once.length <= maxLength
				&& sanitize(once, {maxLength, keepNewlines: isKeepNewlines}) === once
				&& (isKeepNewlines || !once.includes('\n'));
			if (!isRight) {
				failures.push(JSON.stringify({
					text, maxLength, keepNewlines: isKeepNewlines, once,
				}));
			}
		}
	}

	assert.deepEqual(failures, []);
});

/** Written anew, so that the test does not believe the code that it tests. */
const plainColors = new RegExp(['\u{1B}\\[', '\u{9B}'].map(opener => `${opener}[0-9:;]*m`).join('|'), 'gu');
const unprintable = /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}\p{Surrogate}]/u;

function isSubsequence(wanted: readonly string[], text: string): boolean {
	let index = 0;
	for (const character of text) {
		index += character === wanted[index] ? 1 : 0;
	}

	return index === wanted.length;
}

test('for any text, whatever can be seen and is no colour code is still there, in its order', () => {
	const random = createRandom(11);
	const bytes = (): string => String.fromCharCode(Math.floor(random() * 256));
	const pieces = [...nastyPieces, '\u{1B}P', '\u{1B}]8;;', '\u{1B}X', '\u{1B}_', '\u{1B}^', '\u{1B}\\', '\u{90}', '\u{98}', '\u{9E}', '\u{9F}', '\u{1B}[31m', '\u{1B}[2K', '\u{1B}(B', 'hidden', '\u{301}'];
	const failures: string[] = [];
	for (let round = 0; round < 20_000; round++) {
		const pick = round % 2 === 0 ? bytes : () => pieces[Math.floor(random() * pieces.length)] ?? '';
		const text = Array.from({length: Math.floor(random() * 30)}, pick).join('');
		const once = sanitize(text);
		const seen = [...text.replaceAll(plainColors, '')].filter(character => !unprintable.test(character));
		if (!isSafe(once) || !isSubsequence(seen, once)) {
			failures.push(JSON.stringify({text, once}));
		}
	}

	assert.deepEqual(failures, []);
});

test('every single character alone, and after an escape, is safe', () => {
	const codes = Array.from({length: 0x1_00_00}, (_, code) => code);
	const unsafe = codes.filter(code => !isSafe(sanitize(String.fromCharCode(code))) || !isSafe(sanitize(`\u{1B}${String.fromCharCode(code)}`)));
	assert.deepEqual(unsafe, []);
});

test('a text of openers that nothing closes is read once', () => {
	const openers = '\u{1B}]'.repeat(100_000);
	assert.equal(sanitize(openers, {maxLength: 1_000_000}), '␛]'.repeat(100_000));
	const parameters = `\u{1B}[${'1'.repeat(200_000)}`;
	assert.equal(sanitize(parameters, {maxLength: 1_000_000}), `␛[${'1'.repeat(200_000)}`);
});
