import type {AskedQuery} from '../../store/view-state.js';
import type {State} from '../../store/state.js';
import {
	behind,
	displayWidth,
	endOf,
	fit,
	fitMiddle,
} from '../../terminal/width.js';
import {minuteMs} from '../../detect/minute.js';
import {formatDateTime, formatDuration, formatRange} from '../../words/times.js';
import type {Span, StyledRow} from '../components/line.js';
import {titleRow} from './title-row.js';

/** How much of what stands behind a place is seen with it. */
const columnsBehind = 20;

/** Which time a query is of: `last hour`, `1 h to 2026-11-23 03:12`. */
export const askedTime = ({rangeMs, endMs}: Omit<AskedQuery, 'text'>, timeZone: string | undefined): string => endMs === undefined ? formatRange(rangeMs / minuteMs) : `${formatDuration(rangeMs)} to ${formatDateTime(endMs, {timeZone})}`;

type QueryTitle = {
	readonly query: AskedQuery;
	/** The service that it names; empty where it names none, or several. */
	readonly service: string;
	readonly isBeyond: boolean;
	readonly age: Span;
};

/** The first row of an answer: whose it is, of which time, how old; and that it may be of more than what is watched. */
export const queryTitle = (state: Pick<State, 'nowMs' | 'timeZone'>, {query, service, isBeyond, age}: QueryTitle, columns: number): StyledRow => titleRow(state, {
	left: [[['query', 'heading']], service === '' ? [] : [[service, 'dim']]],
	right: [isBeyond ? [['not only what is watched', 'warning']] : [], [[askedTime(query, state.timeZone), 'dim']], [age]],
}, columns);

/** A query in one row; of a long one, both ends. */
export const queryRow = (text: string, columns: number): StyledRow => [[' '], [fitMiddle(text, Math.min(displayWidth(text), columns - 2)), 'bold']];

/** A query with a caret under one place of it, in two rows; of a long one, what stands around the place. A place that is not in it has no caret. */
export function caretRows(text: string, {line, column}: {readonly line: number; readonly column: number}, columns: number): readonly StyledRow[] {
	const rows = text.split('\n');
	const shown = rows[line - 1] ?? '';
	if (rows.length < line || column > shown.length + 1) {
		return [[['  '], [fit(text, columns - 4), 'bold']]];
	}

	const room = Math.max(1, columns - 4);
	const [before, after] = [shown.slice(0, column - 1), shown.slice(column - 1)];
	const start = displayWidth(shown) <= room ? before : tail(before, Math.max(1, room - Math.min(columnsBehind, displayWidth(after)) - 1));
	return [
		[['  '], [fit(start + after, room), 'bold']],
		[[`  ${' '.repeat(displayWidth(start))}`], ['^', 'critical']],
	];
}

/** The end of a text, marked where something stands before it. */
const tail = (text: string, columns: number): string => displayWidth(text) <= columns ? text : `…${endOf(behind(text, 1), Math.max(1, columns - 1))}`;
