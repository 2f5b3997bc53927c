import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onDemo} from '../helpers/demo.js';

test('an earlier time is looked at with its services, lines and alert, and the present goes on', async () => {
	await onDemo(async demo => {
		await demo.see(/!!? +payment/, 'baseline 24/24 h');
		demo.press('[[');
		const before = await demo.see(/PAST {2}\d{4}-\d\d-\d\d .*, 30 min ago/, 'nothing abnormal', 'baseline 24/24 h');
		assert.doesNotMatch(before, /!!/);

		demo.press('/payment\r\r');
		await demo.see(/PAST/, /payment +calm/, 'nothing abnormal in what was read', 'PATTERNS');
		demo.press('l');
		await demo.see(/PAST/, 'log lines', 'charged card');
		demo.press('t');
		await demo.see('live lines: not in the past');

		demo.press('\u{1B}');
		await demo.see('PATTERNS');
		demo.press('@now\r');
		await demo.see(/!!? +payment/);
		await demo.seeNo('PAST');
		demo.press('i');
		await demo.see('INCIDENTS', /payment/);
		// The oldest; another one may have opened a moment ago.
		demo.press('G');
		await demo.see(/>.*payment/);
		demo.press('@');
		await demo.see(/PAST/, /payment +critical/, 'connection pool exhausted');
		demo.press('v');
		await demo.see(/payment: errors.*as it was at \d{4}-/, 'Errors then');
		demo.press('\u{1B}');
		await demo.see('PATTERNS');
		demo.press('s');
		await demo.see(/as it was at/, /delivered/);
		demo.press('qqq');
		await demo.seeNo('PAST');
		await demo.see(/!!? +payment/);
	}, {columns: 110, rows: 30});
});
