import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createConnections} from '../../../source/detect/connections/connections.js';
import type {LineFacts} from '../../../source/detect/connections/types.js';
import {anomalyWith, mondayMs} from '../../helpers/traffic.js';

const minuteMs = 60_000;
const factsOf = (service: string, seconds: number, change: Partial<LineFacts> = {}): LineFacts => ({
	service, timeMs: mondayMs + (seconds * 1000), isBad: true, named: [], called: [], callers: [], hosts: [], outside: [], trace: undefined, isRelayed: false, said: undefined, node: undefined, version: undefined, ...change,
});
const several = (count: number, make: (index: number) => LineFacts): readonly LineFacts[] => Array.from({length: count}, (_, index) => make(index));
const trouble = ['orders', 'payments', 'search'].map(service => anomalyWith({service, onsetMs: mondayMs}));

const linksAfter = (...lines: ReadonlyArray<readonly LineFacts[]>): Record<string, string> => {
	const connections = createConnections();
	connections.take(lines.flat());
	return Object.fromEntries(connections.link(trouble).filter(({links}) => links).map(({service, links}) => [service, links!.map(({by, service: other, lines: count}) => `${by} ${other} ${count}`).join(', ')]));
};

test('errors that name another service connect the two; one line, a line read twice and old lines do not', () => {
	const naming = (index: number) => factsOf('orders', index * 5, {named: ['payments']});
	assert.deepEqual(linksAfter(several(4, naming)), {orders: 'named payments 4'});
	assert.deepEqual(linksAfter(several(2, naming)), {});
	assert.deepEqual(linksAfter(several(9, () => naming(0))), {}, 'one line, read nine times');
	assert.deepEqual(linksAfter(several(9, index => naming(index - 1000))), {}, 'long before the trouble');
});

test('calm lines teach who calls whom, from the caller and from the called one; a chance is no call', () => {
	const calm = (index: number) => factsOf('orders', index * 60, {isBad: false, named: ['payments', 'search'], called: ['payments']});
	assert.deepEqual(linksAfter(several(5, calm)), {orders: 'calls payments 5'});
	assert.deepEqual(linksAfter(several(5, index => factsOf('payments', index * 60, {isBad: false, callers: ['orders']}))), {orders: 'calls payments 5'});
	assert.deepEqual(linksAfter(several(5, index => factsOf('orders', index, {isBad: false, called: ['payments']}))), {}, 'all within seconds');
});

test('what a third of the fleet calls is a hub, and to call it is no connection', () => {
	const connections = createConnections();
	connections.take(Array.from({length: 1000}, (_, service) => several(4, index => factsOf(`s-${service}`, index * 60, {isBad: false, called: ['gateway']}))).flat());
	assert.deepEqual(connections.link([anomalyWith({service: 's-1'}), anomalyWith({service: 'gateway'})]).flatMap(({links}) => links ?? []), []);
});

test('bad lines of the same requests, of a host that is new to both, of one node and of one new version connect', () => {
	const both = (make: (service: string, index: number) => LineFacts) => ['orders', 'payments'].flatMap(service => several(6, index => make(service, index)));
	assert.deepEqual(linksAfter(both((service, index) => factsOf(service, index, {trace: `4bf92f35${index}`}))), {orders: 'trace payments 6', payments: 'trace orders 6'});
	assert.deepEqual(linksAfter(both((service, index) => factsOf(service, index, {trace: '4bf92f35'}))), {}, 'one request');
	const host = both((service, index) => factsOf(service, index, {hosts: ['db-1:5432']}));
	assert.deepEqual(linksAfter(host), {orders: 'host payments 6', payments: 'host orders 6'});
	assert.deepEqual(linksAfter(host, [factsOf('orders', -600, {isBad: false, hosts: ['db-1:5432']})]), {}, 'a host of usual times');
	assert.deepEqual(linksAfter(both((service, index) => factsOf(service, index, {version: '2.3.1'}))), {orders: 'rollout payments 6', payments: 'rollout orders 6'});
	const nodes = both((service, index) => factsOf(service, index, {node: 'n7'}));
	assert.deepEqual(linksAfter(nodes), {}, 'all of their lines are of that node');
	const elsewhere = ['orders', 'payments'].flatMap(service => several(20, index => factsOf(service, index, {isBad: false, node: 'n1'})));
	assert.deepEqual(linksAfter(nodes, elsewhere), {orders: 'node payments 6', payments: 'node orders 6'});
});

