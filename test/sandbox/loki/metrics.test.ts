import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {
	entry,
	get,
	instant,
	nowMs,
	range,
	refusal,
	startLoki,
} from './harness.js';

const loki = await startLoki({limits: {maxQuerySeries: 5}});
loki.push([
	// On the minute exactly, since a window at T holds (T - range, T].
	entry(240, {app: 'a', pod: '1'}, 'level=info took=100ms size=1KB n=1'),
	entry(180, {app: 'a', pod: '1'}, 'level=error took=200ms size=2KB n=2'),
	entry(150, {app: 'a', pod: '2'}, 'level=info took=300ms size=3KB n=4'),
	entry(60, {app: 'a', pod: '2'}, 'level=info took=1s size=4KB n=8'),
	entry(170, {app: 'b', pod: '3'}, 'level=warn took=50ms n=10'),
	entry(50, {app: 'b', pod: '3'}, 'level=warn took=slow n=ten'),
	entry(30, {app: 'c', pod: '4'}, 'level=info n=3', {trace_id: 't-1'}),
	entry(20, {app: 'c', pod: '4'}, 'level=info n=5', {trace_id: 't-2'}),
]);
// Twelve services, more than the limit of series.
loki.push(Array.from({length: 12}, (_, index) => entry(10, {fleet: 'x', app: `s-${index}`}, 'level=info n=1')));

after(async () => {
	await loki.close();
});

const ranges: ReadonlyArray<readonly [query: string, series: readonly string[]]> = [
	['sum by (app) (count_over_time({app=~"a|b"}[1m]))', ['{app=a} - 1 1 1 1 -', '{app=b} - - - 1 - 1']],
	['count_over_time({app="a"}[2m])', [
		'{app=a detected_level=error pod=1 service_name=a} - - 1 1 - -',
		'{app=a detected_level=info pod=1 service_name=a} - 1 1 - - -',
		'{app=a detected_level=info pod=2 service_name=a} - - - 1 2 1',
	]],
	['sum(count_over_time({app="a"}[1m]))', ['{} - 1 1 1 1 -']],
	['sum by (app) (count_over_time({app="a"}[1m] offset 1m))', ['{app=a} - - 1 1 1 1']],
	['sum by (app) (count_over_time({app="a"}[1m] offset -1m))', ['{app=a} 1 1 1 1 - -']],
	['sum by (app, detected_level) (count_over_time({app="a"} | detected_level != "info" [5m]))', ['{app=a detected_level=error} - - 1 1 1 1']],
	['rate({app="b"}[2m])', ['{app=b detected_level=warn pod=3 service_name=b} - - - 0.008333333333333333 0.008333333333333333 0.008333333333333333']],
	['sum by (app) (bytes_over_time({app="b"}[5m]))', ['{app=b} - - - 25 25 51']],
	['absent_over_time({app="a", pod="2"}[1m])', ['{app=a pod=2} 1 1 1 - - 1']],
	['sum by (app) (sum_over_time({app="a"} | logfmt | unwrap n [5m]))', ['{app=a} - 1 3 7 15 15']],
	['vector(3)', ['{} 3 3 3 3 3 3']],
	['sum by (app) (count_over_time({app="a"}[1m])) or vector(0)', ['{app=a} - 1 1 1 1 -', '{} 0 0 0 0 0 0']],
];

for (const [query, series] of ranges) {
	test(`answers ${query} at every step`, async () => {
		assert.deepEqual(await range(loki, query), series);
	});
}

