import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readRetryAfter} from '../../../source/loki/http/retry-after.js';

const nowMs = Date.UTC(2026, 10, 23, 3, 0, 0);

const headers: ReadonlyArray<readonly [header: string | undefined, waitMs: number | undefined]> = [
	['0', 0],
	['30', 30_000],
	[' 30 ', 30_000],
	['0.5', 500],
	['Mon, 23 Nov 2026 03:02:00 GMT', 120_000],
	['Monday, 23-Nov-26 03:02:00 GMT', 120_000],
	['Mon Nov 23 03:02:00 2026 GMT', 120_000],
	['Mon, 23 Nov 2026 02:00:00 GMT', 0],
	[undefined, undefined],
	['', undefined],
	['soon', undefined],
	['-5', undefined],
	['1e9', undefined],
	['Infinity', undefined],
	['5 minutes', undefined],
	['2026', 2_026_000],
	['9'.repeat(400), 315_360_000_000],
];

for (const [header, waitMs] of headers) {
	test(`Retry-After ${JSON.stringify(header)?.slice(0, 40)} is ${waitMs === undefined ? 'no wait' : `${waitMs} ms`}`, () => {
		assert.equal(readRetryAfter(header, nowMs), waitMs);
	});
}
