import {useMemo, type ReactElement} from 'react';
import {recordKey, type IncidentRecord} from '../../store/incident-record.js';
import {shownRecord} from '../../store/selectors/incident-record.js';
import type {State} from '../../store/state.js';
import type {Screen} from '../../store/view-state.js';
import type {Reader} from '../../words/reader.js';
import type {StyledRow} from '../components/line.js';
import {isGoingOn, lasted} from '../layout/incident-table.js';
import {recordRows} from '../layout/record-rows.js';
import {titleRow} from '../layout/title-row.js';
import {severityTone} from '../theme.js';
import {TextScreen} from './text-screen.js';

type IncidentProps = {
	readonly state: State;
	readonly screen: Extract<Screen, {type: 'incident'}>;
	readonly columns: number;
	readonly rows: number;
};

/** One incident to read: of this session as it stands, of an earlier one as it was written down. */
export function IncidentScreen({state, screen, columns, rows}: IncidentProps): ReactElement {
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
		left: [[[summary.services[0] ?? '', 'heading']], [['incident', 'dim']], [[where, 'dim']]], right: [
			[[summary.severity, isGoingOn(summary) ? severityTone[summary.severity] : 'dim']],
			[[lasted(summary, state.nowMs)]],
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
