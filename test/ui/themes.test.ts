import assert from 'node:assert/strict';
import {test} from 'node:test';
import {contrast, type Rgb} from '../../source/terminal/background.js';
import {nameTones} from '../../source/ui/theme.js';
import {themes} from '../../source/ui/themes.js';

const backgrounds = {dark: ['#000000', '#282c34'], light: ['#ffffff', '#fdf6e3']} as const;
const minContrast = 4.5;

const bytes = (hex: string): readonly number[] => {
	assert.match(hex, /^#[\da-f]{6}$/);
	return [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16));
};

const rgb = (hex: string): Rgb => {
	const [red = 0, green = 0, blue = 0] = bytes(hex);
	return [red / 255, green / 255, blue / 255];
};

const cube = [0, 95, 135, 175, 215, 255];

/** What a terminal of 256 colours shows for it: the number that chalk's rule gives, looked up in xterm's table. */
function in256(hex: string): string {
	const [red = 0, green = 0, blue = 0] = bytes(hex);
	const isGrey = red >> 4 === green >> 4 && green >> 4 === blue >> 4 && red >= 8 && red <= 248;
	const grey = 8 + (10 * Math.round(((red - 8) / 247) * 24));
	const shown = isGrey ? [grey, grey, grey] : [red, green, blue].map(byte => cube[Math.round((byte / 255) * 5)] ?? 0);
	return `#${shown.map(byte => byte.toString(16).padStart(2, '0')).join('')}`;
}

for (const name of ['dark', 'light'] as const) {
	const colors = Object.entries(themes[name]).flatMap(([tone, {color}]) => color === undefined ? [] : [[tone, color] as const]);

	test(`every colour of ${name} can be read on its backgrounds, with 256 colours too`, () => {
		for (const [tone, color] of colors) {
			for (const shown of [color, in256(color)]) {
				for (const background of backgrounds[name]) {
					const found = contrast(rgb(shown), rgb(background));
					assert.ok(found >= minContrast, `${tone} ${color}, shown as ${shown} on ${background}: ${found.toFixed(2)}`);
				}
			}
		}
	});

	test(`the names of ${name} have different colours, with 256 colours too`, () => {
		for (const show of [(color: string) => color, in256]) {
			assert.equal(new Set(nameTones.map(tone => show(themes[name][tone].color ?? ''))).size, nameTones.length);
		}
	});

	test(`${name} leaves no tone to what a terminal makes of dim`, () => {
		assert.deepEqual(Object.entries(themes[name]).filter(([, style]) => style.dimColor), []);
	});
}

test('16 names colours that the terminal\'s owner can set, no others', () => {
	assert.deepEqual(Object.values(themes['16']).filter(({color}) => color?.startsWith('#')), []);
});
