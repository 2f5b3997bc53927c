import assert from 'node:assert/strict';
import process from 'node:process';
import {test} from 'node:test';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {hostileLine, hostileParts} from './hostile.js';

const short = 25_000;
const long = 100_000;
/** Four times the text may take four times as long, and a little more for what is collected meanwhile; what is quadratic takes sixteen times. */
const mostGrowth = 9;
/** Below this a ratio says nothing. */
const leastMs = 15;
const tries = 4;

/** Of this process, in milliseconds: what others take of a busy machine does not count. */
const timeOf = (line: string, count: number): number => Math.min(...Array.from({length: count}, () => {
	const {redact} = createRedactor();
	const start = process.cpuUsage();
	redact(line);
	const {user, system} = process.cpuUsage(start);
	return (user + system) / 1000;
}));

test('no hostile line makes redaction take more than in proportion to its length', {timeout: 120_000}, () => {
	assert.ok(hostileParts.length >= 220, `${hostileParts.length}`);
	for (const part of hostileParts) {
		timeOf(hostileLine(part, 4000), 1);
	}

	const slow: string[] = [];
	for (const part of hostileParts) {
		let isSlow = true;
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
	for (const [index, part] of hostileParts.entries()) {
		const other = hostileParts[((index * 97) + 31) % hostileParts.length]!;
		const line = hostileLine(part, long / 2) + hostileLine(other, long / 2);
		assert.ok(timeOf(line, 1) < 1500, JSON.stringify([part, other]));
	}
});

test('many values that are known cost no more than the text', () => {
	const redactor = createRedactor();
	for (let index = 0; index < 5000; index++) {
		redactor.redact(`password=customer-secret-${index}x`);
	}

	const line = hostileLine('customer-secret-', 100_000);
	const start = process.cpuUsage();
	redactor.hideKnown(line);
	assert.ok(process.cpuUsage(start).user < 1_500_000);
});
