import {Box} from 'ink';
import type {ReactElement} from 'react';
import {plural} from '../../../words/numbers.js';
import {logViewKey, type LogView} from '../../../store/state.js';
import {Line, type Span, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {fit} from '../../../terminal/width.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import type {UiState} from '../registry.js';
import {queryField} from '../query/prompt.js';
import {type ScreenModule, type ScreenProps} from '../screen-module.js';
import {caretRows, queryTitle} from '../../layout/query-rows.js';
import {serviceTitle} from '../../layout/service-title.js';
import {
	columnsBeyond,
	logRows,
	noLineRows,
	wholeLine,
} from './log-rows.js';
import {rowsUpTo} from './rows-up-to.js';
import {
	endSearchKey,
	linesKeys,
	linesMove,
	searchField,
} from './commands.js';
import {ageSpan, linesHead, linesNote} from './head.js';
import {timeField} from './go-to-time.js';
import {gapSpan, longestGap} from './gaps.js';
import {nameSpans} from './names.js';
import {matchingPositions, shownLines} from './shown-lines.js';
import {timeOfRows} from './time-styles.js';
import {
	leaveLines,
	linesSchema,
	openLines,
	reduceLines,
	type LinesState,
} from './state.js';

/** Rows that the line under the cursor gets to be read in full. */
const minWholeLineHeight = 5;

/** Whose lines they are; of a query, what it asks. */
function titleRowOf(state: UiState, screen: LinesState, view: LogView | undefined, columns: number): StyledRow {
	const age = ageSpan(view, screen, state.nowMs);
	return !screen.query || screen.around
		? serviceTitle(state, screen.service, columns, titleOf(screen), age)
		: queryTitle(state, {
			query: screen.query, service: screen.service, isBeyond: view?.isBeyond === true, age,
		}, columns);
}

function titleOf({template, around, services, trace}: LinesState): string {
	if (trace) {
		return `trace ${trace.id}`;
	}

	if (around) {
		return 'one line and its neighbours';
	}

	if (services) {
		return `and ${plural(services.length - 1, 'other service')}`;
	}

	return template === undefined ? 'log lines' : 'lines of one pattern';
}

/** What stands before the message of a line: who wrote it where several did, and in a trace how long after the line before. */
function columnsBefore(screen: LinesState, view: LogView | undefined, columns: number): (index: number) => readonly Span[] {
	const names = nameSpans(screen, view, columns);
	const entries = view?.entries ?? [];
	const longest = screen.trace ? longestGap(entries)?.index : undefined;
	return index => {
		const name = names(entries[index]!);
		return [...screen.trace ? [gapSpan(entries[index]!, entries[index - 1], index === longest)] : [], ...name ? [name] : []];
	};
}

/** What stands in place of lines; of a query that Loki does not take, where in it that is. */
const noLines = (view: LogView | undefined, {leastLevel, query}: LinesState, columns: number): readonly StyledRow[] => [
	...query && view?.trouble?.place ? caretRows(query.text, view.trouble.place, columns) : [],
	...noLineRows(view, columns, leastLevel),
];

/** Log lines, oldest first; the one under the cursor stands in full below. */
function LinesScreen({state, screen, columns, rows}: ScreenProps<LinesState>): ReactElement {
	const shown = shownLines(state, screen);
	const {view, indexes, cursor, entry} = shown;
	const wholeLineHeight = Math.max(minWholeLineHeight, Math.floor(rows * 0.35));
	const listHeight = Math.max(1, rows - 4 - wholeLineHeight);
	const {search = '', isWrapped = false, columnsLeft = 0} = screen;
	const timeOf = timeOfRows(state, screen);
	const before = columnsBefore(screen, view, columns);
	const first = useWindow(cursor, indexes.length, isWrapped ? 1 : listHeight);
	const beyond = isWrapped ? 0 : Math.max(0, ...indexes.slice(first, first + listHeight).map(index => columnsBeyond(view!.heads[index], {columns, columnsBefore: before(index)})));
	useReportPage(listHeight, indexes.length, beyond);
	const rowsOf = (position: number): readonly StyledRow[] => {
		const index = indexes[position]!;
		return logRows(view!.entries[index]!, view!.heads[index], {
			columns, isSelected: position === cursor, timeOf, search, isWrapped, columnsLeft: Math.min(columnsLeft, beyond), columnsBefore: before(index),
		});
	};

	const visible = isWrapped ? rowsUpTo(cursor, indexes.length, listHeight, rowsOf) : indexes.slice(first, first + listHeight).flatMap((_index, row) => rowsOf(first + row));
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={titleRowOf(state, screen, view, columns)}/>
			<Line spans={linesHead(state, screen, shown, columns)}/>
			<Line spans={linesNote(screen, shown, columns)}/>
			<Lines rows={indexes.length === 0 ? noLines(view, screen, columns) : visible} height={listHeight}/>
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
	onOpen: openLines,
	onLeave: leaveLines,
	bindings: linesKeys,
	move: linesMove,
	onRefresh: screen => openLines({...screen, atMs: undefined}),
	instance: logViewKey,
	escape: endSearchKey,
	fields: {search: searchField, time: timeField, query: queryField},
	footerNote(state, screen) {
		const {search = ''} = screen;
		return search === '' ? [] : [[`"${fit(search, Math.min(search.length, 16))}" in ${matchingPositions(shownLines(state, screen), search).length} lines`, 'dim']];
	},
};
