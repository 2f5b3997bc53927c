import assert from 'node:assert/strict';
import {test} from 'node:test';
import {windowStart} from '../../source/ui/hooks/use-window.js';
import {chartRows, niceStep, resample} from '../../source/ui/layout/chart.js';
import {headerRow, verdictRow} from '../../source/ui/layout/header.js';
import {footerRow} from '../../source/ui/layout/footer.js';
import {fitNotice} from '../../source/ui/layout/notice.js';
import {
	headRow,
	overviewColumns,
	serviceRow,
} from '../../source/ui/screens/overview/table.js';
import {countsOf} from '../../source/ui/screens/overview/spark.js';
import {partingLine} from '../../source/ui/layout/parting.js';
import {fitRow, justify, rowWidth} from '../../source/ui/layout/row.js';
import {scrollStart} from '../../source/ui/layout/scroll.js';
import type {StyledRow} from '../../source/ui/components/line.js';
import {analysisTitle} from '../../source/ui/screens/analysis/title.js';
import {selectionRows} from '../../source/ui/screens/overview/selection.js';
import {serviceTitle} from '../../source/ui/layout/service-title.js';
import {overviewRows, selectedRow} from '../../source/store/selectors/overview.js';
import {alertOf} from '../helpers/alerts.js';
import {analysisOf} from '../helpers/reports.js';
import {
	anomaly,
	minuteMs,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';
import {connected} from '../helpers/connected.js';

const textOf = (row: StyledRow): string => row.map(([text]) => text).join('');

const minutesRead = {type: 'minutes-read', minutes: minutesOf({payment: [231, 42], checkout: [280, 31]})} as const;
const state = stateAfter(minutesRead, {
	type: 'detected',
	anomalies: connected([anomaly({service: 'payment'}), anomaly({service: 'checkout', onsetMs: Date.UTC(2026, 10, 23, 2, 59)})]),
	expectations: new Map([['payment', {errorsPerMinute: 3.1, errorsLimitPerMinute: 7, linesPerMinute: 230}]]),
});

test('head and rows of the overview are as wide as the window, and its columns line up', () => {
	for (const columns of [60, 80, 100, 120, 160, 240]) {
		const widths = overviewColumns(columns, 12);
		const {row} = selectedRow(state);
		assert.ok(row);
		const line = textOf(serviceRow(row, widths, {values: [1, 2, undefined, 42], isSelected: true, timeZone: 'UTC'}));
		const head = textOf(headRow(widths, 'LAST HOUR'));
		assert.equal(rowWidth([[line]]), columns, String(columns));
		assert.equal(rowWidth([[head]]), columns, String(columns));
		assert.equal(line.indexOf('14x') + 3, head.indexOf('USUAL') + 5 + widths.factor, String(columns));
	}
});

test('narrow windows lose lines a minute first, then the share, never the verdict', () => {
	assert.ok(overviewColumns(120, 12).lines > 0);
	assert.equal(overviewColumns(100, 12).lines, 0);
	assert.ok(overviewColumns(100, 12).share > 0);
	assert.equal(overviewColumns(80, 12).share, 0);
	assert.ok(overviewColumns(60, 12).what >= 8);
});

test('the verdict says who was first and by how much', () => {
	assert.match(textOf(verdictRow(state, 120)), /^ 2 of 2 abnormal: payment likely first at 02:58, checkout \+1 min\./);
});

test('lines that are late are said beside the verdict, calm or not, on a narrow screen too', () => {
	const late = {type: 'connection-changed', change: {lastAnswerMs: nowMs, doubt: 'Lines arrive 6 min late; minutes are judged once complete.'}} as const;
	const calm = stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 0]})}, {type: 'detected', anomalies: [], expectations: state.expectations}, {type: 'backfill-changed', change: {doneHours: 24}}, late);
	assert.match(textOf(verdictRow(calm, 80)), /^ 1 service, nothing abnormal in what is known\. Lines arrive 6 min late/);
	assert.match(textOf(verdictRow({...state, connection: {...state.connection, doubt: late.change.doubt}}, 80)), /^ 2 of 2 abnormal: payment likely first, 1 more\. +Lines arrive 6 min late *$/);
	for (const [doubt, shown] of [
		['Ignoring Loki\'s answer for 3 minutes (fewer lines than read before; a second query counts more). Keeping earlier counts, retrying.', 'Ignoring Loki\'s answer for 3 minutes'],
		['api.eu looks silent; not reported yet: a second query does not confirm it.', 'api.eu looks silent'],
	] as const) {
		assert.ok(textOf(verdictRow({...state, connection: {...state.connection, doubt}}, 120)).trimEnd().endsWith(`  ${shown}`), shown);
	}
});

test('the header and the footer are exactly as wide as the window', () => {
	for (const columns of [60, 80, 119, 160]) {
		assert.equal(rowWidth(headerRow(state, columns)), columns);
		assert.equal(rowWidth(verdictRow(state, columns)), columns);
		assert.equal(rowWidth(footerRow(state, columns)), columns);
	}
});

