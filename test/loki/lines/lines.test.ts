import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {readContext} from '../../../source/loki/lines/context.js';
import {distinctEntries} from '../../../source/loki/lines/distinct-entries.js';
import {LokiUnreachableError} from '../../../source/loki/http/errors/index.js';
import {quote} from '../../../source/loki/logql/logql.js';
import {sampleLogs, type SampleLogsOptions} from '../../../source/loki/lines/sample-logs.js';
import type {LogEntry, Scope} from '../../../source/loki/types.js';
import {hourMs, minuteMs} from '../../../source/detect/minute.js';
import {endTest, json, startServer} from '../../helpers/local-server.js';
import {smallLoki, type SmallStream} from '../../helpers/small-loki.js';

afterEach(endTest);

const noonMs = Date.UTC(2026, 10, 23, 12);
const range = {startMs: noonMs, endMs: noonMs + hourMs};
const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6',
		serviceLabel: 'service_name',
		errorSource: 'detected_level',
		hasPatterns: false,
		hasVolume: false,
	},
};

/** One line a minute from each of two pods; each tenth is an error. */
const streams: readonly SmallStream[] = ['pay-0', 'pay-1'].map((pod, place) => ({
	labels: {namespace: 'production', service_name: 'pay', pod},
	lines: Array.from({length: 60}, (_, minute) => ({
		timeMs: noonMs + (minute * minuteMs) + place,
		line: `${pod} minute ${minute}`,
		detectedLevel: minute % 10 === 0 ? 'error' : 'info',
	})),
}));

async function sample(options: Partial<SampleLogsOptions>, limits: {readonly maxEntries?: number; readonly maxRangeMs?: number} = {}) {
	const server = await startServer(smallLoki({streams, ...limits}));
	const answer = await sampleLogs({
		client: createLokiClient({url: server.url}),
		scope,
		service: 'pay',
		range,
		onlyErrors: false,
		limit: 9,
		spread: 'newest',
		...options,
	});
	return {...answer, lines: answer.entries.map(({line}) => line), requests: server.requests};
}

test('the newest lines of a service, oldest first', async () => {
	const {lines, isCut} = await sample({limit: 3});
	assert.deepEqual(lines, ['pay-1 minute 58', 'pay-0 minute 59', 'pay-1 minute 59']);
	assert.equal(isCut, true);
});

test('error lines alone, and lines that hold a text', async () => {
	const errors = await sample({onlyErrors: true, limit: 100});
	assert.equal(errors.lines.length, 12);
	assert.equal(errors.isCut, false);
	const filtered = await sample({filters: [`|= ${quote('pay-0 minute 5')}`], limit: 100});
	assert.equal(filtered.lines.length, 11);
	assert.equal(filtered.requests[0]?.parameters.get('query'), '{namespace="production", service_name="pay"} |= "pay-0 minute 5"');
});

test('a third each from the start, the peak and the end of the range', async () => {
	const {lines, isCut, cost} = await sample({spread: 'head-peak-tail', peakMs: noonMs + (30 * minuteMs)});
	assert.deepEqual(lines, [
		'pay-0 minute 0',
		'pay-1 minute 0',
		'pay-0 minute 1',
		'pay-0 minute 30',
		'pay-1 minute 30',
		'pay-0 minute 31',
		'pay-1 minute 58',
		'pay-0 minute 59',
		'pay-1 minute 59',
	]);
	assert.deepEqual([isCut, cost.requests], [true, 3]);
});

test('a peak that is not given, or lies outside, stays within the range', async () => {
	const middle = await sample({spread: 'head-peak-tail'});
	assert.ok(middle.lines.includes('pay-0 minute 30'));
	const late = await sample({spread: 'head-peak-tail', peakMs: noonMs + (9 * hourMs)});
	assert.deepEqual(late.lines.slice(-3), ['pay-1 minute 58', 'pay-0 minute 59', 'pay-1 minute 59']);
	assert.equal(new Set(late.lines).size, late.lines.length);
});

test('what fits at once is asked once', async () => {
	const {lines, isCut, requests} = await sample({spread: 'head-peak-tail', limit: 60, onlyErrors: true});
	assert.deepEqual([lines.length, isCut, requests.length], [12, false, 1]);
});

test('a Loki that hands out fewer lines gives as many as it does', async () => {
	const {lines, isCut} = await sample({limit: 100}, {maxEntries: 20});
	assert.deepEqual([lines.length, isCut], [20, true]);
});

