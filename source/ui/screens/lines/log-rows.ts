import {formatCount, formatTime} from '../../../words/numbers.js';
import {searchPattern} from '../../../store/selectors/line-search.js';
import {sanitizeLine} from '../../../terminal/sanitize.js';
import {displayWidth, fit} from '../../../terminal/width.js';
import {wrap} from '../../../terminal/wrap.js';
import {isErrorLevel} from '../../../patterns/level-words.js';
import type {LogEntry} from '../../../loki/types.js';
import type {LogLevel} from '../../../patterns/types.js';
import type {LineHead, LogView} from '../../../store/state.js';
import type {LeastLevel} from '../../../store/view-state.js';
import type {Tone} from '../../theme.js';
import type {Span, StyledRow} from '../../components/line.js';
import {fitRow, rowBehind, rowWidth} from '../../layout/row.js';
import {troubleRows} from '../../layout/trouble-rows.js';

/** What the list is a part of: `200 of 1,204 lines`, and how many patterns are left out of it. */
export function logHead(view: LogView | undefined, template?: string): string {
	if (view === undefined || view.status === 'loading') {
		return 'reading';
	}

	const hidden = view.hidden ? `, ${formatCount(view.hidden)} ${view.hidden === 1 ? 'pattern' : 'patterns'} hidden` : '';
	const words = view.isByWords === true ? ' containing these words; none confirmed as this pattern' : '';
	const more = view.isCut === true ? ', the first ones' : '';
	const first = view.isErrorsFirst === true ? ', errors first' : '';
	return `${countOf(view)}${more}${first}${foundIn(view, template)}${words}${hidden}`;
}

const countOf = ({entries, total}: LogView): string => total === undefined ? `${formatCount(entries.length)} lines` : `${formatCount(entries.length)} of ${formatCount(total)} lines`;

/** Loki counts by words and not by patterns: what is behind the lines that were read is not known. */
function foundIn({found}: LogView, template: string | undefined): string {
	if (!found) {
		return '';
	}

	const {inNewest, of} = found;
	return `, found in the newest ${formatCount(inNewest)}${of === undefined ? '' : ` of ${formatCount(of)}`}${template === undefined ? '' : ' with its words'}`;
}

/** The window that is read: `02:24:00 to 02:31:10,`. */
export function windowWords(view: LogView | undefined, timeZone: string | undefined): string {
	const at = (timeMs: number): string => formatTime(timeMs, {timeZone, withSeconds: true});
	return view && view.endMs > view.startMs ? `${at(view.startMs)} to ${at(view.endMs)},` : '';
}

export type LogRowOptions = {
	readonly columns: number;
	readonly isSelected: boolean;
	/** How its time is shown, in 8 columns at most. */
	readonly timeOf: (timeMs: number) => string;
	/** What is searched for; empty where nothing is. */
	readonly search: string;
	/** Whether a line takes as many rows as it needs. */
	readonly isWrapped: boolean;
	/** Columns by which what is cut is moved to the left; none where not given. */
	readonly columnsLeft?: number;
	/** Stand before the message, padded: who wrote it, how long after the line before. */
	readonly columnsBefore?: readonly Span[];
};

function levelTone(level: LogLevel | undefined): Tone {
	if (level !== undefined && isErrorLevel(level)) {
		return 'critical';
	}

	return level === 'warn' ? 'warning' : 'dim';
}

/** Columns before the message: cursor, time, level. */
const leadColumns = 17;
const timeColumns = 8;

