import assert from 'node:assert/strict';
import {test} from 'node:test';
import {groupIncidents} from '../../../source/detect/incidents/incident.js';
import {
	hashFingerprint,
	idOfAnomaly,
	incidentId,
	nameIncidents,
	type NamedIncident,
} from '../../../source/detect/incidents/incident-id.js';
import type {Anomaly} from '../../../source/detect/types.js';
import {connected} from '../../helpers/connected.js';
import {anomalyWith, mondayMs} from '../../helpers/traffic.js';

const at = (minute: number): number => mondayMs + (minute * 60_000);
const payment = anomalyWith({service: 'payment', onsetMs: at(1), openedMs: at(4)});
const checkout = anomalyWith({service: 'checkout', onsetMs: at(2), openedMs: at(5)});

test('an id is the same in every run that finds the same trouble, and holds no name', () => {
	assert.equal(incidentId([checkout, payment]), 'ic3972537ee');
	assert.equal(incidentId([payment, checkout]), idOfAnomaly(payment));
	assert.equal(idOfAnomaly({...payment, openedMs: payment.openedMs + 59_999, onsetMs: at(0)} as Anomaly), idOfAnomaly(payment), 'the minute counts, the onset does not');
	assert.notEqual(idOfAnomaly({...payment, openedMs: at(5)}), idOfAnomaly(payment));
	assert.notEqual(idOfAnomaly(checkout), idOfAnomaly(payment));
});

const named: NamedIncident = {
	id: 'i1', fingerprints: [hashFingerprint(payment.fingerprint)], onsetMs: at(0), resolvedMs: undefined,
};
const idsOf = (anomalies: readonly Anomaly[], ...known: ReadonlyArray<Partial<NamedIncident>>): readonly string[] =>
	nameIncidents(groupIncidents(connected(anomalies)), known.map(each => ({...named, ...each}))).map(({id}) => id);

test('an incident that another run has named keeps that name, while it is open and for the minutes in which it may come back', () => {
	assert.deepEqual(idsOf([payment, checkout], {}), ['i1']);
	assert.deepEqual(idsOf([payment], {resolvedMs: at(3)}), ['i1']);
	assert.deepEqual(idsOf([payment], {resolvedMs: at(-30)}), [incidentId([payment])], 'that one was over long before');
	assert.deepEqual(idsOf([{...payment, state: 'resolved', resolvedMs: at(10)}], {onsetMs: at(60)}), [incidentId([payment])], 'that one came long after');
	assert.deepEqual(idsOf([checkout], {}), [incidentId([checkout])], 'that one is of another service');
});

test('a name is given once', () => {
	const later = anomalyWith({service: 'checkout', onsetMs: at(60), openedMs: at(62)});
	const ids = idsOf([payment, later], {fingerprints: [payment, later].map(({fingerprint}) => hashFingerprint(fingerprint))});
	assert.equal(ids.filter(id => id === 'i1').length, 1);
	assert.equal(new Set(ids).size, 2);
});
