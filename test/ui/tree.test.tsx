import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import type {Link} from '../../source/detect/connections/types.js';
import {verdictRow} from '../../source/ui/layout/header.js';
import {rowText} from '../../source/ui/layout/row.js';
import type {UiState} from '../../source/ui/screens/registry.js';
import {closeApps, showApp} from '../helpers/show-app.js';
import {
	anomaly,
	judged,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';
import {until} from '../helpers/until.js';

afterEach(closeApps);

const named = (service: string): Link => ({service, by: 'named', lines: 9});
const broken = (service: string, delayMs: number, ...links: Link[]) => anomaly({service, onsetMs: Date.UTC(2026, 10, 23, 2, 58, 10) + delayMs, links});
const database: Link = {service: 'db-primary', by: 'outside', lines: 9};

const stateOf = (...anomalies: Array<ReturnType<typeof broken>>): UiState => stateAfter(
	{
		type: 'minutes-read', minutes: minutesOf({
			payment: [231, 42], checkout: [120, 20], gateway: [900, 15], cart: [90, 0],
		}),
	},
	{
		type: 'calls-learned', calls: [
			{caller: 'payment', callee: 'db-primary', isOutside: true},
			{caller: 'payment', callee: 'cart', isOutside: false},
			{caller: 'checkout', callee: 'payment', isOutside: false},
		],
	},
	{type: 'detected', anomalies, expectations: new Map()},
);

const chain = stateOf(broken('payment', 0, database), broken('checkout', 40_000, named('payment')), broken('gateway', 90_000, named('checkout')));

test('d shows an incident as a tree of calls, with who was first, what it calls that is not in Loki, and enter opens a service of it', async () => {
	const {see, press, store} = showApp(chain);
	await see('payment likely first at 02:58');
	press('d');
	const frame = await see('not in Loki');
	assert.match(frame, /incident payment likely first {3}since 02:58 \(14 min\)/);
	assert.match(frame, />gateway +\+1 min 30 s +errors 42\/min, 14x.*\n └ checkout +\+40 s .*\n {3}└ payment +first .*\n {5}└ db-primary +not in Loki/);
	press('j');
	press('j');
	press('\r');
	await see(/ payment .*critical/);
	assert.equal(store.getState().view.screens.at(-1)?.type, 'service');
});

test('a host that only the first names is told beside it, where there is room for the others as well', () => {
	assert.match(rowText(verdictRow(chain, 140)), /payment likely first at 02:58, its errors name db-primary \(not in Loki\), checkout \+40 s, gateway \+1 min 30 s/);
	assert.match(rowText(verdictRow(chain, 100)), /payment likely first at 02:58, checkout \+40 s, gateway \+1 min 30 s/);
});

test('a host that several services name stands for the first, in the line and in the tree', async () => {
	const {see, press} = showApp(stateOf(broken('payment', 0, database), broken('cart', 5000, database, {service: 'payment', by: 'host', lines: 9})));
	await see('db-primary (not in Loki) likely first, named by payment');
	press('d');
	const frame = await see('not in Loki, named');
	assert.match(frame, /incident db-primary \(not in Loki\) likely first, named by payment/);
	assert.match(frame, /payment +names it first .*\n └ db-primary +likely first +not in Loki, named by the errors of payment, cart/);
});

test('a calm service has no tree, and the key says so', async () => {
	const {see, press, intents} = showApp(stateAfter({type: 'minutes-read', minutes: minutesOf({cart: [90, 0]})}, judged('cart')));
	await see('cart');
	const before = intents.length;
	press('d');
	await until(() => intents.length > before, 'the reason');
	assert.deepEqual(intents.slice(before), [{type: 'say', text: 'd: this service is in no open incident', isDim: true}]);
});

test('a tree whose incident is over says where it is kept', async () => {
	const {see, press, store} = showApp(chain);
	press('d');
	await see('incident payment likely first');
	store.dispatch({type: 'detected', anomalies: [], expectations: new Map()});
	await see('this incident is over: i lists it');
	press('\r');
	assert.equal(store.getState().view.screens.at(-1)?.type, 'tree');
	press('i');
	await see('INCIDENTS');
	assert.equal(store.getState().view.screens.at(-1)?.type, 'incidents');
});

test('the service page says whom it calls and who calls it, the abnormal ones first', async () => {
	const {see, press, store} = showApp(chain);
	store.dispatch({type: 'clock-ticked', nowMs});
	press('\r');
	assert.match(await see('CALLED BY'), / CALLS {5}cart, db-primary \(not in Loki\) {3}CALLED BY {3}checkout !/);
});
