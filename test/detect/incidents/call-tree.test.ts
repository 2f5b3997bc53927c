import assert from 'node:assert/strict';
import {test} from 'node:test';
import {callTree} from '../../../source/detect/incidents/call-tree.js';
import {linksAmong} from '../../../source/detect/incidents/connect.js';
import type {Link} from '../../../source/detect/connections/types.js';
import {groupIncidents} from '../../../source/detect/incidents/incident.js';
import type {Anomaly} from '../../../source/detect/types.js';
import {anomalyWith, mondayMs} from '../../helpers/traffic.js';

const broken = (service: string, delaySeconds: number, ...links: Link[]): Anomaly => anomalyWith({
	service, fingerprint: service, onsetMs: mondayMs + (delaySeconds * 1000), links,
});
const named = (service: string): Link => ({service, by: 'named', lines: 5});

const treeOf = (...anomalies: Anomaly[]): string[] => groupIncidents(anomalies).flatMap(incident => callTree(incident, linksAmong(incident.members, []))
	.map(node => `${'  '.repeat(node.depth)}${node.type === 'member' ? node.member.service : `(${node.host})`}${node.besides ? ` ${node.besides.by} ${node.besides.service}` : ''}`));

test('what is called stands below its caller, down to the host outside that it names', () => {
	assert.deepEqual(treeOf(
		broken('payments', 0, {service: 'db-primary', by: 'outside', lines: 9}),
		broken('orders', 40, named('payments')),
		broken('gateway', 90, named('orders')),
	), ['gateway', '  orders', '    payments', '      (db-primary)']);
});

test('a service stands once, below the caller that broke closest to it; services without a caller stand beside', () => {
	assert.deepEqual(treeOf(
		broken('payments', 0),
		broken('orders', 40, named('payments')),
		broken('gateway', 300, named('payments')),
	), ['orders', '  payments', 'gateway named payments']);
});

test('services that call each other stand below each other once', () => {
	assert.deepEqual(treeOf(
		broken('a', 0, named('b')),
		broken('b', 50, named('a')),
	), ['b', '  a']);
	assert.deepEqual(treeOf(
		broken('a', 0, named('b')),
		broken('b', 50, named('c')),
		broken('c', 100, named('a')),
	).map(row => row.trim()).toSorted(), ['a', 'b', 'c']);
});

test('where no call is known it is said what connects', () => {
	assert.deepEqual(treeOf(
		broken('a', 0, {service: 'b', by: 'trace', lines: 4}),
		broken('b', 50, {service: 'a', by: 'trace', lines: 4}),
	), ['a trace b', 'b trace a']);
});

test('a host that several name and the first does not is told too; one that another member alone names is not', () => {
	const db: Link = {service: 'db-primary', by: 'outside', lines: 4};
	const outside = (...anomalies: Anomaly[]) => groupIncidents(anomalies).map(incident => incident.outside);
	assert.deepEqual(outside(broken('a', 0), broken('b', 30, named('a'), db), broken('c', 40, named('a'), db)), [{host: 'db-primary', by: ['b', 'c']}]);
	assert.deepEqual(outside(broken('a', 0), broken('b', 30, named('a'), db)), [undefined]);
});
