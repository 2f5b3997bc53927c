import {
	formatCount,
	formatDateTime,
	formatDollars,
} from '../../../words/numbers.js';
import {isGoingOn, lastedSoFar} from '../../../words/incident.js';
import {serviceName} from '../../../words/service-name.js';
import {fit} from '../../../terminal/width.js';
import type {IncidentSummary} from '../../../store/incident-record.js';
import type {State} from '../../../store/state.js';
import type {Span, StyledRow} from '../../components/line.js';
import {severityTone} from '../../theme.js';
import {fitRow} from '../../layout/row.js';
import {kindWords} from '../../../words/kinds.js';
import {titleRow} from '../../layout/title-row.js';

/** Widths of the list's columns; 0 where a column is left out. */
export type IncidentColumns = {
	readonly services: number;
	readonly kind: number;
	readonly analysed: number;
	readonly cost: number;
	readonly alerts: number;
};

const startColumns = 18;
const lastedColumns = 12;
const markColumns = 4;

/** What does not fit goes in this order: cost, kind. */
export function incidentColumns(columns: number): IncidentColumns {
	const kind = columns >= 100 ? 20 : 0;
	const cost = columns >= 88 ? 8 : 0;
	const analysed = columns >= 110 ? 20 : 12;
	const alerts = 8;
	return {
		services: columns - 1 - startColumns - lastedColumns - markColumns - kind - cost - analysed - alerts, kind, analysed, cost, alerts,
	};
}

export function incidentHead({services, kind, analysed, cost, alerts}: IncidentColumns): StyledRow {
	return [[` ${fit('STARTED', startColumns)}${fit('LASTED', lastedColumns)}${' '.repeat(markColumns)}${fit('FIRST, THEN THE OTHERS', Math.max(0, services - 2))}${' '.repeat(Math.min(2, services))}${fit('WHAT', kind)}${fit('ANALYSED BY', analysed)}${fit('COST', cost, {align: 'right'})}${fit('ALERTS', alerts, {align: 'right'})}`, 'dim']];
}

type IncidentRowOptions = {
	readonly isSelected: boolean;
	readonly timeZone: string | undefined;
	readonly nowMs: number;
};

/** One incident as one row. */
export function incidentRow(incident: IncidentSummary, widths: IncidentColumns, {isSelected, timeZone, nowMs}: IncidentRowOptions): StyledRow {
	const isOpen = isGoingOn(incident);
	const spans: Span[] = [
		[isSelected ? '>' : ' ', 'selected'],
		[fit(formatDateTime(incident.onsetMs, {timeZone}), startColumns), isOpen ? 'plain' : 'dim'],
		[fit(lastedSoFar(incident, nowMs), lastedColumns), isOpen ? 'bold' : 'dim'],
		[fit(incident.severity === 'critical' ? '!!' : '!', markColumns), isOpen ? severityTone[incident.severity] : 'dim'],
		[fit(servicesText(incident.services, widths.services - 2), widths.services), isSelected ? 'selected' : 'plain'],
	];
	if (widths.kind > 0) {
		spans.push([fit(incident.kinds.map(kind => kindWords[kind].label).join(', '), widths.kind - 2) + '  ', 'plain']);
	}

	spans.push([fit(incident.analysedBy ?? '-', widths.analysed - 1) + ' ', 'dim']);
	if (widths.cost > 0) {
		spans.push([fit(incident.costDollars === undefined ? '' : formatDollars(incident.costDollars), widths.cost, {align: 'right'}), 'dim']);
	}

	spans.push([fit(incident.alertsSent === 0 ? '-' : formatCount(incident.alertsSent), widths.alerts, {align: 'right'}), 'dim']);
	return spans;
}

/** As many names as fit, and how many more there are. */
function servicesText(services: readonly string[], columns: number): string {
	const names = services.map(service => serviceName(service));
	for (let shown = names.length; shown > 1; shown--) {
		const more = names.length - shown;
		const text = names.slice(0, shown).join(', ') + (more > 0 ? ` +${more}` : '');
		if (text.length <= columns) {
			return text;
		}
	}

	return `${names[0] ?? ''}${names.length > 1 ? ` +${names.length - 1}` : ''}`;
}

/** What the list is of, and how far it is read. */
export function incidentListHead(state: State, count: number, columns: number): StyledRow {
	const {records} = state;
	const spans: Span[] = [[`INCIDENTS  ${formatCount(count)}, this session and earlier ones`, 'dim']];
	if (records.status === 'reading' && records.readSessions < records.ofSessions) {
		spans.push([`   reading records, ${records.readSessions} of ${records.ofSessions}`, 'bold']);
	}

	return titleRow(state, {left: [spans], right: []}, columns);
}

/** Why nothing is kept, where that is so. */
export const recordNote = ({records}: State, columns: number): StyledRow => records.note === undefined ? [] : fitRow([[` ${records.note}`, 'warning']], columns);
