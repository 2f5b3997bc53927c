import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LinkKind} from '../../../source/detect/connections/types.js';
import type {GroupLink} from '../../../source/detect/incidents/connect.js';
import {groupIncidents} from '../../../source/detect/incidents/incident.js';
import {addMute, mutedUntil, removeMute} from '../../../source/detect/mute.js';
import {fleetService, type Anomaly} from '../../../source/detect/types.js';
import {connected} from '../../helpers/connected.js';
import {cpuMsOf} from '../../helpers/cpu-growth.js';
import {anomalyWith, createRandom, mondayMs} from '../../helpers/traffic.js';

const at = (minute: number): number => mondayMs + (minute * 60_000);
const told = (anomalies: readonly Anomaly[], options = {}): string[] => groupIncidents(anomalies, options)
	.map(({suspected, members}) => `${suspected}: ${members.map(({service, delayMs}) => `${service}+${delayMs / 1000}`).join(' ')}`);

/** `a > b`: errors of `a` name `b`, in so many lines. */
const naming = (...pairs: ReadonlyArray<readonly [from: string, to: string, lines?: number]>): {readonly links: readonly GroupLink[]} => ({
	links: pairs.map(([from, service, lines = 10]) => ({
		from, service, by: 'named', lines,
	})),
});
const sharing = (by: LinkKind, ...pairs: ReadonlyArray<readonly [a: string, b: string]>): {readonly links: readonly GroupLink[]} => ({
	links: pairs.flatMap(([a, b]) => [[a, b], [b, a]] as const).map(([from, service]) => ({
		from, service, by, lines: 5,
	})),
});

test('to break at the same time is no connection', () => {
	const anomalies = ['payment', 'checkout', 'search'].map(service => anomalyWith({service}));
	assert.deepEqual(told(anomalies).toSorted(), ['checkout: checkout+0', 'payment: payment+0', 'search: search+0']);
});

test('services that evidence connects and whose troubles began within minutes are one incident, the first one suspected', () => {
	const anomalies = [
		anomalyWith({service: 'api-gateway', onsetMs: at(2)}),
		anomalyWith({service: 'payment', onsetMs: at(0)}),
		anomalyWith({service: 'checkout', onsetMs: at(0) + 40_000}),
		anomalyWith({service: 'search', onsetMs: at(200)}),
	];
	assert.deepEqual(told(anomalies, naming(['api-gateway', 'checkout'], ['checkout', 'payment'], ['search', 'payment'])), ['search: search+0', 'payment: payment+0 checkout+40 api-gateway+120']);
	for (const by of ['trace', 'host', 'node', 'rollout'] as const) {
		assert.deepEqual(told(anomalies, sharing(by, ['api-gateway', 'payment'], ['checkout', 'payment'])), ['search: search+0', 'payment: payment+0 checkout+40 api-gateway+120'], by);
	}

	assert.deepEqual(told(anomalies, sharing('pattern', ['api-gateway', 'payment'], ['checkout', 'payment'])), ['search: search+0', 'api-gateway: api-gateway+0', 'payment: payment+0 checkout+40'], 'a phrase within a minute');
});

test('a gateway that suffers from two troubles belongs to the one that it names most, and makes no one trouble of them', () => {
	const anomalies = ['gateway', 'payment', 'tokens'].map(service => anomalyWith({service}));
	const named = naming(['gateway', 'payment', 60], ['gateway', 'tokens', 20]);
	const traces = sharing('trace', ['gateway', 'payment'], ['gateway', 'tokens']);
	assert.deepEqual(told(anomalies, {links: [...named.links, ...traces.links]}).toSorted(), ['payment: payment+0 gateway+0', 'tokens: tokens+0']);
});

test('a learnt call connects a caller whose errors name nobody, and blame flows to what is called', () => {
	const anomalies = ['web', 'orders', 'search'].map(service => anomalyWith({service}));
	const calls = (from: string, service: string): GroupLink => ({
		from, service, by: 'calls', lines: 500,
	});
	assert.deepEqual(told(anomalies, {links: [calls('web', 'orders')]}).toSorted(), ['orders: orders+0 web+0', 'search: search+0']);
	assert.deepEqual(told(anomalies, {links: [calls('web', 'search'), ...naming(['web', 'orders']).links]}).toSorted(), ['orders: orders+0 web+0', 'search: search+0'], 'errors that name one explain themselves');
});

