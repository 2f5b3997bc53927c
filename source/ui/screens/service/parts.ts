import {formatOffset, formatTime, plural} from '../../../words/numbers.js';
import {recentValues} from '../../../store/selectors/rates.js';
import {minuteMs} from '../../../detect/minute.js';
import {knownMinutes, newestMinute} from '../../../store/history.js';
import type {ServiceDetail, State} from '../../../store/state.js';
import {isOpen} from '../../../detect/lifecycle.js';
import {neighbours, type Neighbour} from '../../../store/selectors/calls.js';
import {incidentOf} from '../../../store/selectors/incidents.js';
import {severityTone} from '../../theme.js';
import type {Span, StyledRow} from '../../components/line.js';
import {chartRows} from '../../layout/chart.js';
import {fitRow} from '../../layout/row.js';
import {anomaliesOf} from '../../layout/service-title.js';
import {kindOf} from '../../../detect/kinds/registry.js';
import type {Reader} from '../../../words/reader.js';
import {causeWords, verdictFindings, verdictHeadline} from '../../../words/verdict.js';

type ServiceChartOptions = {
	readonly columns: number;
	readonly rows: number;
	readonly minutes: number;
	/** The minute under the cursor, where there is one. */
	readonly cursorMs?: number | undefined;
};

/** The errors of the chosen range; where lines, not errors, are what is wrong, the lines. */
export function serviceChart(state: State, service: string, {columns, rows, minutes, cursorMs}: ServiceChartOptions): readonly StyledRow[] {
	const worst = anomaliesOf(state, service).find(anomaly => isOpen(anomaly));
	const kind = worst ? kindOf(worst.kind).counts : 'errors';
	const values = recentValues(state.history.services.get(service), minutes, kind, state.openMinute && {minute: state.openMinute, service});
	const endMs = newestMinute(state.history) + 60_000;
	const expected = state.expectations.get(service);
	const limit = kind === 'errors' ? expected?.errorsLimitPerMinute : expected?.linesPerMinute;
	const head: StyledRow = [
		[` ${kind === 'errors' ? 'ERRORS' : 'LINES'} A MINUTE`, 'dim'],
		[limit === undefined ? '' : `   ┄ ${kind === 'errors' ? 'expected at most' : 'expected'}`, 'dim'],
	];
	const cursor = cursorMs === undefined ? [] : cursorSpans(state, service, cursorMs, kind);
	return [fitRow([...head, ...cursor], columns), ...chartRows(values, {
		columns: columns - 1,
		rows: rows - 1,
		limit,
		startMs: endMs - (minutes * 60_000),
		endMs,
		timeZone: state.timeZone,
		tone: worst ? severityTone[worst.severity] : 'plain',
		cursorMs,
	})];
}

/** `04:26  12 errors, 180 lines   l lines` */
function cursorSpans(state: State, service: string, cursorMs: number, kind: 'errors' | 'lines'): StyledRow {
	const [minute] = knownMinutes(state.history, service, {startMs: cursorMs, endMs: cursorMs + minuteMs});
	const said = minute === undefined ? 'not read' : plural(minute[kind], kind === 'errors' ? 'error' : 'line');
	return [[`   ${formatTime(cursorMs, {timeZone: state.timeZone})}`, 'key'], [`  ${said}   `], ['l', 'key'], [' lines of then', 'dim']];
}

/** The rule-based verdict in at most two rows. */
export function verdictRows(detail: ServiceDetail | undefined, columns: number, reader: Reader): readonly StyledRow[] {
	const verdict = detail?.verdict;
	if (!verdict) {
		return [];
	}

	const cause = causeWords(verdict, reader);
	const said: StyledRow = cause
		? [[' no AI  ', 'dim'], [cause.name, 'bold'], [`  ${cause.reason}`]]
		: [[' no AI  ', 'dim'], [verdictFindings(verdict, reader)[0] ?? verdictHeadline(verdict, reader)]];
	return [fitRow(said, columns)];
}

/** Whom it calls and who calls it: ` CALLS     redis, db-primary (not in Loki)   CALLED BY   web-gateway`. Empty where nothing is known. */
export function callsRow(state: State, service: string, columns: number): StyledRow {
	const {calls, callers} = neighbours(state, service);
	const sides: ReadonlyArray<readonly [head: string, names: readonly Neighbour[]]> = [[' CALLS     ', calls], [' CALLED BY ', callers]];
	const spans = sides.filter(([, names]) => names.length > 0).flatMap(([head, names], side): Span[] => [
		[side === 0 ? head : `  ${head}  `, 'dim'],
		...names.flatMap(({name, isAbnormal, isOutside}, index): Span[] => [
			[index === 0 ? '' : ', '], [isAbnormal ? `${name} !` : name, isAbnormal ? 'warning' : 'plain'], [isOutside ? ' (not in Loki)' : '', 'dim'],
		]),
	]);
	return spans.length === 0 ? [] : fitRow(spans, columns);
}

/** Who was first: ` STARTED   payment 02:58:10   checkout +40 s`. What is known by now, else what the evidence knew. */
export function onsetRow(state: State, service: string, columns: number): StyledRow {
	const onsets: ReadonlyArray<{readonly service: string; readonly onsetMs: number}> = incidentOf(state, service)?.incident.members ?? state.details.get(service)?.evidence?.onsets ?? [];
	const [first, ...others] = onsets;
	if (!first) {
		return [];
	}

	const spans: Span[] = [
		[' STARTED   ', 'dim'],
		[`${first.service} ${formatTime(first.onsetMs, {timeZone: state.timeZone, withSeconds: first.onsetMs % 60_000 !== 0})}`, 'bold'],
	];
	for (const other of others) {
		spans.push([`   ${other.service} ${formatOffset(other.onsetMs - first.onsetMs)}`]);
	}

	return fitRow(spans, columns);
}
