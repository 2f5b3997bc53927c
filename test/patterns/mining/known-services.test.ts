import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMiner} from '../../../source/patterns/mining/miner.js';
import {createKnownNames, namesOf} from '../../../source/patterns/read/known-names.js';

const services = ['ts-route-service', 'ts-travel2-service', 'payment', 'cart', 'stock_api', 'auth', 'mailer', 'checkout'];
const names = createKnownNames(services);

const mine = (lines: readonly string[]) => {
	const miner = createMiner({names: () => names});
	const news = lines.map((line, index) => miner.add(line, index).isNew);
	return {news, templates: miner.patterns().map(({template}) => template).toSorted()};
};

/** A text with a dependency in it, and what its pattern shows of it. */
const texts: ReadonlyArray<readonly [text: (name: string) => string, template: (name: string) => string]> = [
	[name => `java.lang.IllegalStateException: No instances available for ${name}`, name => `java.lang.IllegalStateException: No instances available for ${name}`],
	[name => `level=error msg="request failed" upstream=${name} took=7ms`, () => 'request failed'],
	[name => `order 7 could not be sent to ${name} after 3 tries`, name => `order <*> could not be sent to ${name} after <*> tries`],
	[name => `lookup failed upstream=${name} attempt=3 of the morning round`, name => `lookup failed upstream=${name} attempt=<*> of the morning round`],
	[name => `Get "http://${name}:8080/v1/items/7": dial tcp 10.0.0.7:8080: connect: connection refused`, name => `Get "http://${name}<*>": dial tcp <*>: connect: connection refused`],
	[name => `no healthy host: ${name} is out of the pool of node 7`, name => `no healthy host: ${name} is out of the pool of node <*>`],
	[name => `timeout of 30s while calling ${name}.shop.svc.cluster.local for order 7`, name => `timeout of <*>s while calling ${name}.<*> for order <*>`],
];

for (const [text, template] of texts) {
	test(`known services stay in the pattern: ${text('payment')}`, () => {
		const {templates} = mine([...services, ...services].map(name => text(name)));
		assert.deepEqual(templates, [...new Set(services.map(name => template(name)))].toSorted());
	});
}

test('a dependency that newly fails is new after any number of others, and other names are one pattern', () => {
	const text = (name: string): string => `No instances available for ${name}`;
	const strangers = ['otter-svc', 'falcon-svc', 'badger-svc', 'heron-svc', 'lynx-svc'];
	const {news, templates} = mine([...strangers, 'mole-svc', 'payment', 'cart', 'hare-svc'].map(name => text(name)));
	assert.deepEqual(news.slice(-4), [false, true, true, false]);
	assert.deepEqual(templates, ['No instances available for <*>', 'No instances available for cart', 'No instances available for payment']);
});

test('a word that is also the name of a service is a variable where no service can stand', () => {
	const {templates} = mine(['payment', 'cart', 'auth', 'mailer', 'checkout', 'otter', 'falcon'].map(word => `the clerk has put one ${word} into the large box`));
	assert.deepEqual(templates, ['the clerk has put one <*> into the large box']);
});

test('names are looked up anew when the services change', () => {
	let known: ReadonlyMap<string, unknown> = new Map([['cart', 1]]);
	const current = namesOf(() => known);
	assert.equal(current(), current());
	assert.deepEqual(current().places('call to payment failed').map(({name}) => name), []);
	known = new Map([['payment', 1]]);
	assert.deepEqual(current().places('call to payment failed').map(({name}) => name), ['payment']);
});
