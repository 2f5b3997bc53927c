import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {breakPayment, closeWorlds, openWorld} from '../helpers/check-world.js';
import {
	answer,
	closeSlacks,
	isMarked,
	startSlack,
	type Handler,
} from '../helpers/failing-slack.js';

afterEach(async () => {
	await closeSlacks();
	await closeWorlds();
});

/** `once`: one message, never a second. `again`: refused for certain, so sent again as it was. */
const kinds: ReadonlyArray<readonly [name: string, faults: readonly Handler[], outcome: 'once' | 'again']> = [
	['200 ok', [], 'once'],
	['200 {"ok":false}', [answer(200, '{"ok":false,"error":"channel_not_found"}')], 'again'],
	['201', [answer(201, 'created')], 'once'],
	['202 without a body', [answer(202)], 'once'],
	['204', [answer(204)], 'once'],
	['{"success":true}', [answer(200, '{"success":true}')], 'once'],
	['400', [answer(400, 'invalid_payload')], 'again'],
	['404', [answer(404, 'no_service')], 'again'],
	['429 with a short wait', [answer(429, 'rate_limited', {'retry-after': '1'})], 'again'],
	['429 with a long wait', [answer(429, 'rate_limited', {'retry-after': '300'})], 'again'],
];

for (const [name, faults, outcome] of kinds) {
	test(`Slack answers with ${name}: ${{once: 'one message', again: 'sent again as it was'}[outcome]}`, async () => {
		const here = await openWorld({hours: 1, services: ['payment', 'checkout']});
		const slack = await startSlack();
		slack.faults.push(...faults);
		breakPayment(here);
		await here.check([], {SLACK_WEBHOOK_URL: slack.url});
		for (const minutes of [1, 3]) {
			here.pass(minutes);
			await here.check([], {SLACK_WEBHOOK_URL: slack.url});
		}

		assert.deepEqual(slack.messages.map(message => isMarked(message)), {once: [false], again: [false, false]}[outcome]);
	});
}

test('nothing listens at Slack\'s address: sent once it does, as it was', async () => {
	const here = await openWorld({hours: 1, services: ['payment', 'checkout']});
	const gone = await startSlack();
	await gone.close();
	breakPayment(here);
	await here.check([], {SLACK_WEBHOOK_URL: gone.url});
	const slack = await startSlack(Number(new URL(gone.url).port));
	for (const minutes of [1, 3]) {
		here.pass(minutes);
		await here.check([], {SLACK_WEBHOOK_URL: slack.url});
	}

	assert.deepEqual(slack.messages.map(message => isMarked(message)), [false]);
});
