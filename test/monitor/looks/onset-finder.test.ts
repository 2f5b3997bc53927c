import assert from 'node:assert/strict';
import {test} from 'node:test';
import {firstBurst} from '../../../source/monitor/looks/onset-finder.js';

const at = (seconds: number) => 1_000_000_000 + (seconds * 1000);

/** Errors in steps of 5 s; the first value is the step that ends 5 s after the start. */
const steps = (...counts: readonly number[]) => counts.map((count, index) => [at((index + 1) * 5), count] as const);

const cases: ReadonlyArray<readonly [name: string, samples: ReadonlyArray<readonly [number, number]>, limitPerMinute: number | undefined, expected: number | undefined]> = [
	['the first step of a burst, not the minute that it is in', steps(0, 0, 0, 0, 5, 6, 7, 5), 7, at(20)],
	['a stray error in the minute before is not its beginning', [[at(-40), 1], ...steps(0, 0, 4, 4, 4)], 7, at(10)],
	['nor is one a few seconds before', [[at(-20), 1], ...steps(0, 1, 0, 0, 0, 0, 3, 2, 4, 3, 2, 3, 4)], 7, at(30)],
	['one error of a burst that starts with one is its beginning', steps(0, 0, 1, 2, 2, 1, 2, 1, 2, 2), 5, at(10)],
	['a slow rise began with the first error of the onset\'s minute', steps(0, ...Array.from({length: 20}, () => 1), ...Array.from({length: 10}, () => 10)), 7, at(5)],
	['stray errors in the minutes before are no slow rise', [...steps(1, 0, 0, 0, 0, 1, 0, 0, 0), ...Array.from({length: 12}, (_, index) => [at(100 + (index * 5)), 2] as const)], 7, at(95)],
	['errors after the onset\'s minute are no beginning', steps(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1), 7, undefined],
	['a very low limit still wants three errors', [[at(-50), 1], ...steps(0, 0, 2, 2)], 0.9, at(10)],
	['no samples, no beginning', steps(), undefined, undefined],
];

for (const [name, samples, limitPerMinute, expected] of cases) {
	test(name, () => {
		assert.equal(firstBurst(samples, {onsetMs: at(0), limitPerMinute, expectedPerMinute: 1}), expected);
	});
}
