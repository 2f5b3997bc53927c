import {useMemo, type ReactElement} from 'react';
import {recordKey, type IncidentRecord, type IncidentSummary} from '../../../store/incident-record.js';
import {shownRecord} from '../../../store/selectors/incident-record.js';
import type {State} from '../../../store/state.js';
import type {StyledRow} from '../../components/line.js';
import {act} from '../../keys/binding.js';
import {moveInText} from '../../keys/movement.js';
import {exportKey, incidentLinesKeys, incidentTreeKey} from '../../keys/shared-bindings.js';
import {incidentTimeKey} from '../../keys/time-keys.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {severityTone} from '../../theme.js';
import {TextScreen} from '../../components/text-screen.js';
import {titleRow} from '../../layout/title-row.js';
import {isGoingOn, lastedSoFar} from '../../../words/incident.js';
import type {Reader} from '../../../words/reader.js';
import {incidentSchema, reduceIncident, type IncidentState} from './state.js';
import {recordRows} from './record-rows.js';

/** One incident to read: of this session as it stands, of an earlier one as it was written down. */
function IncidentScreen({state, screen, columns, rows}: ScreenProps<IncidentState>): ReactElement {
	const {id, session} = screen;
	const known = session === undefined ? shownRecord({state, id}) ?? notKnown : state.records.opened.get(recordKey({id, session}));
	const {timeZone} = state;
	const text = useMemo(() => textOf(known, columns, {timeZone}), [known, columns, timeZone]);
	const record = typeof known === 'string' ? undefined : known;
	return <TextScreen title={record ? titleOf(state, record, columns) : [[' incident', 'heading']]} text={text} scroll={screen.scroll} columns={columns} rows={rows}/>;
}

function titleOf(state: State, {summary}: IncidentRecord, columns: number): StyledRow {
	const where = summary.session === undefined ? 'this session' : `session ${summary.session}`;
	return titleRow(state, {
		left: [[[summary.services[0] ?? '', 'heading']], [['incident', 'dim']], [[summary.id, 'dim']], [[where, 'dim']]], right: [
			[[summary.severity, isGoingOn(summary) ? severityTone[summary.severity] : 'dim']],
			[[lastedSoFar(summary, state.nowMs)]],
			summary.analysedBy === undefined ? [] : [[summary.analysedBy, 'dim']],
		],
	}, columns);
}

const notKnown = 'this incident is not known any more';

/** The record row by row; a text in its place says why there is none, and undefined that it is still being read. */
function textOf(known: IncidentRecord | string | undefined, columns: number, reader: Reader): readonly StyledRow[] {
	if (known === undefined) {
		return [[[' reading the record', 'dim']]];
	}

	return typeof known === 'string' ? [[[` ${known}`, 'warning']]] : recordRows(known, columns, reader);
}

/** The record that is shown; undefined while it is read, and where there is none. */
function recordOf(state: State, {id, session}: IncidentState): IncidentRecord | undefined {
	const known = session === undefined ? shownRecord({state, id}) : state.records.opened.get(recordKey({id, session}));
	return typeof known === 'string' ? undefined : known;
}

/** Enough of an incident for the keys: that of an earlier session is told by its session alone. */
function summaryOf(state: State, {id, session}: IncidentState): Pick<IncidentSummary, 'session' | 'services'> | undefined {
	return session === undefined ? shownRecord({state, id})?.summary : {session, services: []};
}

/** One incident; an own one needs no record. */
export const incidentScreen: ScreenModule<'incident'> = {
	View: IncidentScreen,
	reduce: reduceIncident,
	schema: incidentSchema,
	onOpen: ({id, session}) => session === undefined ? [] : [{type: 'open-incident', id, session}],
	onLeave: nothing,
	bindings: [incidentTreeKey(summaryOf), ...incidentLinesKeys(summaryOf), incidentTimeKey((state, screen) => recordOf(state, screen)?.summary), exportKey(({screen: {id, session}}) => [{type: 'export', what: {id, session}}])],
	move: moveInText(scroll => act('incident', {type: 'scrolled', scroll})),
	instance: ({id}) => id,
};