const logfmtA = '{app="a"} | logfmt';
const instants: ReadonlyArray<readonly [query: string, series: readonly string[]]> = [
	['1 + 2 * 3', ['7']],
	['vector(1) + vector(1)', ['{} 2']],
	[`avg_over_time(${logfmtA} | unwrap duration(took) [5m]) by (app)`, ['{app=a} 0.4']],
	[`max_over_time(${logfmtA} | unwrap bytes(size) [5m]) by (app)`, ['{app=a} 4000']],
	[`min_over_time(${logfmtA} | unwrap n [5m]) by (pod)`, ['{pod=1} 1', '{pod=2} 4']],
	[`first_over_time(${logfmtA} | unwrap n [5m]) by (app)`, ['{app=a} 1']],
	[`last_over_time(${logfmtA} | unwrap n [5m]) by (app)`, ['{app=a} 8']],
	[`stddev_over_time(${logfmtA} | unwrap n [5m]) by (app)`, ['{app=a} 2.680951323690902']],
	[`stdvar_over_time(${logfmtA} | unwrap n [5m]) by (app)`, ['{app=a} 7.1875']],
	[`quantile_over_time(0.5, ${logfmtA} | unwrap n [5m]) by (app)`, ['{app=a} 3']],
	[`quantile_over_time(0.9, ${logfmtA} | unwrap n [5m]) by (app)`, ['{app=a} 6.800000000000001']],
	[`sum(rate(${logfmtA} | unwrap n [5m]))`, ['{} 0.05']],
	['sum without (pod, detected_level, service_name) (count_over_time({app="a"}[5m]))', ['{app=a} 4']],
	['sum without () (count_over_time({app="b"}[5m]))', ['{app=b detected_level=warn pod=3 service_name=b} 2']],
	['avg by (app) (count_over_time({app=~"a|b"}[5m]))', ['{app=a} 1.3333333333333333', '{app=b} 2']],
	['min(sum by (app) (count_over_time({app=~"a|b"}[5m])))', ['{} 2']],
	['max(sum by (app) (count_over_time({app=~"a|b"}[5m])))', ['{} 4']],
	['count(sum by (app) (count_over_time({app=~"a|b"}[5m])))', ['{} 2']],
	['stddev(sum by (app) (count_over_time({app=~"a|b"}[5m])))', ['{} 1']],
	['stdvar(sum by (app) (count_over_time({app=~"a|b"}[5m])))', ['{} 1']],
	['topk(1, sum by (app) (count_over_time({app=~"a|b"}[5m])))', ['{app=a} 4']],
	['bottomk(1, sum by (app) (count_over_time({app=~"a|b"}[5m])))', ['{app=b} 2']],
	['topk(1, sum by (app, pod) (count_over_time({app=~"a|b"}[5m]))) by (app)', ['{app=a pod=1} 2', '{app=b pod=3} 2']],
	['sum(count_over_time({app="a"}[5m])) > 3', ['{} 4']],
	['sum(count_over_time({app="a"}[5m])) > bool 4', ['{} 0']],
	['3 < sum(count_over_time({app="a"}[5m]))', ['{} 4']],
	['sum(count_over_time({app="a"}[5m])) / 0', ['{} NaN']],
	['10 - sum(count_over_time({app="a"}[5m])) % 3', ['{} 9']],
	['2 ^ sum(count_over_time({app="a"}[5m]))', ['{} 16']],
	['sum by (app) (count_over_time({app=~"a|b"}[5m])) / ignoring (app) group_left sum(count_over_time({app=~"a|b"}[5m]))', ['{app=a} 0.6666666666666666', '{app=b} 0.3333333333333333']],
	['sum by (app, pod) (count_over_time({app="a"}[5m])) / on (app) group_left sum by (app) (count_over_time({app="a"}[5m]))', ['{app=a pod=1} 0.5', '{app=a pod=2} 0.5']],
	['sum by (app) (count_over_time({app="a"}[5m])) * on (app) group_right sum by (app, pod) (count_over_time({app="a"}[5m]))', ['{app=a pod=1} 8', '{app=a pod=2} 8']],
	['sum by (app) (count_over_time({app=~"a|b"}[5m])) and sum by (app) (count_over_time({app="b"}[5m]))', ['{app=b} 2']],
	['sum by (app) (count_over_time({app=~"a|b"}[5m])) unless sum by (app) (count_over_time({app="b"}[5m]))', ['{app=a} 4']],
	['sum by (app) (count_over_time({app="a"}[5m])) or sum by (app) (count_over_time({app=~"a|b"}[5m]))', ['{app=a} 4', '{app=b} 2']],
	['sum by (app, pod) (count_over_time({app="a"}[5m])) and on (app) sum by (app) (count_over_time({app="a"}[5m]))', ['{app=a pod=1} 2', '{app=a pod=2} 2']],
	['label_replace(sum by (app) (count_over_time({app="a"}[5m])), "svc", "$1-svc", "app", "(.*)")', ['{app=a svc=a-svc} 4']],
	['label_replace(sum by (app) (count_over_time({app="a"}[5m])), "app", "", "app", ".*")', ['{} 4']],
	['label_replace(sum by (app) (count_over_time({app="a"}[5m])), "x", "y", "app", "b")', ['{app=a} 4']],
	['sum by (trace_id) (count_over_time({app="c"}[5m]))', ['{trace_id=t-1} 1', '{trace_id=t-2} 1']],
	['sum by (level) (count_over_time({app="a"} | logfmt [5m]))', ['{level=error} 1', '{level=info} 3']],
	['sum by (took) (count_over_time({app="a"} | logfmt | took > 150ms [5m]))', ['{took=1s} 1', '{took=200ms} 1', '{took=300ms} 1']],
	['sum by (nope) (count_over_time({app="a"}[5m]))', ['{} 4']],
	['sum(count_over_time({app="a"} |= "error" [5m]))', ['{} 1']],
	['sum(bytes_over_time({app="a"} | logfmt | line_format "{{.n}}" [5m]))', ['{} 4']],
	// Nothing asks the parser for a label, so that it does not fail on lines that it could not read.
	['sum(count_over_time({app="a"} | json [5m]))', ['{} 4']],
];

