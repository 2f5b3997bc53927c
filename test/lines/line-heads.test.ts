import assert from 'node:assert/strict';
import {test} from 'node:test';
import {headsOf} from '../../source/lines/line-heads.js';
import {levelOfEntry} from '../../source/patterns/level.js';

const entryOf = (line: string, labels: Readonly<Record<string, string>>) => ({
	timeMs: 0, timeNs: '0', line, labels,
});

test('a row shows the level that its line marks, whatever Loki calls it', () => {
	const entries = [
		entryOf('{"level":50,"time":1764558000000,"msg":"charge declined"}', {detected_level: 'info'}),
		entryOf('{"level":30,"time":1764558000000,"msg":"0 errors in the last batch"}', {detected_level: 'error'}),
		entryOf('E0301 12:00:00.000000    1 reflector.go:138] watch closed', {level: 'info'}),
	];
	assert.deepEqual(headsOf(entries).map(({level}) => level), ['error', 'info', 'error']);
});

test('a row shows the level of the label where its line marks none, unless Loki guessed it from a word', () => {
	const entries = [
		entryOf('charge declined', {detected_level: 'error'}),
		entryOf('charge declined', {level: 'WARNING'}),
		entryOf('batch is done, error: null', {detected_level: 'error'}),
		entryOf('no info on this order', {detected_level: 'info'}),
		entryOf('all is well', {detected_level: 'unknown'}),
	];
	assert.deepEqual(headsOf(entries).map(({level}) => level), ['error', 'warn', 'unknown', 'unknown', 'unknown']);
});

test('a row shows the level that the lines are counted by', () => {
	const entries = [
		entryOf('{"level":50,"msg":"charge declined"}', {detected_level: 'info'}),
		entryOf('connection refused by bank', {}),
		entryOf('2026-03-01 12:00:00 WARN pool is small', {detected_level: 'error'}),
		entryOf('java.lang.IllegalStateException: pool is empty\n\tat com.acme.Pool.take(Pool.java:12)', {detected_level: 'info'}),
	];
	assert.deepEqual(headsOf(entries).map(({level}) => level), entries.map(entry => levelOfEntry(entry)));
});
