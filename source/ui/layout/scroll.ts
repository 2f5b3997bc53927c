import type {ZodType} from 'zod';
import type {Zod} from '../screens/screen-module.js';

/** Rows scrolled up from the end (`end`), which follows what streams in, or down from the top. */
export type Scroll = {
	readonly from: 'top' | 'end';
	readonly rows: number;
};

export type Scrolled = {readonly type: 'scrolled'; readonly scroll: Scroll};

export const scrollSchema = (z: Zod): ZodType<Scroll> => z.object({from: z.enum(['top', 'end']), rows: z.number()});

export const fromTop: Scroll = {from: 'top', rows: 0};

/** The first row to show of a text: counted from its top, or from its end so that streamed text is followed. */
export function scrollStart({from, rows}: Scroll, contentRows: number, pageRows: number): number {
	const most = Math.max(0, contentRows - pageRows);
	return from === 'top' ? Math.min(most, rows) : Math.max(0, most - rows);
}