test('those that name each other in a circle, or themselves, are one incident with the earliest first', () => {
	const anomalies = ['a-svc', 'b-svc', 'c-svc'].map((service, index) => anomalyWith({service, onsetMs: at(0) + (index * 20_000)}));
	assert.deepEqual(told(anomalies, naming(['a-svc', 'b-svc'], ['b-svc', 'c-svc'], ['c-svc', 'a-svc'], ['a-svc', 'a-svc'])), ['a-svc: a-svc+0 b-svc+20 c-svc+40']);
});

test('a silence leads no errors unless they name it', () => {
	const anomalies = [anomalyWith({service: 'search', kind: 'silence', onsetMs: at(0)}), anomalyWith({service: 'payment', onsetMs: at(0) + 30_000})];
	assert.deepEqual(told(anomalies, sharing('host', ['search', 'payment'])), ['payment: payment+30 search+0']);
	assert.deepEqual(told(anomalies, naming(['payment', 'search'])), ['search: search+0 payment+30']);
});

test('a hint is never the first, does not say when a service broke, and leads where there is nothing else', () => {
	const hint = (service: string, onsetMs: number) => anomalyWith({
		service, kind: 'new-warning', severity: 'warning', onsetMs, blame: 90,
	});
	const errors = anomalyWith({service: 'payment', onsetMs: at(5)});
	assert.deepEqual(told([hint('search', at(0)), errors], naming(['payment', 'search'])), ['payment: payment+300 search+0']);
	assert.deepEqual(told([hint('payment', at(0)), errors]), ['payment: payment+0']);
	const slow = (service: string, blame: number) => anomalyWith({
		service, kind: 'slow', onsetMs: at(5), blame,
	});
	assert.deepEqual(told([hint('cart', at(5)), slow('cart', 3), slow('payment', 4)], naming(['payment', 'cart'])), ['payment: payment+0 cart+0']);
	assert.deepEqual(told([hint('search', at(0))]), ['search: search+0']);
});

test('most services of a fleet at once are one trouble without a first', () => {
	const fleet = Array.from({length: 38}, (_, index) => anomalyWith({service: `service-${index}`, onsetMs: at(0) + (index * 3000)}));
	const [incident, ...others] = groupIncidents(fleet, {services: 40});
	assert.deepEqual([incident?.isFleetWide, incident?.members.length, others.length], [true, 38, 0]);
	assert.equal(groupIncidents(fleet, {services: 400}).length, 38);
	assert.equal(groupIncidents(fleet.slice(0, 3), {services: 4}).length, 3, 'three are no fleet');
});

test('a thousand services that all name the gateway are grouped in no time', () => {
	const anomalies = [anomalyWith({service: 'gateway'}), ...Array.from({length: 1000}, (_, index) => anomalyWith({service: `s-${index}`, links: [{service: 'gateway', by: 'named', lines: 5}]}))];
	const tookMs = cpuMsOf(() => {
		const [incident] = groupIncidents(anomalies, {services: 5000});
		assert.equal(incident?.suspected, 'gateway');
	});
	assert.ok(tookMs < 1000, `${tookMs} ms`);
});

test('whether the ranking holds by much is said, and else who may have been first as well', () => {
	const confidence = (later: number, options = {}) => groupIncidents([anomalyWith({service: 'payment'}), anomalyWith({service: 'checkout', onsetMs: at(0) + (later * 1000)})], options)[0]?.confidence;
	assert.deepEqual(confidence(5, naming(['checkout', 'payment'])), {type: 'likely'});
	assert.deepEqual(confidence(90, sharing('trace', ['checkout', 'payment'])), {type: 'likely'});
	assert.deepEqual(confidence(5, sharing('trace', ['checkout', 'payment'])), {type: 'unclear', rival: 'checkout'});
	assert.equal(groupIncidents([anomalyWith({service: 'payment'})])[0]?.confidence, undefined);
});