/** One line: its time, its level, what it says, and dim behind it who said it. */
export function logRows(entry: LogEntry, head: LineHead | undefined, {columns, isSelected, timeOf, search, isWrapped, columnsLeft = 0, columnsBefore = []}: LogRowOptions): readonly StyledRow[] {
	const {level, message, component} = head ?? {level: undefined, message: entry.line, component: ''};
	const indent = leadColumns + rowWidth(columnsBefore);
	const room = Math.max(1, columns - indent);
	const said = sanitizeLine(message, {maxLength: isWrapped ? undefined : (columnsLeft + room) * 16});
	const tone: Tone = isSelected ? 'bold' : 'plain';
	const lead: StyledRow = [
		[isSelected ? '>' : ' ', 'selected'],
		[`${fit(timeOf(entry.timeMs), timeColumns, {align: 'right'})} `, 'dim'],
		[fit(level === undefined || level === 'unknown' ? '' : level.slice(0, 5).toUpperCase(), 7), levelTone(level)],
		...columnsBefore,
	];
	// What is searched for may stand where the row has no room for it: the row then says where the line goes on with it.
	const hidden = placesOf(said, search).length === 0 ? around(entry.line, search) : '';
	const behind = [component, hidden].filter(part => part !== '').map(part => `  ${part}`).join('');
	if (!isWrapped) {
		return [[...lead, ...fitRow(rowBehind([...marked(said, search, tone), ...marked(behind, search, 'dim')], columnsLeft), room)]];
	}

	const rows = wrap(said, room);
	return rows.map((row, index): StyledRow => index === 0 ? [...lead, ...marked(row, search, tone)] : [[' '.repeat(indent)], ...marked(row, search, tone)]);
}

/** How many columns a line has beyond the edge where nothing is cut or moved. */
export const columnsBeyond = (head: LineHead | undefined, {columns, columnsBefore = []}: Pick<LogRowOptions, 'columns' | 'columnsBefore'>): number => head === undefined ? 0 : Math.max(0, leadColumns + rowWidth(columnsBefore) + headColumns(head) - columns);

/** Every frame asks for them, and measuring a long line takes longer than painting what is seen of it. */
const measured = new WeakMap<LineHead, number>();

function headColumns(head: LineHead): number {
	const known = measured.get(head);
	if (known !== undefined) {
		return known;
	}

	const {message, component} = head;
	const width = displayWidth(sanitizeLine(message)) + (component === '' ? 0 : displayWidth(component) + 2);
	measured.set(head, width);
	return width;
}

const aroundLength = 20;
/** Of what a regular expression finds. */
const maxFoundLength = 80;

type Place = {readonly from: number; readonly to: number};

/** Where in a text that which is searched for stands. */
function placesOf(text: string, search: string): readonly Place[] {
	const pattern = searchPattern(search);
	return pattern ? Array.from(text.matchAll(pattern), ({0: found, index}): Place => ({from: index, to: index + found.length})) : [];
}

/** A piece of a long line with what was searched for in it; empty where it is not. */
function around(line: string, search: string): string {
	const [first] = placesOf(line, search);
	if (!first) {
		return '';
	}

	const start = Math.max(0, first.from - aroundLength);
	return `…${sanitizeLine(line.slice(start, Math.min(first.to, first.from + maxFoundLength) + aroundLength))}…`;
}

/** A text with every place that is searched for in it set apart. */
export function marked(text: string, search: string, tone: Tone): StyledRow {
	const spans: Span[] = [];
	let end = 0;
	for (const {from, to} of placesOf(text, search)) {
		spans.push([text.slice(end, from), tone], [text.slice(from, to), 'match']);
		end = to;
	}

	return [...spans, [text.slice(end), tone] satisfies Span].filter(([part]) => part !== '');
}

/** Rows of the line in full, as far as it fits, then its labels. */
export function wholeLine(entry: LogEntry, columns: number, height: number, search = ''): readonly StyledRow[] {
	const labels = Object.entries(entry.labels).map(([name, value]) => `${name}=${value}`).join('  ');
	const text = entry.line.split('\n').flatMap(part => wrap(part, columns - 2));
	const shown = text.slice(0, height - 1);
	const cut = text.length > shown.length ? `${text.length - shown.length} more rows: o  ` : '';
	return [...shown.map((row): StyledRow => [[' '], ...marked(row, search, 'plain')]), fitRow([[` ${cut}`, 'key'], [labels, 'dim']], columns)];
}

/** What stands in place of lines where there are none. */
export function noLineRows(view: LogView | undefined, columns: number, leastLevel?: LeastLevel): readonly StyledRow[] {
	if (view?.trouble) {
		return troubleRows(view.trouble, columns, 'r');
	}

	const isHiding = leastLevel !== undefined && view !== undefined && view.entries.length > 0;
	const words = view?.status === 'ready' ? 'no line in this window' : 'reading';
	return [[[`  ${isHiding ? `none of the ${formatCount(view.entries.length)} lines here is of level ${leastLevel} or above: - lowers it` : words}`, 'dim']]];
}
