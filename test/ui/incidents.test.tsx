import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import type {Anomaly} from '../../source/detect/types.js';
import {recordKey, type IncidentSummary} from '../../source/store/incident-record.js';
import {incidentRecord} from '../../source/store/selectors/incident-record.js';
import {sessionIncidents} from '../../source/store/selectors/session-incidents.js';
import {incidentColumns, incidentHead, incidentRow} from '../../source/ui/screens/incidents/table.js';
import {recordRows} from '../../source/ui/screens/incident/record-rows.js';
import {incidentState} from '../../source/ui/screens/incident/state.js';
import {rowWidth} from '../../source/ui/layout/row.js';
import {connected} from '../helpers/connected.js';
import {closeApps, showApp} from '../helpers/show-app.js';
import {analysisOf, evidence, verdict} from '../incidents/records/helpers.js';
import {
	anomaly,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';
import {until} from '../helpers/until.js';

afterEach(closeApps);

const fleet = stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42], cart: [120, 0]})}, {
	type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map(),
}, {
	type: 'detail-changed', service: 'payment', detail: {
		status: 'ready', evidence, verdict, trouble: undefined,
	},
});

const past: IncidentSummary = {
	id: 'search@1', session: '20261122-031500-aaaa', host: 'loki.prod:3100', tenant: undefined, onsetMs: nowMs - 86_400_000, lastSeenMs: nowMs - 86_100_000, endMs: nowMs - 86_100_000, severity: 'warning', services: ['search', 'catalog', 'frontend', 'api-gateway', 'notifications'], kinds: ['silence'], analysedBy: 'claude-sonnet-5-5', costDollars: 0.06, alertsSent: 2, headline: 'the index was being rebuilt', verdict: undefined,
};

test('i lists what goes on and what is over, newest first, and how far the reading is', async () => {
	const {see, press, store, intents} = showApp(fleet);
	await see('1 of 2 abnormal');
	press('i');
	await see('INCIDENTS  1, this session and earlier ones');
	assert.deepEqual(intents, [{type: 'list-incidents'}]);
	store.dispatch({
		type: 'records-changed', change: {
			status: 'reading', past: [past], readSessions: 16, ofSessions: 40,
		},
	});
	const frame = await see('reading records, 16 of 40');
	const rows = frame.split('\n');
	assert.match(rows[3] ?? '', /^>2026-11-23 02:58 +open 14 min +!! +payment .*rules/);
	assert.match(rows[4] ?? '', /^ 2026-11-22 03:12 +5 min +! +search.* \+\d.*claude.*\$0\.06 +2$/);
	press('j');
	await see('the index was being rebuilt');
});

test('enter opens the record of an earlier session, and x asks for it as a file', async () => {
	const {see, press, store, intents} = showApp(fleet);
	store.dispatch({type: 'records-changed', change: {status: 'ready', past: [past]}});
	press('i');
	await see('search');
	press('j');
	await see('the index was being rebuilt');
	press('\r');
	await see('reading the record');
	assert.deepEqual(intents.at(-1), {type: 'open-incident', id: 'search@1', session: '20261122-031500-aaaa'});
	const analysed = stateAfter(
		{type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map()},
		{
			type: 'analysis-opened', analysis: analysisOf({
				turns: [{
					question: undefined, text: 'The pool ran out.', tools: [], thinking: '', status: 'ended', startedMs: nowMs, endedMs: nowMs, trouble: undefined, retryAtMs: undefined,
				}],
			}),
		},
	);
	const record = incidentRecord(analysed, sessionIncidents(analysed)[0]?.id ?? '');
	assert.ok(record);
	store.dispatch({type: 'record-opened', key: recordKey(past), record});
	const frame = await see('The pool ran out.');
	assert.match(frame, /TIMELINE\n 02:58:00 +onset +payment trouble begins here\n 03:01:00 +found +payment errors 42\/min/);
	assert.match(frame, /PAYMENT {2}analysis by claude-sonnet-5-5/);
	press('x');
	await until(() => intents.at(-1)?.type === 'export', 'the export');
	assert.deepEqual(intents.at(-1), {type: 'export', what: {id: 'search@1', session: '20261122-031500-aaaa'}});
});

