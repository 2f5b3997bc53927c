import {Box} from 'ink';
import type {ReactElement} from 'react';
import {fitRow} from '../../layout/row.js';
import {listedIncidents} from '../../../store/selectors/incident-list.js';
import type {State} from '../../../store/state.js';
import {Line, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {incidentHeadline} from '../../../words/incident.js';
import {incidentsKeys, incidentsMove} from './commands.js';
import {incidentsSchema, reduceIncidents, type IncidentsState} from './state.js';
import {
	incidentColumns,
	incidentHead,
	incidentListHead,
	incidentRow,
	recordNote,
} from './table.js';

/** Incidents of this session and of earlier ones, newest first. */
function Incidents({state, screen, columns, rows}: ScreenProps<IncidentsState>): ReactElement {
	const incidents = listedIncidents(state);
	const listHeight = Math.max(1, rows - 4);
	const cursor = Math.max(0, Math.min(screen.selected, incidents.length - 1));
	const first = useWindow(cursor, incidents.length, listHeight);
	useReportPage(listHeight, incidents.length);
	const widths = incidentColumns(columns);
	const visible = incidents.slice(first, first + listHeight).map((incident, index) => incidentRow(incident, widths, {
		isSelected: first + index === cursor, timeZone: state.timeZone, nowMs: state.nowMs,
	}));
	const shown = incidents[cursor];
	const headline = shown && incidentHeadline(shown, {timeZone: state.timeZone});
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={incidentListHead(state, incidents.length, columns)}/>
			<Line spans={recordNote(state, columns)}/>
			<Line spans={incidentHead(widths)}/>
			<Lines rows={incidents.length === 0 ? emptyRows(state) : visible} height={listHeight}/>
			<Line spans={headline === undefined ? [] : fitRow([[` ${headline}`, 'bold']], columns)}/>
		</Box>
	);
}

function emptyRows({records}: State): readonly StyledRow[] {
	return records.status === 'ready'
		? [[['  no incident yet: what becomes abnormal is listed here', 'dim']], [['  esc', 'key'], [' goes back', 'dim']]]
		: [[['  reading the records of earlier sessions', 'dim']]];
}

/** The list of incidents, read anew from the disk whenever it is opened. */
export const incidentsScreen: ScreenModule<'incidents'> = {
	View: Incidents,
	reduce: reduceIncidents,
	schema: incidentsSchema,
	onOpen: () => [{type: 'list-incidents'}],
	onLeave: nothing,
	bindings: incidentsKeys,
	move: incidentsMove,
};
