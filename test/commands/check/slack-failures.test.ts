import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {breakPayment, closeWorlds, openWorld} from '../helpers/check-world.js';
import {
	answer,
	closeSlacks,
	isMarked,
	startSlack,
} from '../helpers/failing-slack.js';

afterEach(async () => {
	await closeSlacks();
	await closeWorlds();
});

for (const memory of ['the state directory', 'the journal alone'] as const) {
	test(`killed after the message was sent and before that was written down: ${memory} leads to one marked repeat`, async () => {
		const here = await openWorld({hours: 1, services: ['payment', 'checkout']});
		const slack = await startSlack();
		breakPayment(here);
		const args = memory === 'the journal alone' ? ['--journal', 'loki'] : [];
		let run = 0;
		const env = () => {
			run++;
			return {SLACK_WEBHOOK_URL: slack.url, LOKI_SENTINEL_STATE_DIR: memory === 'the journal alone' ? `${here.home}/fresh-${run}` : here.stateDir};
		};

		const child = spawn(process.execPath, ['bin/loki-sentinel.js', 'check', '--namespace', 'production', '--baseline-hours', '1', '--analyze', 'none', ...args], {
			stdio: 'ignore',
			env: {
				PATH: process.env.PATH ?? '', HOME: here.home, XDG_CONFIG_HOME: `${here.home}/none`, LOKI_URL: here.loki.url, LOKI_SENTINEL_NOW: new Date(here.nowMs()).toISOString(), ...env(),
			},
		});
		slack.faults.push(() => {
			child.kill('SIGKILL');
		});
		await once(child, 'exit');
		for (const minutes of [1, 1, 3]) {
			here.pass(minutes);
			await here.check(args, env());
		}

		assert.deepEqual(slack.messages.map(message => isMarked(message)), [false, true]);
	});
}

test('Slack fails for long: the repeats are few, come at growing distances, and the reminder comes after them', async () => {
	const here = await openWorld({hours: 1, services: ['payment', 'checkout']});
	const slack = await startSlack();
	slack.faults.push(...Array.from({length: 50}, () => answer(500)));
	breakPayment(here);
	await here.check([], {SLACK_WEBHOOK_URL: slack.url});
	for (let pass = 0; pass < 9; pass++) {
		here.pass(8);
		await here.check([], {SLACK_WEBHOOK_URL: slack.url});
	}

	assert.equal(slack.messages.length, 6);
	slack.faults.length = 0;
	here.pass(245);
	await here.check([], {SLACK_WEBHOOK_URL: slack.url});
	assert.equal(slack.messages.length, 7);
	assert.match(slack.messages.at(-1)?.text ?? '', /still open/);
});

test('the end of an incident that may not have arrived is reported again too', async () => {
	const here = await openWorld({hours: 1, services: ['payment', 'checkout']});
	const slack = await startSlack();
	breakPayment(here);
	await here.check([], {SLACK_WEBHOOK_URL: slack.url});
	here.setRates('payment', {lines: 20, errors: 2});
	here.setRates('checkout', {lines: 20, errors: 2});
	slack.faults.push(answer(503));
	here.pass(18);
	await here.check([], {SLACK_WEBHOOK_URL: slack.url});
	for (const minutes of [1, 3]) {
		here.pass(minutes);
		await here.check([], {SLACK_WEBHOOK_URL: slack.url});
	}

	assert.deepEqual(slack.messages.map(message => [isMarked(message), message.text.includes('resolved')]), [[false, false], [false, true], [true, true]]);
});