test('the header names Loki, tenant and selector at any width; what is too long loses its middle', () => {
	const connection = {host: 'loki-gateway.observability.svc.example.org:3100', tenant: 'team-payments-production', selector: '{namespace="production", cluster="eu-west-1-blue"}'};
	const long = {...state, connection: {...state.connection, ...connection}, backfill: {...state.backfill, doneHours: 24}};
	for (const columns of [80, 119, 160]) {
		const text = textOf(headerRow(long, columns));
		assert.match(text, / loki-\S*…\S*:3100 +team\S*ion +\{na.*\}/, text);
		assert.match(text, /baseline 24\/24 h/);
		assert.equal(rowWidth(headerRow(long, columns)), columns);
	}

	const short = {
		...long, connection: {
			...long.connection, host: '10.0.0.7:3100', tenant: undefined, selector: '{app="a"}',
		},
	};
	assert.match(textOf(headerRow(short, 80)), / 10\.0\.0\.7:3100 {2}\{app="a"\} /);
	assert.match(textOf(headerRow({...short, isDemo: true}, 80)), / demo {2}10\.0\.0\.7:3100 {2}\{app="a"\} /);
});

test('at 80 columns the header says that somebody watches, but not in place of a baseline that is not whole', () => {
	const watched = stateAfter(minutesRead, {type: 'watch-toggled'});
	assert.match(textOf(headerRow(watched, 80)), /watching/);
	const learning = {...watched, backfill: {...watched.backfill, doneHours: 8}};
	assert.match(textOf(headerRow(learning, 80)), /baseline 8 of 24 h/);
	assert.equal(rowWidth(headerRow(learning, 80)), 80);
});

test('the age of the data turns yellow once it is older than two polls and a half, or Loki fails', () => {
	const ageAfter = (ageMs: number, status: 'live' | 'failing' = 'live', pollMs = 60_000) => headerRow({...stateAfter({type: 'connection-changed', change: {status, lastAnswerMs: nowMs - ageMs}}), pollMs}, 160).find(([text]) => text.endsWith(' ago'));
	assert.deepEqual([150_000, 151_000, 3_600_000].map(ageMs => ageAfter(ageMs)?.[1]), ['plain', 'warning', 'warning']);
	assert.deepEqual([50_000, 51_000].map(ageMs => ageAfter(ageMs, 'live', 20_000)?.[1]), ['plain', 'warning']);
	assert.deepEqual([290_000, 750_000, 751_000].map(ageMs => ageAfter(ageMs, 'live', 300_000)?.[1]), ['plain', 'plain', 'warning']);
	assert.equal(ageAfter(4000, 'failing')?.[1], 'warning');
});

test('help and the way out stay in the footer however narrow it is', () => {
	assert.match(textOf(footerRow(state, 60)), /\? help +q quit $/);
});

test('a notice takes the whole last row, and a path in it loses its middle and not its file name', () => {
	const noticed = (text: string) => footerRow({...state, notice: {text, tone: 'good', untilMs: nowMs + 1000}}, 80);
	const sentence = 'payment muted until 04:12 (not saved: ends when you quit); m again: longer';
	assert.equal(textOf(noticed(sentence)).trim(), sentence);
	const written = noticed('written to /home/someone/a long way/below/the/working/directory/of/theirs/incident-payment-0258.md (mode 0600)');
	assert.equal(rowWidth(written), 80);
	assert.match(textOf(written), /^ written to \/home\/some.*…\/incident-payment-0258\.md \(mode 0600\) *$/);
	assert.equal(fitNotice('no path but a very long sentence', 10), 'no path b…');
	assert.equal(fitNotice('/a/name-that-does-not-fit.md', 10), '/a/name-t…');
});

test('a lost Loki is said with how long, when it is tried again even where the window is narrow, and its reason', () => {
	const lost = stateAfter({
		type: 'connection-changed', change: {
			status: 'failing',
			lastAnswerMs: nowMs - 80_000,
			failingSinceMs: nowMs - 60_000,
			retryAtMs: nowMs + 8000,
			trouble: {what: 'no answer from loki.prod:3100', why: 'connection refused', nextStep: 'Check that it runs.'},
		},
	});
	assert.match(textOf(verdictRow(lost, 160)), /no answer from loki\.prod:3100 for 1 min 20 s, retrying in 8 s \(connection refused\)\. Check that it runs\./);
	assert.match(textOf(verdictRow(lost, 80)), /retrying in 8 s/);
});

test('parts that do not fit are left out whole, from the end of their side', () => {
	assert.equal(textOf(justify([[['one']], [['two']]], [[['three']], [['four']]], 22)), ' one   two      three ');
	assert.equal(textOf(justify([[['one']], [['two']]], [[['three']]], 10)), ' one      ');
	assert.equal(textOf(justify([[['one']]], [[['three']]], 10, {first: 'right'})), '    three ');
});

test('a row is cut and padded by what it takes on the screen', () => {
	assert.equal(rowWidth(fitRow([['日本語日本語', 'bold'], ['x']], 7)), 7);
	assert.equal(textOf(fitRow([['ab']], 4)), 'ab  ');
});

