import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRandom} from '../../source/sandbox/traffic/random.js';

const draws = 20_000;

/** Mean and variance of many draws. */
const momentsOf = (draw: () => number): {mean: number; variance: number} => {
	let sum = 0;
	let squares = 0;
	for (let left = draws; left > 0; left--) {
		const value = draw();
		sum += value;
		squares += value * value;
	}

	const mean = sum / draws;
	return {mean, variance: (squares / draws) - (mean * mean)};
};

test('the same seeds give the same numbers and neighbouring seeds do not', () => {
	const take = (...seeds: readonly number[]): readonly number[] => {
		const random = createRandom(...seeds);
		return Array.from({length: 5}, () => random.next());
	};

	assert.deepEqual(take(1, 2), take(1, 2));
	const firsts = new Set(Array.from({length: 1000}, (_, seed) => take(1, seed)[0]));
	assert.equal(firsts.size, 1000);
});

for (const mean of [0.3, 4, 29, 31, 120]) {
	test(`Poisson counts with a mean of ${mean} have it as their variance too`, () => {
		const random = createRandom(mean);
		const found = momentsOf(() => random.poisson(mean));
		assert.ok(Math.abs(found.mean - mean) < 0.05 * mean, `${found.mean}`);
		assert.ok(Math.abs(found.variance - mean) < 0.1 * mean, `${found.variance}`);
	});
}

test('nothing is counted where nothing is expected', () => {
	assert.equal(createRandom(1).poisson(0), 0);
	assert.equal(createRandom(1).steadyCount(0), 0);
});

test('the first draw of many seeds is as even as the draws of one', () => {
	let seed = 0;
	const found = momentsOf(() => createRandom(9, seed++).next());
	assert.ok(Math.abs(found.mean - 0.5) < 0.01);
	assert.ok(Math.abs(found.variance - (1 / 12)) < 0.003);
});

test('steady counts keep the mean with less variance', () => {
	const random = createRandom(5);
	const found = momentsOf(() => random.steadyCount(6.4));
	assert.ok(Math.abs(found.mean - 6.4) < 0.1);
	assert.ok(found.variance < 3.2);
});

test('picking, hex and durations stay within their bounds', () => {
	const random = createRandom(6);
	assert.throws(() => random.pick([]), RangeError);
	assert.match(random.hex(33), /^[\da-f]{33}$/);
	const found = momentsOf(() => Math.log(random.durationMs(200)));
	assert.ok(Math.abs(found.mean - Math.log(200)) < 0.02);
});
