import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addRange, countMinutes, hasMinute} from '../../../source/monitor/once/known-ranges.js';
import {planReading} from '../../../source/monitor/once/reading-plan.js';
import {hourMs, minuteMs} from '../../../source/detect/minute.js';

const endMs = Date.UTC(2026, 2, 2, 3, 14);
const at = (minutes: number): number => endMs + (minutes * minuteMs);
const window = {startMs: endMs - (4 * hourMs), endMs};
const plain = (ranges: ReadonlyArray<{readonly startMs: number; readonly endMs: number}>) => ranges.map(range => [(range.startMs - endMs) / minuteMs, (range.endMs - endMs) / minuteMs]);

test('a cold start reads the newest hour first, in pieces cut at full hours', () => {
	assert.deepEqual(plain(planReading(window, [])), [[-14, 0], [-74, -14], [-134, -74], [-194, -134], [-240, -194]]);
});

test('what is known is not read but for its last minutes', () => {
	assert.deepEqual(plain(planReading(window, [{startMs: at(-240), endMs: at(-1)}])), [[-6, 0]]);
	assert.deepEqual(plain(planReading(window, [{startMs: at(-240), endMs: at(-30)}])), [[-33, 0]]);
});

test('after a long gap the newest is read first, then what is missing before', () => {
	const known = [{startMs: at(-230), endMs: at(-200)}, {startMs: at(-190), endMs: at(-100)}];
	assert.deepEqual(plain(planReading(window, known)), [[-14, 0], [-74, -14], [-103, -74], [-200, -190], [-240, -230]]);
});

test('ranges are joined, cut and counted', () => {
	const ranges = addRange(addRange(addRange([], {startMs: at(-60), endMs: at(-30)}, at(-100)), {startMs: at(-120), endMs: at(-90)}, at(-100)), {startMs: at(-40), endMs: at(-10)}, at(-100));
	assert.deepEqual(plain(ranges), [[-100, -90], [-60, -10]]);
	assert.equal(countMinutes(ranges, {startMs: at(-95), endMs}), 55);
	assert.deepEqual([at(-90), at(-60), at(-11), at(-10)].map(startMs => hasMinute(ranges, startMs)), [false, true, true, false]);
});
