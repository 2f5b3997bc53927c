import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readTime} from '../../source/words/read-time.js';

/** 03:12:30 UTC, 04:12:30 in Berlin, 22:12:30 of the day before in New York. */
const nowMs = Date.UTC(2026, 10, 23, 3, 12, 30);

const read = (text: string, timeZone = 'UTC'): string | undefined => {
	const timeMs = readTime(text, {nowMs, timeZone});
	return timeMs === undefined ? undefined : new Date(timeMs).toISOString().replace('.000Z', '');
};

test('a time that is typed is read in the zone in which times are shown', () => {
	assert.equal(read('02:26'), '2026-11-23T02:26:00');
	assert.equal(read(' 2:26:10 '), '2026-11-23T02:26:10');
	assert.equal(read('02:26', 'Europe/Berlin'), '2026-11-23T01:26:00');
	assert.equal(read('22:00', 'America/New_York'), '2026-11-23T03:00:00');
	assert.equal(read('2026-11-20 02:26', 'Europe/Berlin'), '2026-11-20T01:26:00');
	assert.equal(read('2026-11-20T02:26:10Z', 'Europe/Berlin'), '2026-11-20T02:26:10');
	assert.equal(read('2026-07-01 12:00', 'Europe/Berlin'), '2026-07-01T10:00:00');
	assert.equal(read('2026-10-25 03:30', 'Europe/Berlin'), '2026-10-25T02:30:00');
});

test('a time of day that is still to come is the one of the day before', () => {
	assert.equal(read('23:50'), '2026-11-22T23:50:00');
	assert.equal(read('23:50', 'America/New_York'), '2026-11-22T04:50:00');
});

test('a time ago is read with its unit', () => {
	assert.equal(read('-15m'), '2026-11-23T02:57:30');
	assert.equal(read('-90s'), '2026-11-23T03:11:00');
	assert.equal(read('-2 h'), '2026-11-23T01:12:30');
	assert.equal(read('-1d'), '2026-11-22T03:12:30');
});

test('now is a time', () => {
	assert.equal(read(' now'), '2026-11-23T03:12:30');
});

test('what is no time, or lies ahead, is none', () => {
	assert.deepEqual(['', 'noon', '25:00', '02:61', '-15', '15m', '2026-13-01 02:26', '2026-11-24 02:26', '02:26:10 or so'].map(text => read(text)), Array.from({length: 9}, () => undefined));
});
