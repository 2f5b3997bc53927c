import type {Scroll} from '../../store/view-state.js';

/** The first row to show of a text: counted from its top, or from its end so that streamed text is followed. */
export function scrollStart({from, rows}: Scroll, contentRows: number, pageRows: number): number {
	const most = Math.max(0, contentRows - pageRows);
	return from === 'top' ? Math.min(most, rows) : Math.max(0, most - rows);
}
