import type {Severity} from '../detect/types.js';

/** Colour says state and what can be pressed, nothing else; each has a second sign beside it. */
export type Tone = 'plain' | 'dim' | 'bold' | 'critical' | 'warning' | 'good' | 'key' | 'selected' | 'heading' | 'match';

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
};

export const severityTone: Readonly<Record<Severity, Tone>> = {critical: 'critical', warning: 'warning'};
