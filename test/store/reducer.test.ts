import assert from 'node:assert/strict';
import {test} from 'node:test';
import {alertOf} from '../helpers/alerts.js';
import {analysisOf} from '../helpers/reports.js';
import {nowMs, stateAfter, type Action} from '../helpers/states.js';

const serial = Array.from({length: 250}, (_, index) => index);
const nameOf = (index: number): string => `service-${index}`;
const newest = (count: number): readonly string[] => serial.slice(-count).map(index => nameOf(index));
const after = (actionOf: (index: number) => Action) => stateAfter(...serial.map(index => actionOf(index)));

const loading = {
	status: 'loading', evidence: undefined, verdict: undefined, trouble: undefined,
} as const;

test('of what is kept by service or key the newest 200 stay', () => {
	const details = after(index => ({type: 'detail-changed', service: nameOf(index), detail: loading}));
	assert.deepEqual([...details.details.keys()], newest(200));
	const logs = after(index => ({
		type: 'logs-changed', key: nameOf(index), view: {
			status: 'loading', entries: [], heads: [], total: undefined, startMs: nowMs, endMs: nowMs, trouble: undefined,
		},
	}));
	assert.deepEqual([...logs.logs.keys()], newest(200));
	const analyses = after(index => ({type: 'analysis-opened', analysis: {...analysisOf(), service: nameOf(index)}}));
	assert.deepEqual([...analyses.analyses.keys()], newest(200));
});

test('what has changed counts as new', () => {
	const detail = (service: string): Action => ({type: 'detail-changed', service, detail: loading});
	const {details} = stateAfter(...serial.flatMap(index => [detail(nameOf(index)), detail('asked again')]));
	assert.ok(details.has('asked again'));
	assert.equal(details.size, 200);
});

test('of alerts the newest 200 stay, of opened records eight', () => {
	const alert = alertOf();
	const {alerts} = after(index => ({
		type: 'alert-started', alert: {
			id: nameOf(index), service: 'payment', target: 'slack', destination: 'hooks.slack.com', alert, startedMs: nowMs, delivery: undefined,
		},
	}));
	assert.deepEqual(alerts.map(({id}) => id), newest(200));
	const {records} = after(index => ({type: 'record-opened', key: nameOf(index), record: 'it cannot be read'}));
	assert.deepEqual([...records.opened.keys()], newest(8));
});
