import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {readDocument} from '../helpers/check-schema.js';
import {
	breakPayment,
	closeWorlds,
	openWorld,
	quiet,
} from '../helpers/check-world.js';

afterEach(closeWorlds);

test('Slack is down: the alert is kept and goes out with a later pass; one that may have arrived goes out again, marked', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	here.slack.setFault('action-prohibited');
	const failed = await here.check(['--json']);
	assert.equal(failed.exitCode, 0);
	assert.match(failed.stderr, /The alert of payment was not delivered: .*forbidden/);
	assert.deepEqual(readDocument(failed.stdout).alerts.map(({result}) => result), ['failed']);
	here.pass(1);
	here.slack.setFault('server-error');
	const unsure = await here.check(['--json']);
	assert.match(unsure.stderr, /The alert of payment may not have been delivered/);
	here.slack.setFault(undefined);
	here.pass(1);
	const after = await here.check(['--json']);
	const [repeat] = readDocument(after.stdout).alerts;
	assert.equal(repeat?.result, 'delivered');
	assert.match(repeat.repeatOf ?? '', /^2026-03-02T03:/);
	assert.match(here.told()[0] ?? '', /^repeat: the first attempt at 03:\d\d UTC may not have arrived$/);
	here.pass(1);
	await here.check();
	assert.equal(here.slack.attempts(), 3);
});

test('Slack is down from the beginning to the end of an incident: its end is reported once', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	here.slack.setFault('no-service');
	await here.check();
	here.setRates('payment', quiet);
	here.setRates('checkout', quiet);
	here.pass(18);
	await here.check();
	here.slack.setFault(undefined);
	here.pass(1);
	await here.check();
	here.pass(1);
	await here.check();
	assert.deepEqual(here.told(), ['🟢 payment: resolved']);
});

test('an incident that stays open is reported again after the reminder time', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	await here.check(['--remind-hours', '0.1']);
	here.pass(3);
	await here.check(['--remind-hours', '0.1']);
	here.pass(4);
	await here.check(['--remind-hours', '0.1']);
	assert.deepEqual(here.told(), ['🔴 payment: errors, 1 more service', '🔴 payment: errors, 1 more service, still open']);
});