test('the lines of an incident of an earlier session are not read, in its record as little as in the list, and the keys say why', async () => {
	const {see, press, intents} = showApp(stateAfter(
		{type: 'records-changed', change: {status: 'ready', past: [past]}},
		{type: 'screen-pushed', screen: incidentState({id: 'search@1', session: '20261122-031500-aaaa'})},
	));
	await see('reading the record');
	const before = intents.length;
	press('l');
	press('t');
	await until(() => intents.length === before + 2, () => JSON.stringify(intents));
	const why = 'the lines of an incident of an earlier session are not read here: x writes what is known of it';
	assert.deepEqual(intents.slice(before), [{type: 'say', text: why}, {type: 'say', text: why}]);
});

test('an own incident is shown as it stands, without a record', async () => {
	const {see, press, store} = showApp(fleet);
	press('i');
	await see('payment');
	press('\r');
	const frame = await see('this session');
	assert.match(frame, /PAYMENT {2}no AI: rule-based verdict/);
	store.dispatch({type: 'detected', anomalies: [anomaly({service: 'payment', state: 'resolved', resolvedMs: nowMs})], expectations: new Map()});
	await see('resolved');
});

test('an own incident that is open to read stays there when it turns out to be part of another one, and says where it turns out to be none', async () => {
	const [late, payment] = connected([anomaly({service: 'checkout', openedMs: nowMs, onsetMs: nowMs - 60_000}), anomaly({service: 'payment', openedMs: nowMs - 60_000, onsetMs: nowMs - 120_000})]) as [Anomaly, Anomaly];
	const {see, press, store} = showApp(stateAfter({type: 'detected', anomalies: [late], expectations: new Map()}));
	press('i');
	await see('checkout');
	press('\r');
	await see('trouble begins here');
	store.dispatch({type: 'timeline-noted', events: [{type: 'opened', atMs: nowMs, anomaly: payment}]});
	const frame = await see(/onset +payment +trouble begins here/);
	assert.match(frame, /onset +checkout trouble begins/);
	store.dispatch({type: 'session-restored', restored: {...store.getState(), timeline: [], anomalies: []}});
	await see('this incident is not known any more');
});

test('a long sentence ends with an ellipsis in the timeline, and stands in full below it', () => {
	const pattern = {id: 'p', template: `${'SqlExceptionHelper could not get a connection '.repeat(4)}END`};
	const state = stateAfter({
		type: 'detected', anomalies: [anomaly({
			service: 'payment', kind: 'new-pattern', observedPerMinute: 13, share: 0.19, pattern,
		})], expectations: new Map(),
	});
	const record = incidentRecord(state, sessionIncidents(state)[0]?.id ?? '');
	assert.ok(record);
	const rows = recordRows(record, 80, {timeZone: 'UTC'}).map(row => row.map(([text]) => text).join(''));
	const found = rows.findIndex(row => row.includes(' found '));
	assert.match(rows[found + 1] ?? '', /^ {30}\S.*…$/);
	assert.match(rows.slice(rows.indexOf(' ABNORMAL')).join(' ').replaceAll(/\s+/g, ' '), /new error pattern at ~13\/min, 19 % of lines: .*could not get a connection END"/);
	assert.ok(rows.every(row => row.length <= 80));
});

test('a record that cannot be read says so, and where nothing is kept the list says so', async () => {
	const {see, press, store} = showApp(stateAfter(
		{type: 'records-changed', change: {status: 'ready', past: [past], note: 'nothing of this session is kept: /state cannot be written (EACCES)'}},
		{type: 'screen-pushed', screen: {type: 'incidents', selected: 0}},
	));
	await see('/state cannot be written (EACCES)');
	press('\r');
	store.dispatch({type: 'record-opened', key: recordKey(past), record: 'the record of session 20261122-031500-aaaa cannot be read (EACCES)'});
	assert.match(await see('cannot be read (EACCES)'), /the record of session 20261122-031500-aaaa/);
});

test('x on a service asks for that service\'s incident', async () => {
	const {see, press, intents} = showApp(fleet);
	await see('payment');
	press('\r');
	await see('PATTERNS');
	press('x');
	await until(() => intents.at(-1)?.type === 'export', 'the export');
	assert.deepEqual(intents.at(-1), {type: 'export', what: {service: 'payment'}});
});

test('rows of the list are as wide as the window', () => {
	for (const columns of [60, 80, 100, 120, 200]) {
		const widths = incidentColumns(columns);
		assert.equal(rowWidth(incidentRow(past, widths, {isSelected: true, timeZone: 'UTC', nowMs})), columns, String(columns));
		assert.equal(rowWidth(incidentHead(widths)), columns, String(columns));
		assert.ok(widths.services >= 5, String(columns));
	}
});
