import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {readDocument} from '../helpers/check-schema.js';
import {breakPayment, closeWorlds, openWorld} from '../helpers/check-world.js';
import {
	answer,
	closeSlacks,
	isMarked,
	page,
	reset,
	startSlack,
	type Handler,
} from '../helpers/failing-slack.js';

afterEach(async () => {
	await closeSlacks();
	await closeWorlds();
});

/** After these nobody knows whether the message arrived. */
const kinds: ReadonlyArray<readonly [name: string, fault: Handler]> = [
	['200 with a web page', answer(200, page)],
	['500', answer(500, 'rollup_error')],
	['502 with a proxy\'s page', answer(502, '<html>Bad Gateway</html>')],
	['no answer', () => undefined],
	['a reset after the message was read', reset],
	['an answer that is cut off', answer(200, 'o', {'content-length': '2'})],
];

for (const [name, fault] of kinds) {
	test(`Slack answers with ${name}: a marked repeat`, async () => {
		const here = await openWorld({hours: 1, services: ['payment', 'checkout']});
		const slack = await startSlack();
		slack.faults.push(fault);
		breakPayment(here);
		const first = await here.check(['--json'], {SLACK_WEBHOOK_URL: slack.url});
		for (const minutes of [1, 3]) {
			here.pass(minutes);
			await here.check([], {SLACK_WEBHOOK_URL: slack.url});
		}

		assert.deepEqual(slack.messages.map(message => isMarked(message)), [false, true]);
		const [before, after] = slack.messages;
		assert.deepEqual(after?.blocks.slice(1), before?.blocks, 'the same content');
		const [alert] = readDocument(first.stdout).alerts;
		assert.equal(alert?.result, 'unsure');
		assert.match(alert.nextStep ?? '', /sent again .* marked as a repeat/);
		assert.match(first.stderr, /may not have been delivered: .*marked as a repeat/);
	});
}
