import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {hostileLine, hostileParts} from './hostile.js';

const short = 25_000;
const long = 100_000;
/** Four times the text may take four times as long; what other processes take comes on top, what is quadratic takes sixteen times. */
const mostGrowth = 10;
/** Below this a ratio says nothing. */
const leastMs = 15;
const tries = 4;

const timeOf = (line: string, count: number): number => Math.min(...Array.from({length: count}, () => {
	const {redact} = createRedactor();
	const startMs = performance.now();
	redact(line);
	return performance.now() - startMs;
}));

test('no hostile line makes redaction take more than in proportion to its length', {timeout: 120_000}, () => {
	assert.ok(hostileParts.length >= 220, `${hostileParts.length}`);
	for (const part of hostileParts) {
		timeOf(hostileLine(part, 4000), 1);
	}

	const slow: string[] = [];
	for (const part of hostileParts) {
		let isSlow = true;
		// A busy machine makes one measurement worse, seldom all.
		for (let attempt = 0; attempt < 3 && isSlow; attempt++) {
			const longMs = timeOf(hostileLine(part, long), attempt === 0 ? 1 : tries);
			isSlow = longMs > leastMs && longMs / timeOf(hostileLine(part, short), tries) > mostGrowth;
		}

		if (isSlow) {
			slow.push(part);
		}
	}

	assert.deepEqual(slow, []);
});

test('two hostile parts in one line do not multiply', {timeout: 120_000}, () => {
	const {redact} = createRedactor();
	for (let index = 0; index < hostileParts.length; index++) {
		const other = hostileParts[((index * 97) + 31) % hostileParts.length]!;
		const line = hostileLine(hostileParts[index]!, long / 2) + hostileLine(other, long / 2);
		const startMs = performance.now();
		redact(line);
		assert.ok(performance.now() - startMs < 3000, JSON.stringify([hostileParts[index], other]));
	}
});

test('many values that are known cost no more than the text', () => {
	const redactor = createRedactor();
	for (let index = 0; index < 5000; index++) {
		redactor.redact(`password=customer-secret-${index}x`);
	}

	const line = hostileLine('customer-secret-', 100_000);
	const startMs = performance.now();
	redactor.hideKnown(line);
	assert.ok(performance.now() - startMs < 1500);
});
