import {Box} from 'ink';
import type {ReactElement} from 'react';
import type {QueryAnswer} from '../../../store/query.js';
import {formatAge, formatDuration, plural} from '../../../words/numbers.js';
import {Line, type Span, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {nearestRow} from '../../keys/movement.js';
import {caretRows, queryRow, queryTitle} from '../../layout/query-rows.js';
import {justify} from '../../layout/row.js';
import {maxCharted, seriesChartRows} from '../../layout/series-chart.js';
import {troubleRows} from '../../layout/trouble-rows.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {
	answerOf,
	isTable,
	queryKeys,
	queryMove,
} from './commands.js';
import {queryField} from './prompt.js';
import {seriesHead, seriesRow} from './series.js';
import {querySchema, reduceQuery, type QueryState} from './state.js';

/** Rows of the list below a chart at least, where there are so many series. */
const leastListHeight = 3;

/** What a query counts: a chart of its largest series with the list of all below it, or a table. */
function Query({state, screen, columns, rows}: ScreenProps<QueryState>): ReactElement {
	const answer = answerOf(state, screen);
	const {series = []} = answer ?? {};
	const isCharted = series.length > 0 && !isTable(answer, screen);
	const listRows = Math.max(1, rows - 4);
	const chartHeight = isCharted ? Math.max(5, listRows - Math.max(leastListHeight, Math.min(series.length, Math.floor(listRows * 0.4)))) : 0;
	const listHeight = Math.max(1, listRows - chartHeight);
	const cursor = nearestRow(screen.selected, series.length);
	const first = useWindow(cursor, series.length, listHeight);
	useReportPage(listHeight, series.length);
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={queryTitle(state, {
				query: screen.query, service: '', isBeyond: answer?.isBeyond === true, age: ageOf(answer, state.nowMs),
			}, columns)}/>
			<Line spans={queryRow(screen.query.text, columns)}/>
			<Line spans={noteRow(answer, isCharted, columns)}/>
			{answer && isCharted && <Lines rows={seriesChartRows(series, {
				...answer, columns, rows: chartHeight, timeZone: state.timeZone,
			})} height={chartHeight}/>}
			{answer && series.length > 0
				? (
					<>
						<Line spans={seriesHead(answer, columns)}/>
						<Lines
							rows={series.slice(first, first + listHeight).map((_one, index) => seriesRow(answer, first + index, {columns, isSelected: first + index === cursor, isCharted}))}
							height={listHeight}
						/>
					</>
				)
				: <Lines rows={emptyRows(answer, screen, columns)} height={listHeight + 1}/>}
		</Box>
	);
}

const ageOf = (answer: QueryAnswer | undefined, nowMs: number): Span => answer === undefined || answer.status === 'failed' ? [''] : [answer.status === 'loading' ? 'reading' : `read ${formatAge(Math.max(0, nowMs - answer.readMs))}`, answer.status === 'loading' ? 'bold' : 'dim'];

/** How much of the answer is shown, and what is wrong with it. */
function noteRow(answer: QueryAnswer | undefined, isCharted: boolean, columns: number): StyledRow {
	if (!answer || answer.series.length === 0) {
		return [];
	}

	const {total, series, stepMs, form, warnings, trouble} = answer;
	const shown = isCharted ? Math.min(maxCharted, series.length) : series.length;
	return justify([
		[[shown < total ? `${shown} of ${total} series shown` : plural(total, 'series', 'series'), 'dim']],
		form === 'moment' ? [] : [[`one value each ${formatDuration(stepMs)}`, 'dim']],
		trouble ? [[`not read anew: ${trouble.what}: ${trouble.why}`, 'warning']] : [],
		...warnings.map((warning): StyledRow => [[warning, 'warning']]),
	], [], columns, {gap: 3});
}

/** What stands in place of numbers. */
function emptyRows(answer: QueryAnswer | undefined, {query}: QueryState, columns: number): readonly StyledRow[] {
	if (answer?.trouble) {
		const {place} = answer.trouble;
		return [...place ? [...caretRows(query.text, place, columns), []] : [], ...troubleRows(answer.trouble, columns, 'r'), [['  :', 'key'], [' edits the query', 'dim']]];
	}

	return answer?.status === 'ready'
		? [[['  no series: nothing in this time matches', 'dim']], [['  :', 'key'], [' edits the query, ', 'dim'], ['6', 'key'], [' asks for the last 24 h', 'dim']]]
		: [[['  reading', 'dim']]];
}

/** The answer to a query that asks for numbers. */
export const queryScreen: ScreenModule<'query'> = {
	View: Query,
	reduce: reduceQuery,
	schema: querySchema,
	onOpen: screen => [{type: 'open-query', query: screen.query}],
	onLeave: nothing,
	bindings: queryKeys,
	move: queryMove,
	onRefresh: screen => [{type: 'open-query', query: screen.query}],
	fields: {query: queryField},
	instance: screen => screen.query.text,
};
