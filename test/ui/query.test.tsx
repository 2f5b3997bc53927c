import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import type {MetricSeries} from '../../source/loki/types.js';
import {answerKey, type QueryAnswer} from '../../source/store/query.js';
import {logViewKey} from '../../source/store/state.js';
import type {AskedQuery} from '../../source/store/view-state.js';
import {displayWidth} from '../../source/terminal/width.js';
import {caretRows} from '../../source/ui/layout/query-rows.js';
import {rowText, rowWidth} from '../../source/ui/layout/row.js';
import {seriesChartRows} from '../../source/ui/layout/series-chart.js';
import {queryState} from '../../source/ui/screens/query/state.js';
import {queryLinesState} from '../../source/ui/screens/lines/state.js';
import {closeApps, showApp} from '../helpers/show-app.js';
import {fleet} from '../helpers/log-lines.js';
import {until} from '../helpers/until.js';
import {minuteMs, nowMs} from '../helpers/states.js';

afterEach(closeApps);

const query: AskedQuery = {text: 'sum by (pod) (rate({app="a"}[5m]))', rangeMs: 60 * minuteMs};
const times = {startMs: nowMs - (60 * minuteMs), endMs: nowMs, stepMs: minuteMs};

const seriesOf = (labels: Readonly<Record<string, string>>, valueAt: (minute: number) => number | undefined): MetricSeries => ({
	labels, samples: Array.from({length: 61}, (_, minute): readonly [number, number | undefined] => [times.startMs + (minute * minuteMs), valueAt(minute)]).filter((sample): sample is [number, number] => sample[1] !== undefined),
});

const answerOf = (series: readonly MetricSeries[], change: Partial<QueryAnswer> = {}): QueryAnswer => ({
	status: 'ready', form: 'over-time', ...times, series, total: series.length, warnings: [], isBeyond: false, readMs: nowMs - 3000, trouble: undefined, ...change,
});

/** The screen of an answer. */
function showAnswer(answer: QueryAnswer, asked = query) {
	const app = showApp(fleet);
	app.store.dispatch({type: 'query-answered', key: answerKey(asked), answer});
	app.store.dispatch({type: 'screen-pushed', screen: queryState(asked)});
	return app;
}

test('numbers are a chart and a list: how many of how many, of which time, each with its numbers', async () => {
	const pods = Array.from({length: 8}, (_, index) => seriesOf({app: 'a', pod: `pod-${index}`}, minute => 10 - index + Math.sin(minute / 5)));
	const {see, press} = showAnswer(answerOf(pods, {total: 37}));
	const frame = await see('6 of 37 series shown');
	assert.match(frame, /query.*last hour.*read 3 s ago/);
	assert.match(frame, /sum by \(pod\) \(rate\(\{app="a"\}\[5m\]\)\)/);
	assert.match(frame, /SERIES +LAST +MAX +AVG +MIN/);
	assert.match(frame, />━ pod-0 +9\.46 +11 +/);
	assert.match(frame, /12 ┤/);
	press('j');
	await see(/>━ pod-1/);
	press('\t');
	const table = await see('8 of 37 series shown');
	assert.match(table, /pod-7/);
	assert.doesNotMatch(table, /┤/);
	press('l');
	await see('┤');
});

test('numbers of one moment are a table without a chart', async () => {
	const {see, press, intents} = showAnswer(answerOf([{labels: {}, samples: [[nowMs, 3]]}], {form: 'moment'}));
	const frame = await see(/VALUE[\s\S]*value +3/);
	assert.doesNotMatch(frame, /┤|one value each/);
	press('\t');
	await until(() => intents.some(intent => intent.type === 'say' && intent.text.includes('numbers of one moment')), 'why there is no chart');
});

test('an answer without series, one that failed and one that may be of more say so, and what to press', async () => {
	const empty = showAnswer(answerOf([]));
	await empty.see(/no series: nothing in this time matches[\s\S]*: edits the query/);
	closeApps();
	const failed = showAnswer(answerOf([], {
		status: 'failed', trouble: {
			what: 'The query is not valid', why: 'unexpected x', nextStep: 'Fix it.', place: {line: 1, column: 8},
		},
	}));
	const frame = await failed.see('unexpected x');
	const rows = frame.split('\n');
	const caret = rows.findIndex(row => /^ +\^$/.test(row));
	assert.equal(rows[caret]!.indexOf('^') - rows[caret - 1]!.indexOf('sum'), 7);
	assert.match(frame, /r tries again[\s\S]*: edits the query/);
	closeApps();
	const beyond = showAnswer(answerOf([seriesOf({pod: 'a'}, () => 1)], {isBeyond: true, warnings: ['some data is missing']}));
	await beyond.see(/not only what is watched[\s\S]*some data is missing/);
});

