import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onDemo} from '../helpers/demo.js';
import {openFirst} from '../helpers/open-first.js';

test('a demo in a small terminal', async t => {
	await onDemo(async demo => {
		await t.test('everything essential is visible, and a smaller one says what it needs', async () => {
			const screen = await demo.see(/abnormal: (?:2 incidents: )?payment/, 'enter open', 'q quit');
			assert.equal(screen.split('\n').length, 24);
			await openFirst(demo, 'payment');
			await demo.see('PATTERNS', 'STARTED', 'no AI', 'esc back');
			demo.resize(50, 10);
			await demo.see('50x10 is too small: it needs 60x15');
			demo.resize(80, 24);
			await demo.see('PATTERNS', 'STARTED');
		});

		await t.test('a storm that begins while one watches comes up by itself, with its one pattern', async () => {
			demo.press('q');
			await demo.seeWithin(90_000, /!!? +auth .*storm/);
		});
	}, {columns: 80, rows: 24});
});
