import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	band,
	clip,
	medianOf,
	trimmedMeanOf,
} from '../../../source/detect/baseline/band.js';
import {createRandom, poisson} from '../../helpers/traffic.js';

/** The share of counts beyond the band, where the mean wanders from draw to draw by the share `variation`. */
const shareBeyond = (mean: number, variation: number, z: number): number => {
	const random = createRandom(11);
	const limit = band(mean, 1, variation, z);
	const shape = 1 / (variation ** 2);
	let beyond = 0;
	const draws = 40_000;
	for (let draw = 0; draw < draws; draw++) {
		// A sum of exponentials is gamma distributed.
		let gamma = 0;
		for (let part = 0; part < shape; part++) {
			gamma -= Math.log(1 - random()) / shape;
		}

		beyond += poisson(mean * gamma, random) > limit ? 1 : 0;
	}

	return beyond / draws;
};

test('about as many counts lie beyond the band as beyond the same deviations of a bell curve', () => {
	const cases: ReadonlyArray<readonly [mean: number, variation: number, z: number, tail: number]> = [
		[4, 0.25, 2, 0.0228], [20, 0.25, 2, 0.0228], [100, 0.25, 2, 0.0228], [20, 0.5, 2.5, 0.0062], [100, 0.25, 3, 0.00135],
	];
	for (const [mean, variation, z, tail] of cases) {
		const share = shareBeyond(mean, variation, z);
		assert.ok(share > tail / 3, `${mean} ${variation} ${z}: ${share} against ${tail}`);
		assert.ok(share < tail * 2, `${mean} ${variation} ${z}: ${share} against ${tail}`);
	}
});

test('the band widens with each of its terms', () => {
	assert.ok(band(10, 1, 0.2, 2) > 10);
	assert.ok(band(10, 2, 0.2, 2) > band(10, 1, 0.2, 2));
	assert.ok(band(10, 1, 0.4, 2) > band(10, 1, 0.2, 2));
	assert.ok(band(10, 1, 0.2, 3) > band(10, 1, 0.2, 2));
	assert.ok(band(20, 1, 0.2, 2) > band(10, 1, 0.2, 2));
});

test('nothing expected has no band', () => {
	assert.equal(band(0, 1, 0.2, 3), 0);
});

test('the median is the middle one of the sorted values, whatever their order', () => {
	const random = createRandom(7);
	for (let round = 0; round < 2000; round++) {
		const values = Float64Array.from({length: 1 + Math.floor(random() * 70)}, () => Math.floor(random() * (round % 3 === 0 ? 4 : 1000)));
		const expected = values.toSorted()[(values.length - 1) >> 1];
		assert.equal(medianOf(values, values.length), expected);
	}
});

test('median and trimmed mean look at the first values only', () => {
	assert.equal(medianOf(Float64Array.from([5, 1, 9, 100]), 3), 5);
	assert.equal(medianOf(new Float64Array(3), 0), 0);
	assert.equal(trimmedMeanOf(Float64Array.from([1, 100, 2, 3, 4, 5, 6, 7, 8, 0]), 10, 0.1), 4.5);
	assert.equal(clip(5, 1, 3), 3);
});