test('a query whose lines Loki refuses is shown with the place', async () => {
	const app = showApp(fleet);
	const asked: AskedQuery = {text: '{app="a"} | jsn', rangeMs: 60 * minuteMs};
	app.store.dispatch({type: 'screen-pushed', screen: queryLinesState(asked, '')});
	app.store.dispatch({
		type: 'logs-changed', key: logViewKey({service: '', query: asked}), view: {
			status: 'failed', entries: [], heads: [], total: undefined, startMs: times.startMs, endMs: nowMs, trouble: {
				what: 'The query is not valid', why: 'unexpected jsn', nextStep: 'Fix it.', place: {line: 1, column: 13},
			},
		},
	});
	const refused = await app.see('unexpected jsn');
	const rows = refused.split('\n');
	const caret = rows.findIndex(row => /^ +\^$/.test(row));
	assert.equal(rows[caret]!.indexOf('^'), rows[caret - 1]!.indexOf('jsn'));
});

test('the prompt shows what fits at the cursor, or a caret under what is wrong, and what to press', async () => {
	const {store, see} = showApp(fleet);
	const text = '{service_name="payment"} | x y';
	store.dispatch({type: 'field-opened', field: {purpose: 'query', text: '{po', cursor: 3}});
	store.dispatch({
		type: 'prompt-changed', change: {
			choices: {
				text: '{po', cursor: 3, base: {text: '{po', from: 1, to: 3}, items: [{shown: 'pod', text: 'pod'}, {shown: 'pool', text: 'pool'}], total: 2, taken: undefined, note: '',
			},
		},
	});
	const frame = await see(/pod {2}pool +2/);
	assert.match(frame, /tab completes {2,}enter asks Loki, last hour.*esc closes/);
	store.dispatch({type: 'field-edited', field: {text, cursor: 29}});
	store.dispatch({type: 'prompt-changed', change: {fault: {text, why: '"y" was not expected here', at: 29}}});
	const faulty = await see('line 1, column 30: "y" was not expected here');
	const rows = faulty.split('\n');
	const caret = rows.findIndex(row => /^ +\^$/.test(row));
	assert.equal(rows[caret]!.indexOf('^'), rows[caret - 1]!.indexOf('{') + 29);
});

test('a caret stands under its place in a query of any length, and every row fits', () => {
	for (const columns of [60, 80, 160]) {
		for (const length of [10, 70, 300]) {
			const text = `{app="${'界'.repeat(length / 10)}${'a'.repeat(length)}"} | jsn ${'b'.repeat(40)}`;
			const column = text.indexOf('jsn') + 1;
			const [shown, caret] = caretRows(text, {line: 1, column}, columns).map(row => rowText(row));
			assert.ok(displayWidth(shown!) <= columns);
			const place = displayWidth(caret!.slice(0, caret!.indexOf('^')));
			assert.equal(displayWidth(shown!.slice(0, shown!.indexOf('jsn'))), place, `${columns} ${length}`);
		}
	}

	assert.equal(caretRows('{app="a"}', {line: 3, column: 1}, 80).length, 1, 'a place that is not in it has none');
});

test('a chart has one scale for all, gaps where nothing is known, and rows of its width', () => {
	const series = [
		seriesOf({pod: 'a'}, minute => minute < 20 ? 5 : undefined),
		seriesOf({pod: 'b'}, minute => minute > 40 ? -3 : undefined),
		seriesOf({pod: 'c'}, minute => minute === 30 ? NaN : Infinity),
	];
	const rows = seriesChartRows(series, {
		...times, columns: 80, rows: 12, timeZone: 'UTC',
	});
	assert.equal(rows.length, 12);
	assert.ok(rows.every(row => rowWidth(row) <= 80));
	const texts = rows.map(row => rowText(row));
	assert.ok(texts.some(text => /^ +5 ┤─+ *$/.test(text)), texts.join('\n'));
	assert.ok(texts.some(text => /^ +-3 ┤ +─+$/.test(text)), texts.join('\n'));
	for (const values of [[0, 0], [0.00001, 0.00002], [1e12, 2e12], [7, 7], [-5, -5]]) {
		assert.equal(seriesChartRows([seriesOf({}, minute => values[minute % 2])], {
			...times, columns: 60, rows: 8, timeZone: 'UTC',
		}).length, 8, String(values));
	}
});
