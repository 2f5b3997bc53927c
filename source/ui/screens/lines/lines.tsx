import {Box} from 'ink';
import type {ReactElement} from 'react';
import type {LogView} from '../../../store/state.js';
import {formatAge} from '../../../words/numbers.js';
import {Line, type Span, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {fit} from '../../../terminal/width.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {
	logRows,
	noLineRows,
	wholeLine,
} from '../../layout/log-rows.js';
import {rowsUpTo} from '../../layout/rows-up-to.js';
import {serviceTitle} from '../../layout/service-title.js';
import {
	endSearchKey,
	linesKeys,
	linesMove,
	searchField,
} from './commands.js';
import {linesHead} from './head.js';
import {matchingPositions, shownLines} from './shown-lines.js';
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
const ageSpan = (view: LogView | undefined, {around}: LinesState, nowMs: number): Span => view?.status === 'ready' && around === undefined
	? [`read ${formatAge(Math.max(0, nowMs - view.endMs))}`, 'dim']
	: [''];

/** Log lines, oldest first; the one under the cursor stands in full below. */
function LinesScreen({state, screen, columns, rows}: ScreenProps<LinesState>): ReactElement {
	const shown = shownLines(state, screen);
	const {view, indexes, cursor, entry} = shown;
	const wholeLineHeight = Math.max(leastWholeLineHeight, Math.floor(rows * 0.35));
	const listHeight = Math.max(1, rows - 4 - wholeLineHeight);
	const {search = '', isWrapped = false, leastLevel} = screen;
	const rowsOf = (position: number): readonly StyledRow[] => {
		const index = indexes[position]!;
		return logRows(view!.entries[index]!, view!.heads[index], {
			columns, isSelected: position === cursor, timeZone: state.timeZone, search, isWrapped,
		});
	};

	const first = useWindow(cursor, indexes.length, isWrapped ? 1 : listHeight);
	useReportPage(listHeight, indexes.length);
	const visible = isWrapped ? rowsUpTo(cursor, indexes.length, listHeight, rowsOf) : indexes.slice(first, first + listHeight).flatMap((_index, row) => rowsOf(first + row));
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={serviceTitle(state, screen.service, columns, titleOf(screen), ageSpan(view, screen, state.nowMs))}/>
			<Line spans={linesHead(state, screen, shown, columns)}/>
			<Line spans={[]}/>
			<Lines rows={indexes.length === 0 ? noLineRows(view, columns, leastLevel) : visible} height={listHeight}/>
			<Line spans={[['─'.repeat(columns), 'dim']]}/>
			<Lines rows={entry ? wholeLine(entry, columns, wholeLineHeight, search) : []} height={wholeLineHeight}/>
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
		return search === '' ? [] : [[`"${fit(search, Math.min(search.length, 16))}" in ${matchingPositions(shownLines(state, screen), search).length} lines`, 'dim']];
	},
};