test('a window moves only as far as the cursor makes it', () => {
	assert.equal(windowStart(0, 4, 100, 10), 0);
	assert.equal(windowStart(0, 10, 100, 10), 1);
	assert.equal(windowStart(1, 5, 100, 10), 1);
	assert.equal(windowStart(20, 5, 100, 10), 5);
	assert.equal(windowStart(95, 99, 100, 10), 90);
	assert.equal(windowStart(50, 2, 3, 10), 0);
});

test('a text is followed from its end or held at its top', () => {
	assert.equal(scrollStart({from: 'end', rows: 0}, 100, 10), 90);
	assert.equal(scrollStart({from: 'end', rows: 5}, 100, 10), 85);
	assert.equal(scrollStart({from: 'top', rows: 5}, 100, 10), 5);
	assert.equal(scrollStart({from: 'top', rows: 500}, 100, 10), 90);
	assert.equal(scrollStart({from: 'end', rows: 0}, 3, 10), 0);
});

test('chart steps are numbers that a reader can add up', () => {
	assert.deepEqual([0.3, 1, 1.1, 4, 6, 42, 100].map(value => niceStep(value)), [0.5, 1, 2, 5, 10, 50, 100]);
});

test('a chart column is the highest of its minutes, and a gap where none was read', () => {
	assert.deepEqual(resample([1, 5, 2, undefined, undefined, undefined], 3), [5, 2, undefined]);
	assert.deepEqual(resample([1, 2], 4), [1, 1, 2, 2]);
});

test('a chart has the asked size, its limit as a dotted line, its gaps blank', () => {
	const rows = chartRows([1, 1, undefined, undefined, 10, 10], {
		columns: 40, rows: 8, limit: 5, startMs: 0, endMs: 3_600_000, timeZone: 'UTC', tone: 'critical',
	}).map(row => textOf(row));
	assert.equal(rows.length, 8);
	assert.ok(rows.some(row => row.includes('┄')), rows.join('\n'));
	assert.match(rows.at(-2) ?? '', /·+/);
	assert.match(rows.at(-1) ?? '', /00:00/);
	assert.ok(rows.every(row => rowWidth([[row]]) <= 40), rows.join('\n'));
});

test('a chart of nothing but missing minutes draws no line', () => {
	const rows = chartRows([undefined, undefined], {
		columns: 30, rows: 6, limit: undefined, startMs: 0, endMs: 60_000, timeZone: 'UTC', tone: 'plain',
	}).map(row => textOf(row));
	assert.ok(rows.slice(0, -1).every(row => !/[─│╭╰]/.test(row)), rows.join('\n'));
});

test('the last line says what was open and how to come back to it', () => {
	assert.equal(partingLine(state), '2 of 2 services abnormal, payment likely first at 02:58');
	assert.equal(partingLine({...state, records: {...state.records, session: '20261123-031230-4f2a'}}), '2 of 2 services abnormal, payment likely first at 02:58; back to it: loki-sentinel -c');
	assert.equal(partingLine(stateAfter()), undefined);
});

test('names that differ at their end keep it', () => {
	const widths = overviewColumns(80, 40);
	const named = (service: string) => textOf(serviceRow({...selectedRow(state).rows[0]!, service}, widths, {values: [], isSelected: false, timeZone: 'UTC'}));
	assert.match(named('payments-europe-west-gateway-7'), /payment…teway-7/);
});

test('where lines are what is wrong, the sparkline draws lines', () => {
	const row = selectedRow(state).rows[0]!;
	assert.equal(countsOf(row), 'errors');
	for (const kind of ['silence', 'volume-surge', 'pattern-storm'] as const) {
		assert.equal(countsOf({anomaly: anomaly({service: 'payment', kind})}), 'lines', kind);
	}

	assert.equal(countsOf({anomaly: anomaly({service: 'payment', kind: 'silence', state: 'resolved'})}), 'errors');
});

test('an alert about an incident shows on the row, the page and the analysis of each of its services', () => {
	const members = [anomaly({service: 'payment'}), anomaly({service: 'checkout', onsetMs: nowMs - (10 * minuteMs)})];
	const alerted = stateAfter(
		{type: 'minutes-read', minutes: minutesOf({payment: [100, 40], checkout: [100, 20]})},
		{type: 'detected', anomalies: members, expectations: new Map()},
		{
			type: 'alert-started', alert: {
				id: 'a1', service: 'payment', target: 'slack', destination: 'hooks.slack.com/.../****', alert: alertOf(members), startedMs: nowMs, delivery: {state: 'delivered', atMs: nowMs},
			},
		},
	);
	const row = overviewRows(alerted).find(({service}) => service === 'checkout');
	const shown = [...selectionRows(alerted, row, 100, 0), serviceTitle(alerted, 'checkout', 100), analysisTitle(alerted, analysisOf(), 'checkout', 100)].map(spans => textOf(spans));
	assert.equal(shown.filter(text => text.includes('alerted Slack')).length, 3, shown.join('\n'));
});
