import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openBlock, readBlock} from '../../../source/detect/baseline/blocks.js';
import {createSeries} from '../../../source/detect/baseline/series.js';
import {createService, type ServiceState} from '../../../source/detect/service.js';

const start = (): ServiceState => createService(createSeries('payment', 0), 0);

const write = (service: ServiceState, block: number): void => {
	const slot = openBlock(service, block);
	if (slot !== undefined) {
		service.blockLines[slot] = block;
	}
};

const read = (service: ServiceState, block: number, newest: number): number => readBlock(service.blockLines, block, newest);

test('a ring grows with what it holds, forgets nothing within a week, and everything before', () => {
	const service = start();
	const lengths = new Set<number>();
	for (let block = 100_000; block < 103_000; block++) {
		write(service, block);
		lengths.add(service.blockLines.length);
		for (const back of [0, 1, 300, 511, 512, 1023, 1024, 2000, 2047]) {
			const expected = block - back >= 100_000 ? block - back : NaN;
			assert.equal(read(service, block - back, block), expected, `${back} blocks before ${block}`);
		}

		assert.equal(read(service, block - 2048, block), NaN);
	}

	assert.deepEqual([...lengths], [512, 1024, 2048]);
	assert.equal(service.blockErrors.length, 2048);
});

test('blocks that were skipped are unknown, however long ago the last one was', () => {
	for (const gap of [2, 500, 511, 512, 513, 2047, 5000]) {
		const service = start();
		for (let block = 100_000; block < 100_500; block++) {
			write(service, block);
		}

		const newest = 100_499 + gap;
		write(service, newest);
		for (let back = 0; back < 2048; back++) {
			const block = newest - back;
			const isKnown = block === newest || (block >= 100_000 && block <= 100_499);
			assert.equal(read(service, block, newest), isKnown ? block : NaN, `block ${block} after a gap of ${gap}`);
		}
	}
});

test('a block from days before makes room for itself, one from before the week has none', () => {
	const service = start();
	write(service, 100_000);
	write(service, 98_500);
	assert.equal(read(service, 98_500, 100_000), 98_500);
	assert.equal(read(service, 100_000, 100_000), 100_000);
	assert.equal(openBlock(service, 97_952), undefined);
	assert.equal(service.blockLines.length, 2048);
});
