import {Box} from 'ink';
import type {ReactElement} from 'react';
import {lineCursor} from '../../../store/selectors/log-view.js';
import {logViewKey, type State} from '../../../store/state.js';
import type {Screen} from '../../../store/view-state.js';
import {Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {
	logHead,
	logRow,
	logTrouble,
	wholeLine,
} from '../../layout/log-rows.js';
import {serviceTitle} from '../../layout/service-title.js';

type LinesScreenProps = {
	readonly state: State;
	readonly screen: Extract<Screen, {type: 'lines'}>;
	readonly columns: number;
	readonly rows: number;
};

/** Rows that the line under the cursor gets to be read in full. */
const leastWholeLineHeight = 5;

const titleOf = ({template, around}: LinesScreenProps['screen']): string => around ? 'one line and its neighbours' : (template === undefined ? 'log lines' : 'lines of one pattern');

/** Log lines, oldest first; the one under the cursor stands in full below. */
export function LinesScreen({state, screen, columns, rows}: LinesScreenProps): ReactElement {
	const view = state.logs.get(logViewKey(screen.service, screen.template, screen.around));
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
