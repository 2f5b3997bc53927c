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

export const severityTone: Readonly<Record<Severity, Tone>> = {critical: 'critical', warning: 'warning'};
