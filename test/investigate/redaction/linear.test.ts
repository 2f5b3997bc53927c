import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {cpuMsOf, growsTooFast} from '../../helpers/cpu-growth.js';
import {hostileLine, hostileParts} from './hostile.js';

const short = 25_000;
const long = 100_000;

const redact = (line: string) => () => {
	createRedactor().redact(line);
};

test('no hostile line makes redaction take more than in proportion to its length', {timeout: 120_000}, () => {
	assert.ok(hostileParts.length >= 220, `${hostileParts.length}`);
	for (const part of hostileParts) {
		redact(hostileLine(part, 4000))();
	}

	assert.deepEqual(hostileParts.filter(part => growsTooFast(redact(hostileLine(part, long)), redact(hostileLine(part, short)))), []);
});

test('two hostile parts in one line do not multiply', {timeout: 120_000}, () => {
	for (const [index, part] of hostileParts.entries()) {
		const other = hostileParts[((index * 97) + 31) % hostileParts.length]!;
		const line = hostileLine(part, long / 2) + hostileLine(other, long / 2);
		assert.ok(cpuMsOf(redact(line)) < 1500, JSON.stringify([part, other]));
	}
});

test('many values that are known cost no more than the text', () => {
	const redactor = createRedactor();
	for (let index = 0; index < 5000; index++) {
		redactor.redact(`password=customer-secret-${index}x`);
	}

	const line = hostileLine('customer-secret-', 100_000);
	const tookMs = cpuMsOf(() => {
		redactor.hideKnown(line);
	});
	assert.ok(tookMs < 1500);
});
