import {Box} from 'ink';
import type {ReactElement} from 'react';
import {lineCursor} from '../../../store/selectors/log-view.js';
import {Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {
	logHead,
	logRow,
	logTrouble,
	wholeLine,
} from '../../layout/log-rows.js';
import {serviceTitle} from '../../layout/service-title.js';
import {linesKeys, linesMove, shownLines} from './commands.js';
import {
	linesSchema,
	readLines,
	reduceLines,
	type LinesState,
} from './state.js';

/** Rows that the line under the cursor gets to be read in full. */
const leastWholeLineHeight = 5;

const titleOf = ({template, around}: LinesState): string => around ? 'one line and its neighbours' : (template === undefined ? 'log lines' : 'lines of one pattern');

/** Log lines, oldest first; the one under the cursor stands in full below. */
function LinesScreen({state, screen, columns, rows}: ScreenProps<LinesState>): ReactElement {
	const view = shownLines(state, screen);
	const entries = view?.entries ?? [];
	const wholeLineHeight = Math.max(leastWholeLineHeight, Math.floor(rows * 0.35));
	const listHeight = Math.max(1, rows - 4 - wholeLineHeight);
	const cursor = view ? lineCursor(view, screen.selected) : 0;
	const first = useWindow(cursor, entries.length, listHeight);
	useReportPage(listHeight, entries.length);
	const visible = entries.slice(first, first + listHeight).map((entry, index) => logRow(entry, {
		columns, isSelected: first + index === cursor, timeZone: state.timeZone,
	}));
	const selected = entries[cursor];
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={serviceTitle(state, screen.service, columns, titleOf(screen))}/>
			<Line spans={logHead(view, screen.template, columns)}/>
			<Line spans={[]}/>
			<Lines rows={entries.length === 0 ? logTrouble(view) : visible} height={listHeight}/>
			<Line spans={[['─'.repeat(columns), 'dim']]}/>
			<Lines rows={selected ? wholeLine(selected, columns, wholeLineHeight) : []} height={wholeLineHeight}/>
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
};
