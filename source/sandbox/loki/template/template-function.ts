import type {Value} from './value.js';

/** What a template knows of the line besides its labels. */
export type TemplateScope = {
	readonly line: string;
	readonly timeMs: number;
	readonly subNs: number;
};

export type TemplateFunction = {
	/** Fewest arguments. */
	readonly least: number;
	/** Most arguments. */
	readonly most: number;
	readonly call: (values: readonly Value[], scope: TemplateScope) => Value;
};

/** A function of a fixed number of arguments. */
export const fixed = (count: number, call: TemplateFunction['call']): TemplateFunction => ({least: count, most: count, call});

/** A function of any number of arguments from a least one on. */
export const variadic = (least: number, call: TemplateFunction['call']): TemplateFunction => ({least, most: 100, call});
