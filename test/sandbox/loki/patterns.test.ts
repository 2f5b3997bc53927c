import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {Drain, patternText} from '../../../source/sandbox/loki/patterns/drain.js';
import {formatOf} from '../../../source/sandbox/loki/patterns/line-tokens.js';
import {
	entry,
	get,
	lines,
	nowMs,
	startLoki,
} from './harness.js';

const loki = await startLoki();

after(async () => {
	await loki.close();
});

const window = {start: String((nowMs / 1000) - 3600), end: String(nowMs / 1000)};

/** The patterns of lines, each with how many lines it has. */
const mine = (given: readonly string[]): string[] => {
	const drain = new Drain(formatOf(given[0]!));
	for (const line of given) {
		drain.add(line, nowMs);
	}

	return Array.from(drain.clusters, cluster => `${cluster.counts.get(nowMs)} ${patternText(cluster)}`);
};

const numbered = <Item>(count: number, write: (index: number) => Item): Item[] => Array.from({length: count}, (_, index) => write(index));

test('tells how lines are written', () => {
	const table: ReadonlyArray<readonly [string, string]> = [
		['{"a":1}', 'json'],
		['{not json}', 'json'],
		['a=1 b="two words" c=3', 'logfmt'],
		['a=1 plain words', 'text'],
		['', 'text'],
		['{', 'text'],
		['a="unclosed', 'text'],
	];
	for (const [line, format] of table) {
		assert.equal(formatOf(line), format, line);
	}
});

test('puts blanks where the lines of a pattern differ, and nowhere else', () => {
	assert.deepEqual(mine(numbered(5, index => `retry ${index} of 3 for user u-${index}`)), ['5 retry <_> of 3 for user <_>']);
	assert.deepEqual(mine(['conn 10.0.0.7:80 from (pool-1) closed']), ['1 conn 10.0.0.7:80 from (pool-1) closed']);
});

test('keeps lines with other first words or another number of words apart', () => {
	assert.deepEqual(mine([
		'open file a1 now',
		'open file b2 now',
		'close file a1 now',
		'open the file a1 now',
	]), ['2 open file <_> now', '1 close file a1 now', '1 open the file a1 now']);
});

test('makes blanks that touch one', () => {
	assert.deepEqual(mine(['took time (a1=2)', 'took time (b2=3)']), ['2 took time (<_>=<_>)']);
	// Only the first words of a line have to be the same.
	const words = numbered(30, () => 'word').join(' ');
	assert.deepEqual(mine([`${words} 1,2 done`, `${words} 3;4 done`]), [`2 ${words} <_> done`]);
});

test('goes by the message of a JSON line', () => {
	assert.deepEqual(
		mine(numbered(4, index => JSON.stringify({ts: index, msg: `upstream request ${index} failed`}))),
		['4 <_>upstream request <_> failed<_>'],
	);
	assert.deepEqual(mine(['{"status":200}', '{"msg":7}', '{broken}', '{"msg":"too short"}']), []);
});

test('takes the values of logfmt whole and those of times as blanks', () => {
	assert.deepEqual(
		mine(numbered(4, index => `ts=2026-11-2${index}T10:00:00Z level=info msg="order placed" took=${index}ms`)),
		['4 ts=<_> level=info msg="order placed" took=<_>'],
	);
});

test('leaves out lines that are too short or too long to have a pattern', () => {
	assert.deepEqual(mine(['a b c', 'word '.repeat(81), 'x'.repeat(3001), `${'x'.repeat(2990)} a b c d e f`]), []);
});

test('keeps the patterns that lines came for last', () => {
	const drain = new Drain('text');
	for (const index of Array.from({length: 400}, (_, place) => place)) {
		const word = String.fromCodePoint(0x4E_00 + index);
		drain.add(`${word} ${word} ${word} ${word}`, nowMs);
	}

	const kept = [...drain.clusters];
	assert.equal(kept.length, 300);
	assert.equal(patternText(kept.at(-1)!), [1, 2, 3, 4].map(() => String.fromCodePoint(0x4E_00 + 399)).join(' '));
});

type Pattern = {readonly pattern: string; readonly level: string; readonly samples: ReadonlyArray<readonly [number, number]>};

test('adds up the patterns of all streams by level and step', async () => {
	loki.push(['storm-1', 'storm-2'].flatMap(pod => numbered(40, index => index)
		.map(index => entry(1 + index, {app: 'storm', pod}, `${index % 4 === 0 ? 'ERROR' : 'WARN'} retry ${index} of user u-${index} failed`))));
	const {status, text} = await get(loki, '/loki/api/v1/patterns', {...window, query: '{app="storm"}', step: '20s'});
	assert.equal(status, 200);
	const {data} = JSON.parse(text) as {data: readonly Pattern[]};
	// Twenty errors are too few.
	assert.deepEqual(data.map(({pattern, level}) => `${level} ${pattern}`), ['warn WARN retry <_> of user <_> failed']);
	assert.deepEqual(data[0]!.samples.map(([time, count]) => [time - (nowMs / 1000), count]), [[-40, 30], [-20, 30]]);
});

test('wants a selector and nothing else where no lines are read', async () => {
	const nothingElse = {status: 400, text: 'only label matchers are supported'};
	assert.deepEqual(await get(loki, '/loki/api/v1/patterns', {...window, query: '{app="a"} |= "x"'}), nothingElse);
	assert.deepEqual(await get(loki, '/loki/api/v1/index/stats', {...window, query: 'rate({app="a"}[1m])'}), nothingElse);
});

test('leaves out lines that come sooner than the interval', async () => {
	loki.push(numbered(10, index => entry(index, {app: 'steady'}, `line ${index}`)));
	const found = await get(loki, '/loki/api/v1/query_range', {
		...window, end: String((nowMs / 1000) + 1), query: '{app="steady"}', interval: '3s',
	});
	const {data} = JSON.parse(found.text) as {data: {result: ReadonlyArray<{values: ReadonlyArray<readonly [string, string]>}>}};
	assert.deepEqual(data.result[0]!.values.map(([, line]) => line), ['line 0', 'line 3', 'line 6', 'line 9']);
	const all = await lines(loki, '{app="steady"}');
	assert.equal(all.length, 10);
	assert.deepEqual(await get(loki, '/loki/api/v1/query_range', {...window, query: '{app="steady"}', interval: '-1'}), {status: 400, text: 'interval must be >= 0'});
});
