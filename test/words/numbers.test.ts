import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	formatAge,
	formatBytes,
	formatCount,
	formatDateTime,
	formatDollars,
	formatDuration,
	formatFactor,
	formatOffset,
	formatRate,
	formatShare,
	formatTime,
} from '../../source/words/numbers.js';
import {formatRange, zoneName} from '../../source/words/times.js';

function testTable(name: string, format: (value: number) => string, cases: ReadonlyArray<readonly [value: number, expected: string]>): void {
	test(name, () => {
		assert.deepEqual(cases.map(([value]) => [value, format(value)]), cases);
	});
}

testTable('counts have separators, large ones a unit', formatCount, [
	[0, '0'],
	[12, '12'],
	[999, '999'],
	[1940, '1,940'],
	[9999, '9,999'],
	[10_000, '10k'],
	[12_345, '12.3k'],
	[123_456, '123k'],
	[999_499, '999k'],
	[999_600, '1M'],
	[1_234_567, '1.2M'],
	[5.4e9, '5.4G'],
	[9e17, '900000T'],
	[-1940, '-1,940'],
	[NaN, '-'],
]);

testTable('rates have as many decimals as show what they are, and never read as zero when they are not', formatRate, [
	[0, '0'], [0.0001, '<0.001'], [0.0006, '0.001'], [0.004, '0.004'], [0.0094, '0.009'], [0.0099, '0.01'], [0.04, '0.04'], [0.096, '0.1'], [0.1, '0.1'], [3.12, '3.1'], [5, '5'], [5.04, '5'], [9.94, '9.9'], [9.96, '10'], [42.4, '42'], [1940, '1,940'], [31_000, '31k'], [NaN, '-'],
]);

testTable('factors end in x', formatFactor, [
	[1.44, '1.4x'], [2, '2x'], [0, '0x'], [0.004, '<0.1x'], [9.96, '10x'], [14.2, '14x'], [100, '100x'], [100.4, '>100x'], [Infinity, '>100x'], [NaN, '-'],
]);

testTable('bytes have a unit', formatBytes, [
	[0, '0 B'], [980, '980 B'], [1023.6, '1 KB'], [3174, '3.1 KB'], [262_144, '256 KB'], [1_258_291, '1.2 MB'], [2_147_483_648, '2 GB'], [-5, '0 B'], [NaN, '-'],
]);

testTable('shares are per cent', formatShare, [
	[0, '0 %'], [0.0001, '<0.1 %'], [0.182, '18.2 %'], [0.61, '61 %'], [0.9999, '>99.9 %'], [1, '100 %'], [NaN, '-'],
]);

testTable('dollars have cents', formatDollars, [[0, '$0.00'], [0.001, '<$0.01'], [0.04, '$0.04'], [12.345, '$12.35'], [1234.5, '$1,235'], [NaN, '-']]);

testTable('durations have two units at most', formatDuration, [
	[0, '0 s'],
	[88.7, '88 ms'],
	[4999, '4 s'],
	[60_000, '1 min'],
	[80_000, '1 min 20 s'],
	[870_000, '14 min'],
	[3_600_000, '1 h'],
	[7_500_000, '2 h 5 min'],
	[76 * 3_600_000, '3 d 4 h'],
	[-5, '0 s'],
	[NaN, '0 s'],
]);

testTable('offsets are durations with a plus; below 10 s they have no order', formatOffset, [
	[0, 'at the same time'], [9400, 'at the same time'], [9600, '+10 s'], [40_000, '+40 s'], [90_000, '+1 min 30 s'], [840_000, '+14 min'], [7_500_000, '+2 h 5 min'], [NaN, 'at the same time'],
]);

testTable('ranges are durations too', formatRange, [[60, 'last hour'], [15, 'last 15 min'], [360, 'last 6 h'], [1440, 'last 24 h'], [10_080, 'last 7 d']]);

testTable('ages are in whole seconds', formatAge, [[0, '0 s ago'], [900, '0 s ago'], [4200, '4 s ago'], [80_000, '1 min 20 s ago'], [-5000, '0 s ago']]);

test('times are those of the time zone', () => {
	const timeMs = Date.UTC(2026, 0, 31, 23, 5, 9);
	assert.equal(formatTime(timeMs, {timeZone: 'UTC'}), '23:05');
	assert.equal(formatTime(timeMs, {timeZone: 'UTC', withSeconds: true}), '23:05:09');
	assert.equal(formatTime(timeMs, {timeZone: 'Europe/Berlin'}), '00:05');
	assert.equal(formatDateTime(timeMs, {timeZone: 'Europe/Berlin'}), '2026-02-01 00:05');
	assert.deepEqual(['UTC', 'Europe/Berlin', 'Asia/Tokyo'].map(timeZone => zoneName(timeMs, timeZone)), ['UTC', 'CET', 'GMT+9']);
	assert.equal(formatDateTime(timeMs, {timeZone: 'Asia/Kolkata', withSeconds: true}), '2026-02-01 04:35:09');
	const local = new Date(timeMs);
	assert.equal(formatTime(timeMs), `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`);
});

test('a time that is none is dashes, a time zone that is none is an error', () => {
	assert.equal(formatTime(NaN), '--:--');
	assert.equal(formatTime(9e15, {withSeconds: true}), '--:--:--');
	assert.throws(() => formatTime(0, {timeZone: 'Mars/Base'}), RangeError);
});