test('a Loki that reads less time at once gives the end that is wanted', async () => {
	const newest = await sample({limit: 100}, {maxRangeMs: 10 * minuteMs});
	assert.deepEqual([newest.lines.length, newest.lines[0], newest.isCut], [20, 'pay-0 minute 50', true]);
	const spread = await sample({limit: 100, spread: 'head-peak-tail'}, {maxRangeMs: 10 * minuteMs});
	assert.deepEqual([spread.lines.length, spread.lines[0], spread.lines.at(-1), spread.isCut], [60, 'pay-0 minute 0', 'pay-1 minute 59', true]);
});

test('parts that meet without a gap are the whole', async () => {
	const {lines, isCut} = await sample({limit: 24, onlyErrors: true, spread: 'head-peak-tail'});
	assert.deepEqual([lines.length, isCut], [12, false]);
});

test('a line that comes twice is kept once, and lines of other streams or moments are kept', () => {
	const entry: LogEntry = {
		timeNs: '1000000000000',
		timeMs: 1_000_000,
		line: 'x',
		labels: {a: '1', b: '2'},
	};
	const entries = [
		{...entry, timeNs: '1000000000001'}, entry, {...entry, labels: {b: '2', a: '1'}}, {...entry, labels: {a: '1'}}, {...entry, line: 'y'}, {...entry, timeNs: '999999999999'},
	];
	assert.deepEqual(distinctEntries(entries).map(({timeNs, line}) => `${timeNs} ${line}`), ['999999999999 x', '1000000000000 x', '1000000000000 x', '1000000000000 y', '1000000000001 x']);
});

test('the lines around one line are those of its own stream', async () => {
	const {url} = await startServer(smallLoki({streams}));
	const client = createLokiClient({url});
	const {entries} = await client.queryLogs({query: '{pod="pay-1"} |= "minute 20"', range, limit: 10});
	const [entry] = entries;
	assert.ok(entry);
	const {before, after, stream, query} = await readContext({
		client,
		scope,
		entry,
		before: 2,
		after: 3,
	});
	assert.deepEqual(before.map(({line}) => line), ['pay-1 minute 18', 'pay-1 minute 19']);
	assert.deepEqual(after.map(({line}) => line), ['pay-1 minute 21', 'pay-1 minute 22', 'pay-1 minute 23']);
	assert.deepEqual(stream, {namespace: 'production', service_name: 'pay', pod: 'pay-1'});
	assert.equal(query, '{namespace="production", service_name="pay", pod="pay-1"}');
});

test('the lines around one line may be fewer than wanted, and hold lines of the same millisecond', async () => {
	const labels = {namespace: 'production', service_name: 'pay'};
	const lines = ['a', 'b', 'c', 'd'].map(line => ({timeMs: noonMs, line}));
	const {url} = await startServer(smallLoki({streams: [{labels, lines}]}));
	const client = createLokiClient({url});
	const {before, after} = await readContext({
		client,
		scope,
		entry: {
			timeNs: `${noonMs}000000`,
			timeMs: noonMs,
			line: 'b',
			labels: {...labels, detected_level: 'info'},
		},
		before: 5,
		after: 5,
	});
	assert.equal(before.length + after.length, 3);
	assert.ok([...before, ...after].every(({line}) => line !== 'b'));
});

test('where the stream cannot be told, the whole service stands around the line', async () => {
	const small = smallLoki({streams});
	const {url} = await startServer(async (request, response) => request.path.endsWith('/series') ? json({status: 'success'}) : small(request, response));
	const client = createLokiClient({url});
	const {entries} = await client.queryLogs({query: '{pod="pay-1"} |= "minute 20"', range, limit: 1});
	const [entry] = entries;
	assert.ok(entry);
	const {before, stream} = await readContext({
		client,
		scope,
		entry,
		before: 1,
		after: 1,
	});
	assert.deepEqual([before.map(({line}) => line), stream], [['pay-0 minute 20'], undefined]);
});

test('a failed request fails the sample', async () => {
	const server = await startServer(() => json({}));
	await server.close();
	await assert.rejects(sampleLogs({
		client: createLokiClient({url: server.url}),
		scope,
		service: 'pay',
		range,
		onlyErrors: true,
		limit: 9,
		spread: 'head-peak-tail',
	}), LokiUnreachableError);
});
