import assert from 'node:assert/strict';
import {test} from 'node:test';
import {incidentRecord, shownRecord} from '../../source/store/selectors/incident-record.js';
import {sessionIncidents} from '../../source/store/selectors/session-incidents.js';
import {reduceState} from '../../source/ui/screens/screen-store.js';
import {connected} from '../helpers/connected.js';
import {
	analysisOf,
	evidence,
	facts,
	verdict,
} from '../incidents/records/helpers.js';
import {alertOf} from '../helpers/alerts.js';
import {
	anomaly,
	minutesOf,
	nowMs,
	stateAfter,
	type Action,
} from '../helpers/states.js';

const payment = anomaly({service: 'payment'});
const detected = (...anomalies: ReadonlyArray<typeof payment>): Action => ({type: 'detected', anomalies: connected(anomalies), expectations: new Map()});
const broken = stateAfter(detected(payment));
const id = sessionIncidents(broken)[0]?.id ?? '';

test('the record on the screen is the same one while clock, counts and answers of Loki go on', () => {
	const before = shownRecord({state: broken, id});
	assert.ok(before);
	const actions: readonly Action[] = [
		{type: 'clock-ticked', nowMs: nowMs + 1000},
		{type: 'connection-changed', change: {lastAnswerMs: nowMs + 1000}},
		{type: 'minutes-read', minutes: minutesOf({payment: [231, 42]})},
		{type: 'screen-acted', screen: 'incident', action: {type: 'scrolled', scroll: {from: 'top', rows: 3}}},
	];
	let state = broken;
	for (const action of actions) {
		state = reduceState(state, action);
		assert.equal(shownRecord({state, id}), before, action.type);
	}
});

test('the record on the screen holds what was learnt last, of whatever it is made of', () => {
	const actions: readonly Action[] = [
		// No news for the timeline, but another sentence.
		detected({...payment, observedPerMinute: 45}),
		detected(payment, anomaly({service: 'checkout', severity: 'warning'})),
		{
			type: 'detail-changed', service: 'payment', detail: {
				status: 'ready', evidence, verdict, trouble: undefined,
			},
		},
		{type: 'analysis-opened', analysis: analysisOf()},
		{
			type: 'report-read', service: 'payment', report: {
				headline: 'the pool ran out', command: undefined, slackLine: undefined,
			},
		},
		{
			type: 'alert-started', alert: {
				id: 'a', service: 'payment', target: 'slack', destination: 'hooks.slack.com/.../****', alert: alertOf([payment]), startedMs: nowMs, delivery: undefined,
			},
		},
		{
			type: 'timeline-noted', events: [{
				type: 'asked', atMs: nowMs, service: 'payment', question: 'since when?',
			}],
		},
		{type: 'session-opened', session: {...facts, timeZone: 'Europe/Berlin'}},
		{type: 'session-opened', session: {...facts, timeZone: 'Europe/Berlin', isDemo: true}},
		{type: 'connection-changed', change: {host: 'loki.other:3100'}},
		{type: 'connection-changed', change: {tenant: 'shop'}},
		{type: 'connection-changed', change: {selector: '{app=~".+"}'}},
		{type: 'connection-changed', change: {errorSource: 'line'}},
	];
	let state = broken;
	for (const action of actions) {
		const before = shownRecord({state, id});
		state = reduceState(state, action);
		assert.notDeepEqual(incidentRecord(state, id), before, `${action.type} changes it`);
		assert.deepEqual(shownRecord({state, id}), incidentRecord(state, id), action.type);
	}
});
