import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sparkline, type SparklineOptions} from '../../source/terminal/sparkline.js';

const cases: ReadonlyArray<readonly [name: string, values: ReadonlyArray<number | undefined>, columns: number, options: SparklineOptions, expected: string]> = [
	['the largest value is a full bar', [0, 1, 2, 3, 4, 5, 6, 7], 8, {}, '▁▂▃▄▅▆▇█'],
	['calm is the lowest bar', [0, 0, 0], 3, {}, '▁▁▁'],
	['a little is more than nothing', [0, 1, 1000], 3, {}, '▁▂█'],
	['a missing value is a dot', [1, undefined, 1], 3, {}, '█·█'],
	['a number that is none is missing', [1, NaN], 2, {}, '█·'],
	['a given maximum holds for several lines', [1, 2], 2, {max: 7}, '▂▃'],
	['more than the maximum is a full bar', [9, Infinity], 2, {max: 7}, '██'],
	['fewer values are on the right', [7], 4, {}, '   █'],
	['no values are spaces', [], 3, {}, ' '.repeat(3)],
	['more values are joined by their maximum', [0, 9, 0, 0, 0, 0], 3, {}, '█▁▁'],
	['an uneven number of values is joined too', [0, 0, 0, 0, 7], 2, {}, '▁█'],
	['a column is missing only where all its values are', [undefined, undefined, undefined, 1], 2, {}, '·█'],
	['no columns are nothing', [1, 2], 0, {}, ''],
	['negative values are zero', [-1, 1], 2, {}, '▁█'],
	['ASCII stands in', [0, 1, undefined, 7], 5, {isAscii: true}, ' _.?#'],
];

for (const [name, values, columns, options, expected] of cases) {
	test(name, () => {
		assert.equal(sparkline(values, columns, options), expected);
	});
}

test('a long history keeps its width and its peak', () => {
	const values = Array.from({length: 1440}, (_, minute) => minute === 777 ? 50 : 0);
	const line = sparkline(values, 36);
	assert.equal(line.length, 36);
	assert.equal(line.replaceAll('▁', ''), '█');
});
