import {Box} from 'ink';
import type {ReactElement} from 'react';
import {selectedRow} from '../../store/selectors/overview.js';
import {recentValues} from '../../store/selectors/rates.js';
import type {State} from '../../store/state.js';
import {formatRange} from '../../words/times.js';
import {rangeMinutes} from '../../store/view-state.js';
import {Line, type StyledRow} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {useReportPage} from '../hooks/use-page.js';
import {useWindow} from '../hooks/use-window.js';
import {emptyOverviewRows} from '../layout/empty-overview.js';
import {selectionRows} from '../layout/overview-selection.js';
import {listingRow} from '../layout/listing-row.js';
import {headRow, overviewColumns, serviceRow} from '../layout/overview-table.js';

type OverviewProps = {
	readonly state: State;
	readonly columns: number;
	readonly rows: number;
};

/** Rows of what is said of the service under the cursor, with the blank one above. */
const selectionHeight = 3;

/** One row a service, abnormal first; below it what is known of the one under the cursor. */
export function Overview({state, columns, rows}: OverviewProps): ReactElement {
	const {rows: services, index, row: selected} = selectedRow(state);
	const listHeight = Math.max(1, rows - 2 - selectionHeight);
	const first = useWindow(index, services.length, listHeight);
	useReportPage(listHeight, services.length);
	if (services.length === 0) {
		return <Lines rows={emptyOverviewRows(state, columns)} height={rows}/>;
	}

	const minutes = rangeMinutes[state.view.rangeIndex] ?? 60;
	let longest = 0;

	for (const service of services) {
		longest = Math.max(longest, service.service.length);
	}

	const widths = overviewColumns(columns, longest);
	const visible = services.slice(first, first + listHeight);
	const below = services.length - first - visible.length;
	const list: StyledRow[] = visible.map((row, position) => serviceRow(row, widths, {
		values: recentValues(state.history.services.get(row.service), minutes, 'errors', state.openMinute && {minute: state.openMinute, service: row.service}),
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
