import {Box} from 'ink';
import type {ReactElement} from 'react';
import {lineCursor} from '../../../store/selectors/log-view.js';
import type {LogView} from '../../../store/state.js';
import {formatAge} from '../../../words/numbers.js';
import {Line, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {fit} from '../../../terminal/width.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {
	logHead,
	logRows,
	noLineRows,
	wholeLine,
	windowWords,
} from '../../layout/log-rows.js';
import {rowsUpTo} from '../../layout/rows-up-to.js';
import {serviceTitle} from '../../layout/service-title.js';
import {
	endSearchKey,
	linesKeys,
	linesMove,
	matchingRows,
	searchField,
	shownLines,
} from './commands.js';
import {
	linesSchema,
	readLines,
	reduceLines,
	type LinesState,
} from './state.js';

/** Rows that the line under the cursor gets to be read in full. */
const leastWholeLineHeight = 5;

const titleOf = ({template, around}: LinesState): string => around ? 'one line and its neighbours' : (template === undefined ? 'log lines' : 'lines of one pattern');

/** The lines are as old as their answer, whatever was counted since. */
const ageWords = (view: LogView | undefined, {around}: LinesState, nowMs: number): string => view?.status === 'ready' && around === undefined && view.entries.length > 0
	? ` read ${formatAge(Math.max(0, nowMs - view.endMs))},`
	: '';

/** Log lines, oldest first; the one under the cursor stands in full below. */
function LinesScreen({state, screen, columns, rows}: ScreenProps<LinesState>): ReactElement {
	const view = shownLines(state, screen);
	const entries = view?.entries ?? [];
	const wholeLineHeight = Math.max(leastWholeLineHeight, Math.floor(rows * 0.35));
	const listHeight = Math.max(1, rows - 4 - wholeLineHeight);
	const cursor = view ? lineCursor(view, screen.selected) : 0;
	const shownWindow = `${windowWords(view, state.timeZone)}${ageWords(view, screen, state.nowMs)}`;
	const {search = '', isWrapped = false} = screen;
	const rowsOf = (index: number): readonly StyledRow[] => logRows(entries[index]!, view?.heads[index], {
		columns, isSelected: index === cursor, timeZone: state.timeZone, search, isWrapped,
	});
	const first = useWindow(cursor, entries.length, isWrapped ? 1 : listHeight);
	useReportPage(listHeight, entries.length);
	const visible = isWrapped ? rowsUpTo(cursor, entries.length, listHeight, rowsOf) : entries.slice(first, first + listHeight).flatMap((_entry, index) => rowsOf(first + index));
	const selected = entries[cursor];
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={serviceTitle(state, screen.service, columns, titleOf(screen), [''])}/>
			<Line spans={[[shownWindow, 'dim'], ...logHead(view, screen.template, columns - shownWindow.length)]}/>
			<Line spans={[]}/>
			<Lines rows={entries.length === 0 ? noLineRows(view, columns) : visible} height={listHeight}/>
			<Line spans={[['─'.repeat(columns), 'dim']]}/>
			<Lines rows={selected ? wholeLine(selected, columns, wholeLineHeight, search) : []} height={wholeLineHeight}/>
		</Box>
	);
}

/** Log lines. */
export const linesScreen: ScreenModule<'lines'> = {
	View: LinesScreen,
	reduce: reduceLines,
	schema: linesSchema,
	onOpen: readLines,
	onLeave: nothing,
	bindings: linesKeys,
	move: linesMove,
	onRefresh: readLines,
	escape: endSearchKey,
	fields: {search: searchField},
	footerNote(state, screen) {
		const {search = ''} = screen;
		return search === '' ? [] : [[`"${fit(search, Math.min(search.length, 16))}" in ${matchingRows(shownLines(state, screen), search).length} lines`, 'dim']];
	},
};
