import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	contrast,
	readBackground,
	shadeOf,
	shadeOfColorFgBg,
} from '../../source/terminal/background.js';

test('reads answers with one to four digits a channel, with an alpha channel, and with each end', () => {
	for (const answer of ['rgb:f/f/f\u{7}', 'rgb:ff/FF/ff\u{1B}\\', 'rgb:fff/fff/fff\u{9C}', 'rgb:ffff/ffff/ffff\u{7}', 'rgba:ffff/ffff/ffff/8000\u{1B}\\']) {
		assert.deepEqual(readBackground(`\u{1B}]11;${answer}`), [1, 1, 1], JSON.stringify(answer));
	}
});

test('reads an answer between typed keys and the answer to another question', () => {
	assert.deepEqual(readBackground('jk\u{1B}]11;rgb:0000/8080/ffff\u{1B}\\\u{1B}[?62;22cq'), [0, 0x80_80 / 0xFF_FF, 1]);
});

test('reads nothing from half an answer, another colour or no colour', () => {
	for (const sent of ['', 'q', '\u{1B}[?62c', '\u{1B}]11;rgb:ffff/ffff/ffff', '\u{1B}]10;rgb:ffff/ffff/ffff\u{7}', '\u{1B}]11;?\u{7}', '\u{1B}]11;rgb:fffff/0/0\u{7}', '\u{1B}]11;rgb:gg/00/00\u{7}']) {
		assert.equal(readBackground(sent), undefined, JSON.stringify(sent));
	}
});

test('computes the contrast that WCAG gives', () => {
	assert.equal(contrast([0, 0, 0], [1, 1, 1]), 21);
	assert.equal(contrast([1, 1, 1], [0x77 / 255, 0x77 / 255, 0x77 / 255]).toFixed(2), '4.48');
});

test('calls a background light where black text reads better on it', () => {
	assert.equal(shadeOf([1, 1, 1]), 'light');
	assert.equal(shadeOf([0xFD / 255, 0xF6 / 255, 0xE3 / 255]), 'light');
	assert.equal(shadeOf([0, 0, 0]), 'dark');
	assert.equal(shadeOf([0x28 / 255, 0x2C / 255, 0x34 / 255]), 'dark');
	assert.equal(shadeOf([0, 0, 1]), 'dark');
});

test('takes the last number of COLORFGBG as the background', () => {
	assert.deepEqual(['0;15', '15;0', '0;default;15', '0;7', '12;8', '0;default', '0;99', '', undefined].map(value => shadeOfColorFgBg(value)), ['light', 'dark', 'light', 'light', 'dark', undefined, undefined, undefined, undefined]);
});
