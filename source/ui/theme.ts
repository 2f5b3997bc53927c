import type {Severity} from '../detect/types.js';

/** Colour says state and what can be pressed, nothing else; each has a second sign beside it. */
export type Tone = 'plain' | 'dim' | 'bold' | 'critical' | 'warning' | 'good' | 'key' | 'selected' | 'heading' | 'match' | NameTone;

/** Tells names apart that stand in one list; each name stands beside its colour. */
export type NameTone = (typeof nameTones)[number];

export const nameTones = ['name-1', 'name-2', 'name-3', 'name-4', 'name-5', 'name-6'] as const;

export type TextStyle = {
	readonly color?: string;
	readonly dimColor?: boolean;
	readonly bold?: boolean;
	readonly inverse?: boolean;
	readonly italic?: boolean;
};

export const theme: Readonly<Record<Tone, TextStyle>> = {
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

export const severityTone: Readonly<Record<Severity, Tone>> = {critical: 'critical', warning: 'warning'};
