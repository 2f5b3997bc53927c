import {Box} from 'ink';
import type {ReactElement} from 'react';
import {selectedRow} from '../../../store/selectors/overview.js';
import {shownMinutes} from '../../../store/view-state.js';
import {formatRange} from '../../../words/times.js';
import {Line, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {headerRow, verdictRow} from '../../layout/header.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {momentField} from '../../keys/time-keys.js';
import {queryField} from '../query/prompt.js';
import {
	clearKey,
	filterField,
	overviewKeys,
	overviewMove,
} from './commands.js';
import {sparkValues} from './spark.js';
import {overviewSchema, type OverviewState} from './state.js';
import {emptyOverviewRows} from './empty.js';
import {selectionRows} from './selection.js';
import {overviewLegend} from './legend.js';
import {listingRow} from './listing-row.js';
import {
	headRow,
	overviewColumns,
	serviceRow,
} from './table.js';

/** Rows of what is said of the service under the cursor, with the blank one above. */
const selectionHeight = 3;

/** One row a service, abnormal first; below it what is known of the one under the cursor. */
function Overview({state, columns, rows}: ScreenProps<OverviewState>): ReactElement {
	const {rows: services, index, row: selected} = selectedRow(state);
	const listHeight = Math.max(1, rows - 2 - selectionHeight);
	const first = useWindow(index, services.length, listHeight);
	useReportPage(listHeight, services.length);
	if (services.length === 0) {
		return <Lines rows={emptyOverviewRows(state, columns)} height={rows}/>;
	}

	const minutes = shownMinutes(state.view);
	let longest = 0;

	for (const service of services) {
		longest = Math.max(longest, service.service.length);
	}

	const widths = overviewColumns(columns, longest);
	const visible = services.slice(first, first + listHeight);
	const below = services.length - first - visible.length;
	const list: StyledRow[] = visible.map((row, position) => serviceRow(row, widths, {
		values: sparkValues(state, row, minutes),
		isSelected: first + position === index,
		timeZone: state.timeZone,
	}));
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={listingRow(state, services.length, columns)}/>
			<Line spans={headRow(widths, formatRange(minutes).toUpperCase())}/>
			<Lines rows={list} height={listHeight}/>
			<Lines rows={selectionRows(state, selected, columns, below)} height={selectionHeight}/>
		</Box>
	);
}

/** The list of services, the first screen. */
export const overviewScreen: ScreenModule<'overview'> = {
	View: Overview,
	reduce: screen => screen,
	schema: overviewSchema,
	onOpen: nothing,
	onLeave: nothing,
	bindings: overviewKeys,
	move: overviewMove,
	escape: clearKey,
	onRefresh: nothing,
	canPause: true,
	fields: {filter: filterField, moment: momentField, query: queryField},
	legend: overviewLegend,
	head: (state, columns) => [headerRow(state, columns), verdictRow(state, columns)],
};
