import assert from 'node:assert/strict';
import {test} from 'node:test';
import {groupIncidents} from '../../source/detect/incident.js';
import {addMute, mutedUntil, removeMute} from '../../source/detect/mute.js';
import {fleetService, type Anomaly} from '../../source/detect/types.js';
import {anomalyWith, createRandom, mondayMs} from '../helpers/traffic.js';

const at = (minute: number): number => mondayMs + (minute * 60_000);
const told = (anomalies: readonly Anomaly[], options = {}): string[] => groupIncidents(anomalies, options)
	.map(({suspected, members}) => `${suspected}: ${members.map(({service, delayMs}) => `${service}+${delayMs / 1000}`).join(' ')}`);

test('services whose troubles began within minutes are one incident, the first one suspected', () => {
	const anomalies = [
		anomalyWith({service: 'api-gateway', onsetMs: at(2)}),
		anomalyWith({service: 'payment', onsetMs: at(0)}),
		anomalyWith({service: 'checkout', onsetMs: at(0) + 40_000}),
		anomalyWith({service: 'search', onsetMs: at(200)}),
	];
	assert.deepEqual(told(anomalies), ['search: search+0', 'payment: payment+0 checkout+40 api-gateway+120']);
});

test('of the same onset the worse is suspected, then the one with the larger factor', () => {
	assert.deepEqual(told([
		anomalyWith({service: 'a', factor: 50}),
		anomalyWith({service: 'b', severity: 'critical', factor: 3}),
		anomalyWith({service: 'c', severity: 'critical', factor: 8}),
	]), ['c: c+0 b+0 a+0']);
});

test('of those that broke at the same time the one that the others name is suspected, whatever its factor', () => {
	const anomalies = [
		anomalyWith({service: 'checkout', factor: 50}),
		anomalyWith({service: 'payment', factor: 40, onsetMs: at(0) + 10_000}),
		anomalyWith({service: 'api-gateway', factor: 60, onsetMs: at(0) + 50_000}),
	];
	const isNaming = (a: string, b: string): boolean => (a === 'checkout' && b === 'payment') || a === 'api-gateway';
	assert.deepEqual(told(anomalies, {isNaming}), ['payment: payment+10 checkout+0 api-gateway+50']);
	assert.deepEqual(told(anomalies), ['checkout: checkout+0 payment+10 api-gateway+50']);
});

test('a caller that was seen first does not hide what it calls, unless that broke a minute later', () => {
	const isNaming = (a: string, b: string): boolean => a === 'checkout' && b === 'payment';
	const after = (seconds: number) => told([anomalyWith({service: 'checkout'}), anomalyWith({service: 'payment', onsetMs: at(0) + (seconds * 1000)})], {isNaming});
	assert.deepEqual(after(45), ['payment: payment+45 checkout+0']);
	assert.deepEqual(after(75), ['checkout: checkout+0 payment+75']);
	const each = (): boolean => true;
	assert.deepEqual(told([anomalyWith({service: 'checkout'}), anomalyWith({service: 'payment', onsetMs: at(0) + 45_000})], {isNaming: each}), ['checkout: checkout+0 payment+45']);
});

test('the silence of the whole fleet is an incident of its own, whatever breaks beside it', () => {
	const fleet = anomalyWith({
		service: fleetService, kind: 'fleet-silence', severity: 'critical', onsetMs: at(2),
	});
	const related = {isRelated: () => true};
	for (const minute of [0, 2, 4]) {
		const anomalies = [fleet, anomalyWith({service: 'payment', severity: 'critical', onsetMs: at(minute)}), anomalyWith({service: 'checkout', onsetMs: at(minute)})];
		assert.deepEqual(told(anomalies, related).toSorted(), [`${fleetService}: ${fleetService}+0`, 'payment: payment+0 checkout+0']);
		assert.deepEqual(told(anomalies.toReversed(), related).toSorted(), [`${fleetService}: ${fleetService}+0`, 'payment: payment+0 checkout+0']);
	}
});

test('the anomalies of one service are one member, with the earliest onset', () => {
	const [incident] = groupIncidents([
		anomalyWith({service: 'payment', kind: 'volume-surge', onsetMs: at(3)}),
		anomalyWith({service: 'payment', onsetMs: at(1), severity: 'critical'}),
		anomalyWith({service: 'checkout', onsetMs: at(2), state: 'resolved'}),
	]);
	assert.deepEqual(incident?.members.map(({service, onsetMs, severity, isResolved, anomalies}) => [service, onsetMs, severity, isResolved, anomalies.length]), [
		['payment', at(1), 'critical', false, 2], ['checkout', at(2), 'warning', true, 1],
	]);
	assert.equal(incident?.severity, 'critical');
	assert.equal(incident?.isResolved, false);
});

