import assert from 'node:assert/strict';
import {test} from 'node:test';
import {findMentions, findTraces} from '../../source/investigate/evidence/mentions.js';
import {createKnownNames} from '../../source/patterns/read/known-names.js';
import type {Evidence, EvidenceLine} from '../../source/facts/evidence.js';
import {incidentOf, openIncidents} from '../../source/store/selectors/incidents.js';
import {overviewRows} from '../../source/store/selectors/overview.js';
import {fleetVerdict} from '../../source/store/selectors/verdict-line.js';
import {connected} from '../helpers/connected.js';
import type {DataAction} from '../../source/store/actions.js';
import {
	anomaly,
	evidenceOf,
	minuteMs,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';

const onset = Date.UTC(2026, 10, 23, 2, 58);
const read: DataAction = {
	type: 'minutes-read', minutes: minutesOf({
		payment: [200, 40], checkout: [200, 20], auth: [900, 0], billing: [10, 5], cart: [50, 0],
	}),
};
const detected = (...anomalies: ReadonlyArray<ReturnType<typeof anomaly>>): DataAction => ({type: 'detected', anomalies, expectations: new Map()});
const payment = anomaly({service: 'payment', onsetMs: onset});
const checkout = anomaly({service: 'checkout', severity: 'warning', onsetMs: onset + 40_000});
const auth = anomaly({service: 'auth', kind: 'pattern-storm', onsetMs: onset + (40 * minuteMs)});

const line = (service: string, text: string, labels: EvidenceLine['labels'] = {}): EvidenceLine => ({
	id: 'L1', service, timeMs: onset, level: 'error', line: text, labels,
});
const names = createKnownNames(['payment', 'checkout', 'auth', 'billing', 'cart']);
const known = (service: string, change: Partial<Evidence>): DataAction => {
	const evidence = {...evidenceOf(service, []), ...change};
	return {
		type: 'detail-changed', service, detail: {
			status: 'ready', evidence: {...evidence, mentions: findMentions(evidence, names), traces: findTraces(evidence)}, verdict: undefined, trouble: undefined,
		},
	};
};

const together = (...anomalies: ReadonlyArray<ReturnType<typeof anomaly>>): DataAction => detected(...connected(anomalies));
const told = (...actions: readonly DataAction[]): string[] => openIncidents(stateAfter(read, ...actions)).map(({members}) => members.map(({service}) => service).join(' '));

test('services that evidence connects are one incident, and the worst incident comes first', () => {
	assert.deepEqual(told(detected(auth, checkout, payment)), ['payment', 'auth', 'checkout']);
	assert.deepEqual(told(together(auth, checkout, payment)), ['payment checkout', 'auth']);
	const state = stateAfter(read, together(auth, checkout, payment));
	assert.equal(incidentOf(state, 'checkout')?.incident.suspected, 'payment');
	assert.equal(incidentOf(state, 'checkout')?.member.delayMs, 40_000);
	assert.equal(incidentOf(state, 'cart'), undefined);
});

test('a warning member stands with its incident, before a critical service of a later one, and says whom it follows', () => {
	const rows = overviewRows(stateAfter(read, together(auth, checkout, payment)));
	assert.deepEqual(rows.slice(0, 3).map(({service}) => service), ['payment', 'checkout', 'auth']);
	assert.deepEqual(rows.slice(0, 3).map(({follows}) => follows), [undefined, {service: 'payment', delayMs: 40_000}, undefined]);
});

test('error lines and shared requests connect services; one namespace, one line and calm lines do not', () => {
	const billing = anomaly({service: 'billing', onsetMs: onset + minuteMs});
	const base = detected(payment, billing);
	const here = (service: string, text = 'it failed', change: Partial<EvidenceLine> = {}) => known(service, {lines: [{...line(service, text, {namespace: 'shop'}), repeats: 20, ...change}]});
	assert.deepEqual(told(base, here('payment'), here('billing')), ['payment', 'billing']);
	assert.deepEqual(told(base, here('payment'), here('billing', 'call to payment failed')), ['payment billing']);
	assert.deepEqual(told(base, here('payment'), here('billing', 'call to payment failed', {repeats: 1})), ['payment', 'billing']);
	assert.deepEqual(told(base, here('payment'), here('billing', 'payment failed for card 12')), ['payment', 'billing'], 'a word of the language');
	assert.deepEqual(told(base, here('payment'), here('billing', 'charged upstream=payment', {level: 'info'})), ['payment', 'billing']);
	assert.deepEqual(told(base, here('payment'), here('billing', 'requester=payment status=500')), ['payment', 'billing'], 'its caller');
	assert.deepEqual(told(base, here('payment'), here('billing', 'call to prepayment-api failed')), ['payment', 'billing']);
	const ids = ['4bf92f3577b34da6a3ce929d0e0e4736', 'a3ce929d0e0e47364bf92f3577b34da6'];
	const traced = (service: string, shared: readonly string[]) => known(service, {lines: shared.map(id => line(service, `trace_id=${id} failed`))});
	assert.deepEqual(told(base, traced('payment', ids), traced('billing', ids)), ['payment billing']);
	assert.deepEqual(told(base, traced('payment', ids), traced('billing', ids.slice(1))), ['payment', 'billing']);
});

test('a caller is not suspected because calm lines name it, or errors name it as the caller, but what fails when called is', () => {
	const suspected = (text: string, level: EvidenceLine['level']) => {
		const later = anomaly({service: 'checkout', onsetMs: onset + 5000});
		const state = stateAfter(read, together(payment, later), known('payment', {lines: [{...line('payment', text), level, repeats: 9}]}), known('checkout', {lines: [line('checkout', 'it failed')]}));
		return incidentOf(state, 'payment')?.incident.suspected;
	};

	assert.equal(suspected('msg="charged" client=checkout', 'info'), 'payment');
	assert.equal(suspected('called checkout', 'info'), 'payment');
	assert.equal(suspected('msg="charge failed" client=checkout', 'error'), 'payment');
	assert.equal(suspected('{"msg":"charge failed","caller":"checkout"}', 'error'), 'payment');
	assert.equal(suspected('call to checkout failed client=checkout', 'error'), 'checkout');
});

test('what is muted stands below what is open and is counted; the incident still says that it was first', () => {
	const mutes: DataAction = {type: 'mutes-changed', mutes: [{target: {fingerprint: payment.fingerprint}, untilMs: nowMs + minuteMs}]};
	const state = stateAfter(read, together(payment, checkout), mutes);
	assert.deepEqual(openIncidents(state).map(({suspected}) => suspected), ['payment']);
	assert.deepEqual(fleetVerdict(state).first.map(({service}) => service), ['checkout']);
	assert.deepEqual(openIncidents(stateAfter(read, detected(payment), mutes)), []);
	assert.deepEqual(overviewRows(state).slice(0, 2).map(({service, mutedUntilMs}) => [service, mutedUntilMs]), [['checkout', undefined], ['payment', nowMs + minuteMs]]);
	assert.equal(fleetVerdict(state).abnormal, 1);
	assert.equal(fleetVerdict(state).muted, 1);
});

test('a mute ends with its time, and hides no trouble of another kind', () => {
	const mutes: DataAction = {type: 'mutes-changed', mutes: [{target: {fingerprint: payment.fingerprint}, untilMs: nowMs + minuteMs}]};
	const silence = anomaly({service: 'payment', kind: 'silence', onsetMs: onset + minuteMs});
	assert.equal(fleetVerdict(stateAfter(read, detected(payment, silence), mutes)).abnormal, 1);
	assert.equal(fleetVerdict(stateAfter(read, detected(payment), mutes)).abnormal, 0);
	assert.equal(fleetVerdict(stateAfter(read, detected(payment), mutes, {type: 'clock-ticked', nowMs: nowMs + minuteMs})).abnormal, 1);
});
