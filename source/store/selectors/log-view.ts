import type {LogView} from '../state.js';

/** The row under the cursor of a list of lines; before anybody moves it, the line that the others stand around, else the newest. */
export function lineCursor({entries, anchor}: Pick<LogView, 'entries' | 'anchor'>, selected: number): number {
	return selected >= entries.length && anchor !== undefined ? anchor : Math.max(0, Math.min(selected, entries.length - 1));
}
