import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isErrorLevel} from '../../source/patterns/level-words.js';
import {levelOfEntry, readLevel} from '../../source/patterns/level.js';
import {createMiner} from '../../source/patterns/mining/miner.js';
import {markedLines, spokenLines} from './level-lines.js';

for (const [format, line, level] of [...markedLines, ...spokenLines]) {
	test(`the level of ${format}: ${line.slice(0, 60)}`, () => {
		assert.equal(readLevel(line).level, level);
		assert.equal(isErrorLevel(createMiner().add(line, 0).level), isErrorLevel(level), 'a pattern of it has that level');
	});
}

test('lines that differ in nothing but a number that is their level are two patterns', () => {
	const miner = createMiner();
	for (const [, line] of markedLines) {
		miner.add(line, 0);
	}

	const wrong = markedLines.filter(([, line, level]) => isErrorLevel(miner.add(line, 1).level) !== isErrorLevel(level));
	assert.deepEqual(wrong, []);
	for (const [calm, failing] of [
		['{"level":30,"msg":"charge 7"}', '{"level":50,"msg":"charge 8"}'],
		['{"level":200,"message":"charge 7"}', '{"level":400,"message":"charge 8"}'],
		['{"severityNumber":9,"body":"charge 7"}', '{"severityNumber":17,"body":"charge 8"}'],
		['{"PRIORITY":"6","MESSAGE":"charge 7"}', '{"PRIORITY":"3","MESSAGE":"charge 8"}'],
		['I0301 12:00:00.000000 1 a.go:9] charge 7', 'E0301 12:00:00.000000 1 a.go:9] charge 8'],
		['2026-03-01T12:00:00.000000000Z stderr F I0301 12:00:00.000000 1 a.go:9] charge 7', '2026-03-01T12:00:00.000000000Z stderr F E0301 12:00:00.000000 1 a.go:9] charge 8'],
		[String.raw`{"log":"I0301 12:00:00.000000 1 a.go:9] charge 7\n"}`, String.raw`{"log":"E0301 12:00:00.000000 1 a.go:9] charge 8\n"}`],
		['<14>charge 7', '<11>charge 8'],
	] as const) {
		assert.equal(isErrorLevel(miner.add(calm, 2).level), false, calm);
		assert.equal(isErrorLevel(miner.add(failing, 2).level), true, failing);
	}
});

test('what a line marks itself goes before what its shipper or a guess of Loki says', () => {
	const isError = (line: string, detected: string): boolean => isErrorLevel(levelOfEntry({line, labels: {detected_level: detected}}));
	assert.equal(isError('2026-03-01 12:00:00,123 ERROR [main] c.s.Worker - charge refused', 'info'), true, 'a shipper that says info');
	assert.equal(isError('{"level":30,"msg":"error budget is fine"}', 'error'), false, 'a guess from a word');
	assert.equal(isError('GET /api/error 200', 'error'), false, 'a guess from a path');
	assert.equal(isError('error=0000', 'error'), false, 'a guess from a key');
	assert.equal(isError('charge refused for more info see the manual', 'info'), true, 'a guess from another word');
	assert.equal(isError('price list loaded', 'error'), true, 'a shipper that knows');
	assert.equal(isError('price list loaded', 'ERROR'), true);
	assert.equal(isError('connection refused', 'debug'), false, 'a shipper that knows better');
});
