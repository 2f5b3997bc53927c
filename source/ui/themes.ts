import type {ThemeName} from '../terminal/theme-names.js';
import type {TextStyle, Tone} from './theme.js';

/** How each tone looks. */
export type Theme = Readonly<Record<Tone, TextStyle>>;

/*
Every colour of `dark` and `light` can be read (contrast 4.5 by WCAG 2) on the usual backgrounds, as it is and as a terminal of 256 colours shows it; the test computes both.
Grey is a colour there: what a terminal makes of "dim" is often too faint to read.
*/

const dark: Theme = {
	plain: {},
	dim: {color: '#a8a8a8'},
	bold: {bold: true},
	critical: {color: '#ff8787', bold: true},
	warning: {color: '#ffd787'},
	good: {color: '#87d787'},
	key: {color: '#87d7ff'},
	selected: {color: '#87d7ff', bold: true},
	heading: {bold: true},
	match: {inverse: true},
	'name-1': {color: '#87afff'},
	'name-2': {color: '#d787d7'},
	'name-3': {color: '#87d7d7'},
	'name-4': {color: '#afd787'},
	'name-5': {color: '#ffafd7'},
	'name-6': {color: '#d7af87'},
};

const light: Theme = {
	plain: {},
	dim: {color: '#626262'},
	bold: {bold: true},
	critical: {color: '#af0000', bold: true},
	warning: {color: '#7f4c00'},
	good: {color: '#004c00'},
	key: {color: '#004c87'},
	selected: {color: '#004c87', bold: true},
	heading: {bold: true},
	match: {inverse: true},
	'name-1': {color: '#0000d7'},
	'name-2': {color: '#7f00af'},
	'name-3': {color: '#004c4c'},
	'name-4': {color: '#4c4c00'},
	'name-5': {color: '#af0066'},
	'name-6': {color: '#7f0000'},
};

const sixteen: Theme = {
	plain: {},
	dim: {dimColor: true},
	bold: {bold: true},
	critical: {color: 'red', bold: true},
	warning: {color: 'yellow'},
	good: {color: 'green'},
	key: {color: 'cyan'},
	selected: {color: 'cyan', bold: true},
	heading: {bold: true},
	match: {inverse: true},
	'name-1': {color: 'blueBright'},
	'name-2': {color: 'magenta'},
	'name-3': {color: 'cyan'},
	'name-4': {color: 'green'},
	'name-5': {color: 'magentaBright'},
	'name-6': {color: 'yellow'},
};

export const themes: Readonly<Record<ThemeName, Theme>> = {dark, light, 16: sixteen};
