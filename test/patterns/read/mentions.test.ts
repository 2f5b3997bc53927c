import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createKnownNames} from '../../../source/patterns/read/known-names.js';
import {mentionsOf, type MentionRole} from '../../../source/patterns/read/mentions.js';

const names = createKnownNames(['payment', 'checkout', 'cart', 'cart-api', 'orders', 'payment-db']);

const told: ReadonlyArray<readonly [line: string, named: Readonly<Record<string, MentionRole>>]> = [
	['call to payment failed: 503', {payment: 'called'}],
	['503 from payment after 3 attempts', {payment: 'called'}],
	['timeout from checkout', {checkout: 'called'}],
	['POST https://payment.shop.svc:8080/charge answered 500', {payment: 'called'}],
	['dial tcp payment-7f9c5d-abcde:8080: connect: connection refused', {payment: 'called'}],
	['peer=orders-0:8080 closed the connection', {orders: 'called'}],
	['peer=checkout msg="client disconnected"', {}],
	['remote=checkout:41234 error reading request', {checkout: 'caller'}],
	['remote_addr=checkout status=499', {checkout: 'caller'}],
	['connection from checkout:41234 reset', {checkout: 'caller'}],
	['incoming call from checkout failed', {checkout: 'caller'}],
	['host=cart-api GET /login 500', {}],
	['host=cart-api does not answer', {'cart-api': 'called'}],
	['lookup orders.prod.internal: no such host', {orders: 'called'}],
	['payment-db does not answer', {'payment-db': 'named'}],
	['waiting for checkout', {checkout: 'named'}],
	['payment declined, cart kept', {payment: 'word', cart: 'word'}],
	['request from checkout failed: 503', {checkout: 'caller'}],
	['called by cart-api: cannot load prices', {'cart-api': 'caller'}],
	['requester=cart-api status=500', {'cart-api': 'caller'}],
	['"caller":"checkout-5d8f7c9b4-x2x7k","error":"no stock"', {checkout: 'caller'}],
	['requester=checkout: call to payment failed', {checkout: 'caller', payment: 'called'}],
	['client=checkout failed, calling checkout back: refused', {checkout: 'called'}],
	['GET /search?q=payment 500', {}],
	['user=checkout is locked', {}],
	['cart-apis and carts are none of them', {}],
];

for (const [line, named] of told) {
	test(`${line}: ${Object.entries(named).map(([name, role]) => `${name} is ${role}`).join(', ') || 'names nobody'}`, () => {
		assert.deepEqual(Object.fromEntries(mentionsOf(line, 'web', names)), named);
	});
}

test('a service does not name itself, by its pods either', () => {
	assert.deepEqual([...mentionsOf('payment-7f9c5d-abcde:8080 restarts payment', 'payment', names)], []);
});

test('a trace full of a service\'s own name hides no other one', () => {
	const trace = Array.from({length: 12}, (_, index) => `at com.shop.cart-api.Charge${index}.run`).join(' ');
	assert.deepEqual([...mentionsOf(`${trace} Caused by: connect to payment-db:5432 refused`, 'cart-api', names)], [['payment-db', 'called']]);
});

test('pods that fail alike say one thing, and a pattern keeps no pod', () => {
	assert.equal(names.mask('no answer from cart-api-7f9c5d-abcde'), 'no answer from <service>');
	assert.equal(names.mark('no answer from cart-api-7f9c5d-abcde, of cart-api', '!'), 'no answer from cart-api-7f9c5d-abcde, of !cart-api');
});
