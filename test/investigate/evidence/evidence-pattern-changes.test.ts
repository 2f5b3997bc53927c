import assert from 'node:assert/strict';
import {test} from 'node:test';
import {findPatternChanges, type SampledWindow} from '../../../source/investigate/evidence/pattern-changes.js';
import type {LogEntry} from '../../../source/loki/types.js';
import {createMiner} from '../../../source/patterns/mining/miner.js';

const minuteMs = 60_000;

const entriesOf = (line: string, count: number): readonly LogEntry[] => Array.from({length: count}, (_, index) => ({
	timeNs: `${index}`, timeMs: index, line, labels: {},
}));

const windowOf = (entries: readonly LogEntry[], minutes: number): SampledWindow => ({
	sample: {entries, isErrors: true, isCut: false}, range: {startMs: 0, endMs: minutes * minuteMs}, totalLines: entries.length,
});

function changesBetween(before: readonly LogEntry[], now: readonly LogEntry[]): ReadonlyArray<readonly [string, string]> {
	const miner = createMiner();
	const ids = new Map([...before, ...now].map(entry => [entry.line, miner.add(entry.line, entry.timeMs).patternId]));
	return findPatternChanges({
		bad: windowOf(now, 10), baseline: windowOf(before, 10), miner, patternIdOf: entry => ids.get(entry.line),
	}).map(({type, template}) => [type, template]);
}

test('what appeared, vanished and grew is told apart, and what stayed is not named', () => {
	const before = [...entriesOf('cache miss', 60), ...entriesOf('heartbeat sent', 50), ...entriesOf('slow query', 6)];
	const now = [...entriesOf('pool exhausted', 80), ...entriesOf('heartbeat sent', 48), ...entriesOf('slow query', 90)];
	const changes = changesBetween(before, now);
	assert.deepEqual(new Map(changes.map(([type, template]) => [template, type])), new Map([['pool exhausted', 'appeared'], ['slow query', 'grown'], ['cache miss', 'vanished']]));
});

test('a handful of lines is no change', () => {
	assert.deepEqual(changesBetween(entriesOf('heartbeat sent', 40), [...entriesOf('heartbeat sent', 40), ...entriesOf('odd one', 2)]), []);
});
