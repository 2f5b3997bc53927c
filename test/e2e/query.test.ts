import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onDemo} from '../helpers/demo.js';

const eraseLine = '\u{15}';

test('a query is typed, completed, refused with a caret, and answered by lines and by a chart', async () => {
	await onDemo(async demo => {
		await demo.see(/!!? +payment/);
		demo.press(':');
		await demo.see(' : {namespace="production"', 'tab completes', 'enter asks Loki, last hour');

		demo.press(eraseLine);
		demo.press('{service_name="paym\t');
		await demo.see(' : {service_name="payment"');
		demo.press('} |= "Hikari" | jsn x\r');
		const screen = await demo.see('line 1, column 44: "x" was not expected here');
		const refused = screen.split('\n');
		const caret = refused.findIndex(row => /^ +\^$/.test(row));
		assert.equal(refused[caret]?.indexOf('^'), (refused[caret - 1]?.indexOf('jsn x') ?? 0) + 4, refused.join('\n'));

		demo.press('\u{5}');
		demo.press('\u{17}\u{17}\u{17}\r');
		const lines = await demo.see(/query +payment.*last hour/, '{service_name="payment"} |= "Hikari"', /\d\d:\d\d:\d\d ERROR +HikariPool-1/);
		assert.match(lines, /[\d,.k]+ of [\d,.k]+ lines/);

		demo.press(':');
		await demo.see(' : {service_name="payment"} |= "Hikari"');
		demo.press(eraseLine);
		demo.press('sum by (service_name) (rate({namespace="production"}[5m]))\r');
		await demo.see('6 of 12 series shown', '┤', />━ payment +[\d.]+/);
		demo.press('\t');
		await demo.see('12 series', /SERIES +LAST +MAX +AVG +MIN/);

		demo.press(':');
		demo.press('\u{10}\u{10}');
		await demo.see(' : {service_name="payment"} |= "Hikari"');
		demo.press('\u{12}rate(');
		await demo.see(' : sum by (service_name)', 'earlier: rate(');
		demo.press('\u{1B}');
		await demo.seeNo('earlier: rate(');
		demo.press('\u{1B}');
		await demo.see('tab table');
		demo.press('\u{1B}');
		await demo.see('SERVICE');
	}, {columns: 80, rows: 24});
});
