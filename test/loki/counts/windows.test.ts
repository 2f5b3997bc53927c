import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hourMs, minuteMs} from '../../../source/detect/minute.js';
import {
	ceilToMinute,
	closedMinutes,
	floorToHour,
	floorToMinute,
	hourPieces,
	minuteStarts,
	missingRanges,
	splitRange,
} from '../../../source/loki/counts/windows.js';

const noonMs = Date.UTC(2026, 10, 23, 12);

test('times are cut to whole minutes and hours', () => {
	assert.equal(floorToMinute(noonMs + 59_999), noonMs);
	assert.equal(ceilToMinute(noonMs + 1), noonMs + minuteMs);
	assert.equal(ceilToMinute(noonMs), noonMs);
	assert.equal(floorToHour(noonMs + hourMs - 1), noonMs);
});

test('only minutes that have ended are closed, and a lag leaves out the last of them', () => {
	assert.deepEqual(closedMinutes(noonMs + 30_000, 3), {startMs: noonMs - (3 * minuteMs), endMs: noonMs});
	assert.deepEqual(closedMinutes(noonMs + 30_000, 3, 31_000), {startMs: noonMs - (4 * minuteMs), endMs: noonMs - minuteMs});
});

test('only whole minutes of a range are named', () => {
	assert.deepEqual(minuteStarts({startMs: noonMs - 1, endMs: noonMs + (2 * minuteMs) + 1}), [noonMs, noonMs + minuteMs]);
	assert.deepEqual(minuteStarts({startMs: noonMs + 1, endMs: noonMs + minuteMs}), []);
});

test('a range falls into pieces on the hour, newest first, without gap or overlap', () => {
	const range = {startMs: noonMs - (2.5 * hourMs), endMs: noonMs + (10 * minuteMs)};
	assert.deepEqual(hourPieces(range), [
		{startMs: noonMs, endMs: noonMs + (10 * minuteMs)},
		{startMs: noonMs - hourMs, endMs: noonMs},
		{startMs: noonMs - (2 * hourMs), endMs: noonMs - hourMs},
		{startMs: noonMs - (2.5 * hourMs), endMs: noonMs - (2 * hourMs)},
	]);
	assert.deepEqual(hourPieces({startMs: noonMs, endMs: noonMs}), []);
});

test('a range is split into pieces of at most a length', () => {
	assert.deepEqual(splitRange({startMs: 0, endMs: 25}, 10), [{startMs: 0, endMs: 10}, {startMs: 10, endMs: 20}, {startMs: 20, endMs: 25}]);
	assert.deepEqual(splitRange({startMs: 5, endMs: 5}, 10), []);
	assert.throws(() => splitRange({startMs: 0, endMs: 5}, 0), RangeError);
});

test('unknown minutes are joined to gaps', () => {
	const range = {startMs: noonMs, endMs: noonMs + (6 * minuteMs)};
	const known = new Set([1, 4].map(index => noonMs + (index * minuteMs)));
	assert.deepEqual(missingRanges(range, startMs => known.has(startMs)), [
		{startMs: noonMs, endMs: noonMs + minuteMs},
		{startMs: noonMs + (2 * minuteMs), endMs: noonMs + (4 * minuteMs)},
		{startMs: noonMs + (5 * minuteMs), endMs: noonMs + (6 * minuteMs)},
	]);
	assert.deepEqual(missingRanges(range, () => true), []);
	assert.deepEqual(missingRanges(range, () => false), [range]);
});
