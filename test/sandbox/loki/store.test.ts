import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {MatchOperator} from '../../../source/logql/ast.js';
import {compileMatcher} from '../../../source/sandbox/loki/evaluate/compile-matcher.js';
import {labelSet} from '../../../source/sandbox/loki/labels.js';
import {Stream} from '../../../source/sandbox/loki/store/stream.js';
import {TenantStore, type IngestedEntry} from '../../../source/sandbox/loki/store/tenant-store.js';
import {
	addNs,
	fromNs,
	toNsText,
} from '../../../source/sandbox/loki/store/time.js';

const labels = labelSet([['app', 'a']]);

const linesOf = (stream: Stream): string[] => {
	stream.sort();
	return stream.lines.slice(stream.from, stream.to);
};

const add = (stream: Stream, ms: number, line: string, subNs = 0): boolean => stream.add({ms, subNs}, {line, level: 'info', metadata: undefined});

test('keeps a stream in the order of its times, whatever order its lines come in', () => {
	const stream = new Stream(labels);
	for (const ms of [5, 1, 4, 2, 3, 9, 7, 8, 6]) {
		add(stream, ms, `l${ms}`);
	}

	assert.deepEqual(linesOf(stream), ['l1', 'l2', 'l3', 'l4', 'l5', 'l6', 'l7', 'l8', 'l9']);
	add(stream, 4, 'late');
	assert.deepEqual(linesOf(stream), ['l1', 'l2', 'l3', 'l4', 'late', 'l5', 'l6', 'l7', 'l8', 'l9']);
});

test('keeps lines of one moment in the order that they came in', () => {
	const stream = new Stream(labels);
	add(stream, 2, 'x');
	add(stream, 1, 'b');
	add(stream, 1, 'a');
	add(stream, 1, 'c', 1);
	assert.deepEqual(linesOf(stream), ['b', 'a', 'c', 'x']);
});

test('stores the same line at the same nanosecond once', () => {
	const stream = new Stream(labels);
	assert.equal(add(stream, 1, 'a'), true);
	assert.equal(add(stream, 1, 'a'), false);
	assert.equal(add(stream, 1, 'a', 1), true);
	assert.equal(add(stream, 2, 'a'), true);
	assert.equal(add(stream, 1, 'a'), false);
	assert.equal(stream.size, 3);
});

test('finds places by time to the nanosecond', () => {
	const stream = new Stream(labels);
	for (const subNs of [0, 10, 20]) {
		add(stream, 5, `s${subNs}`, subNs);
	}

	assert.equal(stream.search({ms: 5, subNs: 10}), 1);
	assert.equal(stream.search({ms: 5, subNs: 11}), 2);
	assert.equal(stream.searchAfter({ms: 5, subNs: 20}), 3);
	assert.equal(stream.search({ms: 4, subNs: 999_999}), 0);
});

test('holds nanoseconds exactly', () => {
	const ns = 1_795_424_575_137_113_876n;
	const {ms, subNs} = fromNs(ns);
	assert.equal(toNsText(ms, subNs), String(ns));
	assert.deepEqual(addNs(fromNs(ns), -113_877), fromNs(ns - 113_877n));
	assert.deepEqual(addNs(fromNs(ns), 886_124), fromNs(ns + 886_124n));
});

const ingested = (app: string, ms: number): IngestedEntry => ({
	labels: labelSet([['app', app]]), time: {ms, subNs: 0}, line: `${app} ${ms}`, level: 'info', metadata: undefined,
});

const stored = (store: TenantStore): string[] => store.select([]).flatMap(stream => linesOf(stream)).toSorted();

test('drops the oldest entries of all streams where there are too many', () => {
	const store = new TenantStore(3);
	store.push([ingested('a', 1), ingested('b', 2), ingested('a', 3), ingested('b', 4), ingested('a', 5)]);
	assert.equal(store.size, 3);
	assert.deepEqual(stored(store), ['a 3', 'a 5', 'b 4']);
	store.push([ingested('c', 6), ingested('c', 7), ingested('c', 8)]);
	assert.deepEqual(stored(store), ['c 6', 'c 7', 'c 8']);
	assert.equal(store.select([]).length, 1);
});

test('drops a line older than all where there is no room', () => {
	const store = new TenantStore(2);
	store.push([ingested('a', 10), ingested('a', 11), ingested('a', 1)]);
	assert.deepEqual(stored(store), ['a 10', 'a 11']);
});

test('goes on after thousands of evictions', () => {
	const store = new TenantStore(100);
	for (let ms = 0; ms < 5000; ms++) {
		store.push([ingested(ms % 2 === 0 ? 'a' : 'b', ms)]);
	}

	assert.equal(store.size, 100);
	assert.equal(stored(store).length, 100);
	assert.ok(stored(store).includes('b 4999'));
	assert.ok(!stored(store).includes('b 4899'));
});

test('selects streams by matchers, a label that is not there being empty', () => {
	const store = new TenantStore(10);
	store.push([ingested('api', 1), ingested('auth', 2)]);
	const names = (name: string, operator: MatchOperator, value: string): string[] =>
		store.select([compileMatcher({name, operator, value})]).map(stream => stream.labels.labels[0]![1]);
	assert.deepEqual(names('app', '=', 'api'), ['api']);
	assert.deepEqual(names('app', '!=', 'api'), ['auth']);
	assert.deepEqual(names('app', '=~', 'a.*'), ['api', 'auth']);
	assert.deepEqual(names('app', '=~', 'ap'), []);
	assert.deepEqual(names('app', '!~', 'api|x'), ['auth']);
	assert.deepEqual(names('pod', '=', ''), ['api', 'auth']);
	assert.deepEqual(names('pod', '!=', ''), []);
});
