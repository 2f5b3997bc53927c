import {test} from 'node:test';
import assert from 'node:assert/strict';
import {searchLeaks} from '../../bench/eval/harness/leaks.js';
import {makeSecrets} from '../../bench/eval/harness/secrets.js';

test('of fifty planted secrets none leaves: not to the model, not to Slack, not to a preview, not to the disk', {timeout: 60_000}, async () => {
	const report = await searchLeaks(1);
	assert.equal(report.secrets, 50);
	assert.ok(report.kinds >= 15);
	// Values too long for a label are cut off before; all others must have been there to hide.
	assert.ok(report.reached >= 45, `${report.reached} of 50 were in the evidence`);
	assert.ok(report.texts >= 25);
	assert.ok(report.toolResults >= 5, `${report.toolResults} requests carried results of tools`);
	assert.deepEqual(report.leaks, []);
});

test('the same seed makes the same secrets, another one makes others', () => {
	const values = (seed: number): readonly string[] => makeSecrets(seed).map(({value}) => value);
	assert.deepEqual(values(1), values(1));
	assert.equal(new Set([...values(1), ...values(2)]).size, 100);
});