test('an incident keeps its name when its onset is known more finely, another one is suspected, or another one joins', () => {
	const payment = anomalyWith({service: 'payment', onsetMs: at(1), openedMs: at(4)});
	const checkout = anomalyWith({service: 'checkout', onsetMs: at(2), openedMs: at(5)});
	const idOf = (...anomalies: readonly Anomaly[]) => groupIncidents(anomalies)[0]?.id;
	const id = idOf(payment);
	assert.match(id ?? '', /^i[\da-f]{10}$/);
	assert.equal(idOf(payment, checkout), id);
	assert.equal(idOf({...payment, onsetMs: at(3)}, checkout), id);
});

test('what begins while a service is still in trouble is part of it; what begins after its end is another incident', () => {
	const spike = anomalyWith({service: 'payment', onsetMs: at(0)});
	const storm = anomalyWith({service: 'payment', kind: 'pattern-storm', onsetMs: at(60)});
	assert.deepEqual(told([spike, storm]), ['payment: payment+0']);
	assert.equal(told([{...spike, state: 'resolved', resolvedMs: at(30)}, storm]).length, 2);
});

test('what is known to be unrelated stays apart', () => {
	const anomalies = [anomalyWith({service: 'payment'}), anomalyWith({service: 'billing-report', onsetMs: at(1)}), anomalyWith({service: 'checkout', onsetMs: at(2)})];
	const isRelated = (a: string, b: string): boolean | undefined => a === 'billing-report' || b === 'billing-report' ? false : undefined;
	assert.deepEqual(told(anomalies, {isRelated}).toSorted((a, b) => a.localeCompare(b)), ['billing-report: billing-report+0', 'payment: payment+0 checkout+120']);
});

test('open incidents come before those that are over, critical ones first', () => {
	assert.deepEqual(told([
		anomalyWith({
			service: 'over', severity: 'critical', state: 'resolved', onsetMs: at(300),
		}),
		anomalyWith({service: 'mild', onsetMs: at(100)}),
		anomalyWith({service: 'bad', severity: 'critical', onsetMs: at(0)}),
	]), ['bad: bad+0', 'mild: mild+0', 'over: over+0']);
	assert.deepEqual(groupIncidents([]), []);
});

test('no anomaly is hidden and none is told twice, whatever comes together', () => {
	const random = createRandom(12);
	for (let round = 0; round < 200; round++) {
		const anomalies = Array.from({length: Math.floor(random() * 30)}, (_, index) => anomalyWith({
			service: `service-${Math.floor(random() * 8)}`,
			fingerprint: `f${index}`,
			onsetMs: at(Math.floor(random() * 60)),
			severity: random() < 0.3 ? 'critical' : 'warning',
			factor: random() < 0.1 ? undefined : random() * 20,
		}));
		const incidents = groupIncidents(anomalies, {windowMs: Math.floor(random() * 20) * 60_000, isRelated: () => [true, false, undefined][Math.floor(random() * 3)]});
		const fingerprints = incidents.flatMap(({members}) => members.flatMap(member => member.anomalies.map(({fingerprint}) => fingerprint)));
		assert.deepEqual(fingerprints.toSorted((a, b) => a.localeCompare(b)), anomalies.map(({fingerprint}) => fingerprint).toSorted((a, b) => a.localeCompare(b)));
		for (const {members, suspected} of incidents) {
			assert.equal(members[0]?.service, suspected);
			assert.equal(new Set(members.map(({service}) => service)).size, members.length);
		}
	}
});

test('a mute holds for one anomaly or for a service, until it expires or is taken back', () => {
	const payment = anomalyWith({service: 'payment'});
	const surge = anomalyWith({service: 'payment', kind: 'volume-surge'});
	const search = anomalyWith({service: 'search'});
	const one = addMute([], {fingerprint: payment.fingerprint}, 60_000, at(0));
	const both = addMute(one, {service: 'search'}, 600_000, at(0));
	const cases: ReadonlyArray<readonly [Anomaly, number, number | undefined]> = [
		[payment, at(0), at(1)], [payment, at(1), undefined], [surge, at(0), undefined], [search, at(9), at(10)], [search, at(10), undefined],
	];
	for (const [anomaly, nowMs, until] of cases) {
		assert.equal(mutedUntil(both, anomaly, nowMs), until, `${anomaly.fingerprint} at ${nowMs}`);
	}

	assert.equal(mutedUntil(removeMute(both, {service: 'search'}), search, at(0)), undefined);
	assert.equal(mutedUntil(addMute(both, {service: 'payment'}, 300_000, at(0)), payment, at(0)), at(5));
	assert.equal(addMute(both, {service: 'search'}, 60_000, at(0)).length, 2);
	assert.equal(addMute(both, {service: 'cart'}, 60_000, at(60)).length, 1);
	assert.equal(mutedUntil(addMute([], {service: 'cart'}, -5, at(0)), anomalyWith({service: 'cart'}), at(0)), undefined);
});