for (const [query, series] of instants) {
	test(`answers ${query}`, async () => {
		assert.deepEqual(await instant(loki, query), series);
	});
}

test('answers nothing for a comparison that nothing passes', async () => {
	assert.deepEqual(await instant(loki, 'sum(count_over_time({app="a"}[5m])) > 4'), []);
});

test('takes a counter that starts again for a growing one', async () => {
	const values = [10, 20, 5, 15].map((value, index) => entry(50 - (index * 10), {counter: 'c'}, `v=${value}`));
	loki.push(values);
	const [series] = await instant(loki, 'sum by (counter) (rate_counter({counter="c"} | logfmt | unwrap v [1m]))');
	// Twenty-five in a minute: ten up, back to five (as much again), ten up.
	assert.match(series!, /^\{counter=c\} 0\.41666/);
	loki.push([entry(5, {counter: 'one'}, 'v=7')]);
	assert.deepEqual(await instant(loki, 'sum by (counter) (rate_counter({counter="one"} | logfmt | unwrap v [1m]))'), ['{counter=one} 0']);
});

const failing: ReadonlyArray<readonly [query: string, message: RegExp]> = [
	['sum by (app) (count_over_time({app="a"} | json [5m]))', /^pipeline error: 'JSONParserErr' for series: '\{__error__="JSONParserErr", .*\}'\.\nUse a label filter/],
	['sum_over_time({app="b"} | logfmt | unwrap n [5m])', /^pipeline error: 'SampleExtractionErr' for series: /],
	['sum_over_time({app="b"} | logfmt | unwrap duration(took) [5m])', /^pipeline error: 'SampleExtractionErr'/],
	['sum by (app) (count_over_time({fleet="x"}[5m]))', /^maximum number of series \(5\) reached for a single query; consider reducing query cardinality/],
	['topk(2, sum by (app) (count_over_time({fleet="x"}[5m])))', /^maximum number of series \(5\) reached/],
	['count(sum by (app) (count_over_time({fleet="x"}[5m])))', /^maximum number of series \(5\) reached/],
	['count_over_time({fleet="x"}[5m])', /^maximum number of series \(5\) reached/],
];

for (const [query, message] of failing) {
	test(`refuses to answer ${query}`, async () => {
		assert.match(await refusal(loki, query, {step: '60'}), message);
	});
}

test('counts the series of an answer, not those that it adds up', async () => {
	assert.deepEqual(await instant(loki, 'sum(count_over_time({fleet="x"}[5m]))'), ['{} 12']);
	assert.deepEqual(await instant(loki, 'max(count_over_time({fleet="x"}[5m]))'), ['{} 1']);
});

test('skips lines with errors where the query says so', async () => {
	assert.deepEqual(await instant(loki, 'max_over_time({app="b"} | logfmt | unwrap n | __error__="" [5m]) by (app)'), ['{app=b} 10']);
});

test('matches many to one only where it is told to', async () => {
	const query = 'sum by (app, pod) (count_over_time({app="a"}[5m])) / on (app) sum by (app) (count_over_time({app="a"}[5m]))';
	const {status, text} = await get(loki, '/loki/api/v1/query', {query, time: String(nowMs / 1000)});
	assert.equal(status, 500);
	assert.match(text, /many-to-one matching must be explicit/);
});

test('tells what a query scanned', async () => {
	const {text} = await get(loki, '/loki/api/v1/query', {query: 'sum(count_over_time({app="a"} |= "error" [5m]))', time: String(nowMs / 1000)});
	const {data} = JSON.parse(text) as {data: {stats: {summary: Record<string, number>}}};
	assert.equal(data.stats.summary.totalLinesProcessed, 4);
	assert.equal(data.stats.summary.totalBytesProcessed, 34 + 35 + 34 + 31);
});
