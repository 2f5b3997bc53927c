import type {TextField} from '../../store/view-state.js';
import {displayWidth, endOf} from '../../terminal/width.js';

export type FieldRow = {
	/** Stands before the text. */
	readonly prompt: string;
	readonly columns: number;
	/** Stands behind it. */
	readonly note?: string;
};

export type FieldWindow = {
	/** What of the text before the cursor is seen. */
	readonly before: string;
	/** Columns of the text that are left of the row. */
	readonly hidden: number;
	readonly promptColumns: number;
};

/** What of a text that is typed stands in its row: the cursor and what stands before it. */
export function fieldWindow({text, cursor}: Pick<TextField, 'text' | 'cursor'>, {prompt, columns, note = ''}: FieldRow): FieldWindow {
	const whole = text.slice(0, cursor);
	const before = endOf(whole, Math.max(1, columns - prompt.length - 2 - note.length));
	return {before, hidden: displayWidth(whole) - displayWidth(before), promptColumns: prompt.length};
}
