import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {
	closeWorlds,
	openWorld,
	quiet,
	type Rates,
} from '../helpers/check-world.js';

afterEach(closeWorlds);

/** What happens, and how many minutes of it pass before the check looks. */
const story: ReadonlyArray<readonly [minutes: number, payment?: Rates, checkout?: Rates]> = [
	[0],
	[1],
	[7, {lines: 30, errors: 9}],
	[1],
	[5, {lines: 30, errors: 9}, {lines: 36, errors: 14}],
	[3, {lines: 80, errors: 60}],
	[1],
	[1],
	[2, quiet, quiet],
	[16],
	[2],
	[1],
];

test('an incident is reported when it opens, when it becomes critical and when it is over, through twelve passes', async () => {
	const here = await openWorld({hours: 6});
	for (const [minutes, payment, checkout] of story) {
		here.setRates('payment', payment ?? here.rates('payment'));
		here.setRates('checkout', checkout ?? here.rates('checkout'));
		here.pass(minutes);
		const {exitCode, stderr} = await here.check();
		assert.equal(stderr, '');
		assert.equal(exitCode, 0);
	}

	assert.deepEqual(here.told(), ['🟡 payment: errors', '🔴 payment: errors, 1 more service, now critical', '🟢 payment: resolved']);
	const [, worsened = '', resolved = ''] = here.slack.deliveries().map(({body}) => body);
	assert.match(worsened, /In the order in which they broke\\npayment 03:\d\d(:\d\d)? UTC, checkout \+\d+ min/);
	assert.match(worsened, /npx loki-sentinel open ls1_/);
	assert.match(resolved, /Lasted\\n\d+ min/);
	assert.match(resolved, /First alert/);
});
