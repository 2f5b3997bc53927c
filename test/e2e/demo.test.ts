import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onDemo} from '../helpers/demo.js';
import {openFirst} from '../helpers/open-first.js';

test('from the overview to Slack: the whole journey of an on-call engineer', async () => {
	await onDemo(async demo => {
		await demo.see('loki-sentinel demo', /of 12 abnormal: payment first at \d\d:\d\d/, 'baseline 24/24 h', /!!? +payment/, /!!? +checkout/, /!!? +api-gateway/);

		await openFirst(demo, 'payment');
		await demo.see(
			/PATTERNS \(\d+ of [\d,]+ lines sampled/,
			'NEW',
			'version=1.42.0',
			'no AI',
			/HikariPool-<\*> - Connection is not avail/,
			/STARTED +payment \d\d:\d\d(?::\d\d)? .*(?:checkout|api-gateway) (?:\+\d+ (?:s|min)|at the same time)/,
		);

		demo.press('a');
		await demo.see('scripted answer, no model was called', '✓ error_rates', 'confidence');
		await demo.see('RUN ', 'ESCALATE ', 'SLACK ', /[\d,.k]+ tokens/, /calls \d+\/12/, /^(?![\s\S]*answering )[\s\S]*NOT KNOWN/);

		demo.press('c');
		demo.press('which pod is it?\r');
		await demo.see('> which pod is it?', /payment-\w+-\w+: [\d.]+ (?:%|of)/);

		demo.press('s');
		const alert = await demo.see('delivered', '🔴 payment', 'Analysis (scripted answer)', 'Next command (nothing was run)', /Severity +(?:critical|warning)/);
		assert.doesNotMatch(alert, /services\/T/);

		demo.press('q');
		demo.press('q');
		demo.press('q');
		await demo.see('SERVICE', 'alerted Slack');
		demo.press('q');
		assert.deepEqual(await demo.exit, {exitCode: 0});
	});
});
