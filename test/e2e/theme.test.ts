import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onDemo} from '../helpers/demo.js';
import {themes} from '../../source/ui/themes.js';

const white = '\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?62;22c';
const env = {COLORTERM: 'truecolor'};
/** The tone `critical` of the sixteen: red. */
const red = '1';
const [darkRed, lightRed] = [themes.dark.critical.color ?? '', themes.light.critical.color ?? ''];

test('a terminal that answers with a light background gets the colours for it, and what is typed stays keys', async () => {
	await onDemo(async demo => {
		await demo.see(/!! +payment/);
		await demo.seeColor('!!', lightRed);
		demo.press('/');
		demo.press('pay');
		await demo.see('filter: pay');
		demo.press('\u{1B}');
		assert.doesNotMatch(await demo.seeNo('filter: pay'), /rgb:|62;22c/);
	}, {env, background: 'rgb:fdfd/f6f6/e3e3'});
});

test('a terminal that never answers keeps its own colours and all keys, escape too', async () => {
	await onDemo(async demo => {
		await demo.see(/!! +payment/);
		await demo.seeColor('!!', red);
		demo.press('/');
		demo.press('pay');
		await demo.see('filter: pay');
		demo.press('\u{1B}');
		assert.doesNotMatch(await demo.seeNo('filter: pay'), /rgb:|62;22c/);
	}, {env});
});

test('an answer that comes while something is typed is no part of it, and changes the colours', async () => {
	await onDemo(async demo => {
		await demo.see(/!! +payment/);
		demo.press('/');
		demo.press('pay');
		await demo.see('filter: pay');
		demo.press(`m${white}e`);
		assert.match(await demo.see(/filter: payme/), /filter: payme(?!\S)/);
		await demo.seeColor('!!', lightRed);
		demo.press(white);
		demo.press('n');
		assert.match(await demo.see(/filter: paymen/), /filter: paymen(?!\S)/);
	}, {env});
});

test('COLORFGBG is believed until the terminal says otherwise, and --theme whatever the terminal says', async () => {
	await onDemo(async demo => {
		await demo.see(/!! +payment/);
		await demo.seeColor('!!', lightRed);
		demo.press('\u{1B}]11;rgb:0000/0000/0000\u{7}');
		await demo.seeColor('!!', darkRed);
	}, {env: {...env, COLORFGBG: '0;15'}});
	await onDemo(async demo => {
		await demo.see(/!! +payment/);
		assert.equal(demo.colorOf('!!'), darkRed);
	}, {env, flags: ['--theme', 'dark'], background: 'rgb:ffff/ffff/ffff'});
});
