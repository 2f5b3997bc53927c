import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isUnpacked, pack} from '../../source/detect/pack.js';
import {createRandom} from '../helpers/traffic.js';

const again = (values: readonly number[]): number[] => {
	const target = new Float32Array(values.length);
	assert.ok(isUnpacked(pack(Float32Array.from(values)), target));
	return [...target];
};

test('numbers come back exactly as they were', () => {
	const values = [0, 1, 125, 126, 127, 128, 16_383, 16_384, 2 ** 24, 2 ** 28, 2 ** 30, NaN, -1, -0, 0.1, 1e-30, 3.4e38, Infinity, -Infinity].map(value => Math.fround(value));
	assert.deepEqual(again(values), values);
});

test('random arrays come back exactly', () => {
	const random = createRandom(3);
	for (let round = 0; round < 50; round++) {
		const values = Array.from({length: 200}, () => {
			const kind = random();
			return kind < 0.2 ? NaN : Math.fround(kind < 0.7 ? Math.floor(random() * (10 ** (random() * 9))) : random() * 100);
		});
		assert.deepEqual(again(values), values);
	}
});

test('small counts take one byte', () => {
	assert.equal(pack(new Float32Array(300).fill(3)).length, 400);
});

test('damaged text is told from good', () => {
	const text = pack(Float32Array.from([1, 2, 300, 0.5]));
	const target = new Float32Array(4);
	assert.ok(isUnpacked(text, target));
	for (const damaged of ['', text.slice(0, -4), `${text}AAAA`, '!!!!']) {
		assert.equal(isUnpacked(damaged, target), false, damaged);
	}
});
