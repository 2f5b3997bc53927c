import {test} from 'node:test';
import assert from 'node:assert/strict';
import {
	findChanges,
	liftOf,
	logOdds,
	type Stratum,
} from '../../../source/investigate/evidence/changes.js';
import type {LogEntry} from '../../../source/loki/types.js';

let nextMs = 0;

/** So many lines with these labels. */
const lines = (count: number, labels: Readonly<Record<string, string>> | ((index: number) => Readonly<Record<string, string>>)): readonly LogEntry[] => Array.from({length: count}, (_, index) => {
	nextMs++;
	return {
		timeNs: String(nextMs), timeMs: nextMs, line: 'x', labels: typeof labels === 'function' ? labels(index) : labels,
	};
});

const a = {region: 'a'};
const b = {region: 'b'};

type Windows = {readonly bad: readonly LogEntry[]; readonly baseline: readonly LogEntry[]; readonly side?: {readonly bad: readonly LogEntry[]; readonly baseline: readonly LogEntry[]}};

const cases: ReadonlyArray<readonly [name: string, windows: Windows, found: readonly string[]]> = [
	['1 of 1', {bad: lines(1, b), baseline: lines(100, a)}, []],
	['3 of 4', {bad: [...lines(3, b), ...lines(1, a)], baseline: lines(100, a)}, []],
	['4 of 4 against 1', {bad: lines(4, b), baseline: lines(1, a)}, []],
	['4 of 4 against 100: few, but never before', {bad: lines(4, b), baseline: lines(100, a)}, ['region=b']],
	['all of many, none before', {bad: lines(120, b), baseline: lines(120, a)}, ['region=b']],
	['no line before', {bad: lines(120, b), baseline: []}, []],
	['no line now', {bad: [], baseline: lines(120, b)}, []],
	['equal shares', {bad: [...lines(60, b), ...lines(60, a)], baseline: [...lines(60, b), ...lines(60, a)]}, []],
	['equal shares of unequal samples', {bad: [...lines(120, b), ...lines(40, a)], baseline: [...lines(15, b), ...lines(5, a)]}, []],
	['a little more than before, by chance', {bad: [...lines(66, b), ...lines(54, a)], baseline: [...lines(60, b), ...lines(60, a)]}, []],
	['half as before, all now', {bad: lines(120, b), baseline: [...lines(60, b), ...lines(60, a)]}, ['region=b']],
	['rare now, however much rarer before', {bad: [...lines(8, b), ...lines(112, a)], baseline: lines(1000, a)}, []],
	['a thousand different values', {bad: lines(1000, index => ({shard: `s${index}`})), baseline: lines(1000, index => ({shard: `s${index}`}))}, []],
	['a thousand different values beside one that tells', {bad: lines(1000, index => ({shard: `s${index}`, region: 'b'})), baseline: lines(1000, index => ({shard: `s${index}`, region: 'a'}))}, ['region=b']],
	['a hundred values of equal weight, and the same before', {bad: lines(1000, index => ({shard: `s${index % 100}`})), baseline: lines(1000, index => ({shard: `s${index % 100}`}))}, []],
	['what is typical of errors, of which there are more now', {
		bad: [...lines(96, b), ...lines(24, a)],
		baseline: [...lines(8, b), ...lines(2, a)],
		side: {bad: [...lines(16, b), ...lines(64, a)], baseline: [...lines(16, b), ...lines(64, a)]},
	}, []],
	['what is new among errors and among the others', {
		bad: lines(120, b),
		baseline: lines(5, a),
		side: {bad: lines(80, b), baseline: lines(80, a)},
	}, ['region=b']],
	['what is new among errors alone', {
		bad: lines(120, {...a, upstream: 'db'}),
		baseline: lines(30, a),
		side: {bad: lines(80, a), baseline: lines(80, a)},
	}, ['upstream=db']],
];

for (const [name, windows, found] of cases) {
	test(name, () => {
		const changes = findChanges({...windows, others: [], ignored: new Set()});
		assert.deepEqual(changes.map(change => `${change.name}=${change.value}`), found);
		assert.ok(changes.every(({lift}) => lift > 1 && Number.isFinite(lift)));
	});
}

const of = (badWith: number, badLines: number, baselineWith: number, baselineLines: number): Stratum => ({
	badWith, badLines, baselineWith, baselineLines,
});

test('more lines of the same shares are surer', () => {
	const scores = [3, 10, 30, 100, 1000].map(count => logOdds(of(count, count, 0, count)));
	assert.deepEqual(scores, scores.toSorted((x, y) => x - y));
	assert.ok(logOdds(of(1, 1, 0, 1)) < 0);
	assert.ok(logOdds(of(50, 100, 50, 100)) < 0);
	assert.ok(logOdds(of(10, 100, 90, 100)) < 0);
});

test('a sort of lines in which a value never occurs does not dilute what another says', () => {
	assert.equal(logOdds(of(100, 100, 0, 100), of(0, 80, 0, 80)), logOdds(of(100, 100, 0, 100)));
	assert.equal(logOdds(of(100, 100, 0, 100), of(5, 5, 0, 0)), logOdds(of(100, 100, 0, 100)));
	assert.equal(logOdds(), 0);
});

test('a mix that turns the whole around convinces nobody', () => {
	// In each sort the value became rarer; together it seems more frequent, since errors are most lines now and carry it often.
	const errors = of(70, 100, 8, 10);
	const others = of(1, 10, 20, 100);
	assert.ok(logOdds(of(71, 110, 28, 110)) > Math.log(2), 'all in one pot');
	assert.ok(logOdds(errors, others) < 0, 'each with its own kind');
});

test('lift is share by share, and finite where there was nothing', () => {
	assert.equal(liftOf(of(50, 99, 5, 99)).toFixed(1), '9.2');
	assert.equal(liftOf(of(100, 100, 0, 100)), 201);
	assert.equal(liftOf(of(1, 1, 0, 1)), 3);
	assert.equal(liftOf(of(50, 100, 50, 100)), 1);
});
