import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onDemo} from '../helpers/demo.js';

test('a storm that begins while one watches comes up by itself, with its one pattern', async () => {
	await onDemo(async demo => {
		await demo.see(/of 12 abnormal/);
		assert.match(await demo.seeWithin(90_000, /!!? +auth .*storm/), /auth/);
	});
});