test('a host outside that most errors name is told, also of one service alone; one that they always name, or only some do, is not', () => {
	const failing = (index: number) => factsOf('orders', index * 5, {outside: ['db-primary']});
	assert.deepEqual(linksAfter(several(4, failing)), {orders: 'outside db-primary 4'});
	assert.deepEqual(linksAfter(several(2, failing)), {});
	assert.deepEqual(linksAfter(several(4, failing), several(9, index => factsOf('orders', 100 + index))), {}, 'a few of many errors');
	assert.deepEqual(linksAfter(several(4, failing), several(6, index => factsOf('orders', -600 - index, {outside: ['db-primary']}))), {}, 'errors of usual times name it as well');
	const connections = createConnections();
	connections.take(several(4, failing));
	assert.deepEqual(connections.link(trouble.slice(0, 1)).flatMap(({links = []}) => links.map(({by}) => by)), ['outside']);
});

test('what is known of calls is one list until there are others, with hosts outside told apart from services', () => {
	const connections = createConnections();
	connections.take(several(4, index => factsOf('orders', index * 60, {isBad: false, called: ['payments'], outside: ['db-primary']})));
	const known = connections.calls.known();
	assert.deepEqual(known, [{caller: 'orders', callee: 'payments', isOutside: false}, {caller: 'orders', callee: 'db-primary', isOutside: true}]);
	connections.take(several(4, index => factsOf('orders', 600 + (index * 60), {isBad: false, called: ['payments']})));
	assert.equal(connections.calls.known(), known);
	connections.take(several(4, index => factsOf('orders', 900 + (index * 60), {isBad: false, called: ['search', 'db-primary']})));
	assert.deepEqual(connections.calls.known().map(({callee, isOutside}) => `${callee} ${isOutside}`), ['payments false', 'db-primary false', 'search false'], 'a host that turns out to be a service');
	assert.deepEqual(createConnections(structuredClone(connections.save())).calls.known(), connections.calls.known());
});

test('the map of calls is kept, is bounded, and has no call of a service to itself', () => {
	const connections = createConnections();
	connections.take(several(5, index => factsOf('orders', index * 60, {isBad: false, called: ['payments', 'orders']})));
	const restored = createConnections(structuredClone(connections.save()));
	assert.deepEqual(restored.link(trouble), connections.link(trouble));
	assert.deepEqual([...restored.calls.calls('orders').keys()], ['payments']);
	for (let service = 0; service < 12_000; service++) {
		restored.take([factsOf(`x-${service}`, service, {isBad: false, called: [`y-${service}`]})]);
	}

	assert.ok(restored.save().length <= 5000);
	assert.deepEqual([...restored.calls.calls('orders').keys()], ['payments'], 'what is sure outlives what was seen once');
});

test('errors are remembered for the minutes of two hours, not for ever', () => {
	const connections = createConnections();
	connections.take(several(400, index => factsOf('orders', index * 60, {named: ['payments']})));
	assert.equal(connections.save()[0]?.errors.length, 120);
	assert.equal(connections.calls.named('orders', mondayMs + (390 * minuteMs)).get('payments'), 10);
});

test('errors that say that something called fails, not what, can only mean the one other service that broke just then', () => {
	const relaying = (service: string) => several(6, index => factsOf(service, index, {isRelayed: true}));
	const own = (service: string) => several(6, index => factsOf(service, index, {said: `own ${service}`}));
	assert.deepEqual(linksAfter(relaying('orders'), own('payments'), own('search')), {}, 'one of two');
	assert.deepEqual(linksAfter(relaying('orders'), relaying('payments'), own('search')), {orders: 'relayed search 6', payments: 'relayed search 6'});
	assert.deepEqual(linksAfter(relaying('orders'), several(9, index => factsOf('orders', 100 + index)), relaying('payments'), own('search')), {}, 'most errors of orders are its own');
	assert.deepEqual(linksAfter(several(2, index => factsOf('orders', index, {isRelayed: true}))), {}, 'two lines');
});
