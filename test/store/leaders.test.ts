import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Anomaly} from '../../source/detect/types.js';
import {openIncidents} from '../../source/store/selectors/incidents.js';
import {selectedRow} from '../../source/store/selectors/overview.js';
import {verdictRow} from '../../source/ui/layout/header.js';
import {
	type Action,
	anomaly,
	minuteMs,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';

const onsetMs = Date.UTC(2026, 10, 23, 2, 58);
const minutes = {type: 'minutes-read', minutes: minutesOf({payment: [200, 40], checkout: [200, 30], cart: [20, 0]})} as const;
const detected = (anomalies: readonly Anomaly[], isInterim = false) => ({
	type: 'detected', anomalies, expectations: new Map(), isInterim,
} as const);
const line = (...actions: readonly Action[]) => verdictRow(stateAfter(minutes, ...actions), 160).map(([text]) => text).join('').trim();

const checkoutNames = {links: [{service: 'payment', by: 'named', lines: 42}]} as const;
const both = [anomaly({service: 'checkout', onsetMs, ...checkoutNames}), anomaly({service: 'payment', onsetMs: onsetMs + 20_000})];
/** The same before lines were read: nothing connects checkout to what it calls but a request. */
const before = [anomaly({service: 'checkout', onsetMs, links: [{service: 'payment', by: 'trace', lines: 9}]}), anomaly({service: 'payment', onsetMs: onsetMs + (2 * minuteMs)})];

test('nobody is told to be the first while lines that may speak against it are read', () => {
	assert.match(line(detected(both, true)), /^2 of 3 abnormal: judging who was first: payment, checkout\./);
	assert.match(line(detected(both, true), detected(both)), /^2 of 3 abnormal: payment likely first at 02:58, checkout at the same time\./);
});

test('nor while the past is being read, and no service is under the cursor', () => {
	const learning = {type: 'backfill-changed', change: {isRunning: true, doneHours: 1, wantedHours: 24}} as const;
	assert.match(line(learning, detected(both)), /judging who was first/);
	const state = stateAfter(minutes, learning, detected(both));
	assert.equal(selectedRow(state).row, undefined);
	const later = stateAfter(minutes, learning, detected(both), {type: 'backfill-changed', change: {doneHours: 3}}, detected(both));
	assert.equal(selectedRow(later).row?.service, 'payment');
});

test('the one that was named stays the first until all is read, and then the line says why it is another one', () => {
	const interim = [minutes, detected(before), detected(both, true)] as const;
	assert.equal(openIncidents(stateAfter(minutes, detected(before)))[0]?.suspected, 'checkout');
	assert.equal(openIncidents(stateAfter(...interim))[0]?.suspected, 'checkout');
	assert.equal(openIncidents(stateAfter(...interim))[0]?.members[0]?.service, 'checkout');
	assert.match(line(...interim), /unclear: checkout or payment/);
	assert.match(line(...interim, detected(both)), /payment likely first at 02:58 \(not checkout, which calls it\), checkout/);
	assert.doesNotMatch(line(...interim, detected(both), {type: 'clock-ticked', nowMs: nowMs + (11 * minuteMs)}), /not checkout/);
});

const reasons: ReadonlyArray<readonly [string, readonly Anomaly[], RegExp]> = [
	['it began earlier', [anomaly({service: 'checkout', onsetMs, links: [{service: 'payment', by: 'trace', lines: 9}]}), anomaly({service: 'payment', onsetMs: onsetMs - (2 * minuteMs)})], /payment likely first at 02:56 \(not checkout, which began later\)/],
	['the first one is over', [anomaly({
		service: 'checkout', onsetMs, state: 'resolved', resolvedMs: nowMs,
	}), anomaly({service: 'payment', onsetMs: onsetMs + (2 * minuteMs)})], /payment first at 03:00/],
];
for (const [what, after, told] of reasons) {
	test(`a new first has a reason: ${what}`, () => {
		assert.match(line(detected(before), detected(after)), told);
	});
}
