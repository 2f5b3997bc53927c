import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Minute} from '../../source/detect/types.js';
import {
	countLines,
	coverage,
	createHistory,
	knownMinutes,
	mergeMinutes,
	newestMinute,
	replayMinutes,
} from '../../source/store/history.js';

const minuteMs = 60_000;

const answered = (index: number, counts: Record<string, readonly [lines: number, errors: number]>): Minute => ({
	startMs: index * minuteMs,
	counts: new Map(Object.entries(counts).map(([service, [lines, errors]]) => [service, {lines, errors}])),
});

const missing = (index: number): Minute => ({startMs: index * minuteMs, counts: undefined});

const linesOf = (history: ReturnType<typeof createHistory>, service: string): number[] => [...history.services.get(service)?.lines ?? []];

test('newer minutes push the oldest out and keep the window\'s length', () => {
	let history = createHistory(3, 10 * minuteMs);
	history = mergeMinutes(history, [answered(8, {a: [1, 0]}), answered(9, {a: [2, 0]}), answered(10, {a: [3, 1]})]);
	history = mergeMinutes(history, [answered(11, {a: [4, 2]})]);
	assert.deepEqual(linesOf(history, 'a'), [2, 3, 4]);
	assert.equal(newestMinute(history), 11 * minuteMs);
});

test('a minute read again is corrected, whatever the order', () => {
	let history = createHistory(3, 10 * minuteMs);
	history = mergeMinutes(history, [answered(10, {a: [3, 1]}), answered(9, {a: [2, 0]})]);
	history = mergeMinutes(history, [answered(9, {a: [7, 0]})]);
	assert.deepEqual(linesOf(history, 'a'), [NaN, 7, 3]);
});

test('a service that an answered minute does not name wrote nothing in it', () => {
	let history = createHistory(2, 10 * minuteMs);
	history = mergeMinutes(history, [answered(9, {a: [2, 0]}), answered(10, {b: [5, 0]})]);
	assert.deepEqual(linesOf(history, 'a'), [2, 0]);
	assert.deepEqual(linesOf(history, 'b'), [0, 5]);
});

test('a failed poll leaves minutes missing and changes none that was read', () => {
	let history = createHistory(3, 10 * minuteMs);
	history = mergeMinutes(history, [answered(10, {a: [3, 1]})]);
	history = mergeMinutes(history, [missing(10), missing(11)]);
	assert.deepEqual(linesOf(history, 'a'), [NaN, 3, NaN]);
});

test('minutes before the window are dropped', () => {
	const history = mergeMinutes(createHistory(2, 10 * minuteMs), [answered(3, {a: [1, 0]})]);
	assert.equal(history.services.size, 0);
});

test('a jump longer than the window leaves nothing of the past', () => {
	let history = mergeMinutes(createHistory(2, 10 * minuteMs), [answered(10, {a: [1, 0]})]);
	history = mergeMinutes(history, [answered(500, {a: [9, 0]})]);
	assert.deepEqual(linesOf(history, 'a'), [NaN, 9]);
});

test('merging does not change the history that came in', () => {
	const before = mergeMinutes(createHistory(2, 10 * minuteMs), [answered(10, {a: [1, 0]})]);
	mergeMinutes(before, [answered(10, {a: [5, 5]}), answered(11, {a: [5, 5]})]);
	assert.deepEqual(linesOf(before, 'a'), [NaN, 1]);
});

test('a history that is kept stays as it was, however many go on from it', () => {
	const kept = mergeMinutes(createHistory(8, 10 * minuteMs), [answered(9, {a: [1, 0]}), answered(10, {a: [2, 0]})]);
	let newest = kept;
	for (let minute = 11; minute < 40; minute++) {
		// With the one before read again, and once in a while corrected.
		newest = mergeMinutes(newest, [answered(minute - 1, {a: [minute % 5 === 0 ? 100 : minute - 1, 0]}), answered(minute, {a: [minute, 0]})]);
	}

	const other = mergeMinutes(kept, [answered(11, {a: [77, 7]})]);
	assert.deepEqual(linesOf(kept, 'a').slice(-3), [NaN, 1, 2]);
	assert.deepEqual(linesOf(other, 'a').slice(-3), [1, 2, 77]);
	assert.deepEqual(linesOf(newest, 'a'), [32, 33, 100, 35, 36, 37, 38, 39]);
});

test('what is not new is not copied', () => {
	const before = mergeMinutes(createHistory(60, 10 * minuteMs), [answered(9, {a: [1, 0], b: [5, 0]}), answered(10, {a: [2, 0], b: [6, 0]})]);
	const again = mergeMinutes(before, [answered(10, {a: [2, 0], b: [7, 0]})]);
	assert.equal(again.services.get('a'), before.services.get('a'));
	assert.notEqual(again.services.get('b'), before.services.get('b'));
	const next = mergeMinutes(before, [answered(10, {a: [2, 0], b: [6, 0]}), answered(11, {a: [3, 0], b: [8, 0]})]);
	assert.equal(next.services.get('a')?.lines.buffer, before.services.get('a')?.lines.buffer);
});

test('known minutes begin with the range and end before the first that is not known', () => {
	const history = mergeMinutes(createHistory(10, 10 * minuteMs), [4, 5, 6, 8].map(minute => answered(minute, {a: [minute, 1]})));
	const known = (from: number, to: number) => knownMinutes(history, 'a', {startMs: from * minuteMs, endMs: to * minuteMs}).map(({startMs, lines, errors}) => [startMs / minuteMs, lines, errors]);
	assert.deepEqual(known(5, 10), [[5, 5, 1], [6, 6, 1]]);
	assert.deepEqual(known(4, 6), [[4, 4, 1], [5, 5, 1]]);
	assert.deepEqual(known(7, 10), []);
	assert.deepEqual(known(-50, 10), []);
	assert.deepEqual(knownMinutes(history, 'unknown', {startMs: 4 * minuteMs, endMs: 10 * minuteMs}), []);
});

test('a replay starts at the first minute that was read and marks gaps as missing', () => {
	const history = mergeMinutes(createHistory(4, 10 * minuteMs), [answered(8, {a: [1, 1]}), answered(10, {a: [2, 0], b: [0, 0]})]);
	assert.deepEqual([...replayMinutes(history)], [answered(8, {a: [1, 1]}), missing(9), answered(10, {a: [2, 0]})]);
});

test('coverage counts the hours that were read', () => {
	const minutes = Array.from({length: 61}, (_, index) => answered(100 - index, {a: [1, 0]}));
	assert.deepEqual(coverage(mergeMinutes(createHistory(1440, 100 * minuteMs), minutes)), {hours: 2, ofHours: 24});
});

test('lines of a range are counted by the minutes that it touches', () => {
	const history = mergeMinutes(createHistory(4, 10 * minuteMs), [answered(9, {a: [5, 0]}), answered(10, {a: [7, 0]})]);
	assert.equal(countLines(history, 'a', {startMs: (9 * minuteMs) + 1000, endMs: 11 * minuteMs}), 12);
	assert.equal(countLines(history, 'a', {startMs: 0, endMs: 9 * minuteMs}), 0);
	assert.equal(countLines(history, 'unknown', {startMs: 0, endMs: 11 * minuteMs}), 0);
});