test('of the same onset the worse is suspected, then the one with the larger factor', () => {
	assert.deepEqual(told([
		anomalyWith({service: 'a', factor: 50}),
		anomalyWith({service: 'b', severity: 'critical', factor: 3}),
		anomalyWith({service: 'c', severity: 'critical', factor: 8}),
	], sharing('trace', ['a', 'b'], ['b', 'c'])), ['c: c+0 b+0 a+0']);
});

test('of those that broke at the same time the one that the others name is suspected, whatever its factor', () => {
	const anomalies = [
		anomalyWith({service: 'checkout', factor: 50}),
		anomalyWith({service: 'payment', factor: 40, onsetMs: at(0) + 10_000}),
		anomalyWith({service: 'api-gateway', factor: 60, onsetMs: at(0) + 50_000}),
	];
	assert.deepEqual(told(anomalies, naming(['checkout', 'payment'], ['api-gateway', 'payment'], ['api-gateway', 'checkout'])), ['payment: payment+10 checkout+0 api-gateway+50']);
	assert.deepEqual(told(connected(anomalies)), ['checkout: checkout+0 payment+10 api-gateway+50']);
});

test('a caller that was seen first does not hide what it calls, unless that broke a minute later', () => {
	const after = (seconds: number, options = naming(['checkout', 'payment'])) => told([anomalyWith({service: 'checkout'}), anomalyWith({service: 'payment', onsetMs: at(0) + (seconds * 1000)})], options);
	assert.deepEqual(after(45), ['payment: payment+45 checkout+0']);
	assert.deepEqual(after(75), ['checkout: checkout+0 payment+75']);
	assert.deepEqual(after(45, naming(['checkout', 'payment'], ['payment', 'checkout'])), ['checkout: checkout+0 payment+45']);
});

test('the silence of the whole fleet is an incident of its own, whatever breaks beside it', () => {
	const fleet = anomalyWith({
		service: fleetService, kind: 'fleet-silence', severity: 'critical', onsetMs: at(2),
	});
	for (const minute of [0, 2, 4]) {
		const anomalies = [fleet, anomalyWith({service: 'payment', severity: 'critical', onsetMs: at(minute)}), anomalyWith({service: 'checkout', onsetMs: at(minute)})];
		assert.deepEqual(told(connected(anomalies)).toSorted(), [`${fleetService}: ${fleetService}+0`, 'payment: payment+0 checkout+0']);
		assert.deepEqual(told(connected(anomalies.toReversed())).toSorted(), [`${fleetService}: ${fleetService}+0`, 'payment: payment+0 checkout+0']);
	}
});

test('the anomalies of one service are one member, with the earliest onset', () => {
	const [incident] = groupIncidents(connected([
		anomalyWith({service: 'payment', kind: 'volume-surge', onsetMs: at(3)}),
		anomalyWith({service: 'payment', onsetMs: at(1), severity: 'critical'}),
		anomalyWith({service: 'checkout', onsetMs: at(2), state: 'resolved'}),
	]));
	assert.deepEqual(incident?.members.map(({service, onsetMs, severity, isResolved, anomalies}) => [service, onsetMs, severity, isResolved, anomalies.length]), [
		['payment', at(1), 'critical', false, 2], ['checkout', at(2), 'warning', true, 1],
	]);
	assert.equal(incident?.severity, 'critical');
	assert.equal(incident?.isResolved, false);
});

test('an incident keeps its name when its onset is known more finely, another one is suspected, or another one joins', () => {
	const payment = anomalyWith({service: 'payment', onsetMs: at(1), openedMs: at(4)});
	const checkout = anomalyWith({service: 'checkout', onsetMs: at(2), openedMs: at(5)});
	const idOf = (...anomalies: readonly Anomaly[]) => groupIncidents(connected(anomalies))[0]?.id;
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
		const name = (): string => `service-${Math.floor(random() * 8)}`;
		const links = Array.from({length: 12}, (): GroupLink => ({
			from: name(), service: name(), by: (['named', 'calls', 'trace', 'host', 'pattern', 'node'] as const)[Math.floor(random() * 6)]!, lines: Math.floor(random() * 20),
		}));
		const incidents = groupIncidents(anomalies, {windowMs: Math.floor(random() * 20) * 60_000, links});
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
