import assert from 'node:assert/strict';
import {test} from 'node:test';
import {callsOf} from '../../../source/patterns/read/calls.js';
import {createKnownNames} from '../../../source/patterns/read/known-names.js';

const names = createKnownNames(['payments-api', 'payments', 'web-gateway', 'web', 'order', 'api', 'token-svc', 'cart']);
const read = (line: string, service = 'cart') => {
	const {named, called, callers, hosts} = callsOf(line, service, names);
	return [named, called, callers, hosts].map(found => found.join(' ')).join(' | ');
};

test('a name in an address or a field of the called one is a call', () => {
	for (const line of [
		'GET http://payments-api:8080/charge 200 12ms',
		'msg="request completed" upstream=payments-api status=200',
		'{"msg":"ok","peer.service":"payments-api","ms":12}',
		'grpc call done target=dns:///payments-api.shop.svc.cluster.local:9090',
		'dial tcp: lookup payments-api on 10.0.0.10:53: no such host',
		'connection to payments-api established',
	]) {
		assert.match(read(line), /^payments-api \| payments-api \| {2}\| (?:10\.0\.0\.10:53)?$/, line);
	}
});

test('a name in free text is named, not known to be called; the caller is neither', () => {
	assert.equal(read('could not charge: payments-api gave up'), 'payments-api |  |  | ');
	assert.equal(read('charged client=web-gateway ms=12'), ' |  | web-gateway | ');
	assert.equal(read('{"msg":"charge failed","caller":"web-gateway"}'), ' |  | web-gateway | ');
	assert.equal(read('request from web-gateway failed: upstream=token-svc'), 'token-svc | token-svc | web-gateway | ');
});

test('words of the language, longer names, the service itself and what a visitor typed name nobody', () => {
	for (const line of [
		'order 4711 of the web shop failed in the api layer',
		'prepayments-api-v2 failed, payments-api-canary too',
		'cart failed: cart is broken, http://cart:8080/',
		'"GET /search?q=http://payments-api:8080/&x=token-svc HTTP/1.1" 500',
		'login failed user=payments-api',
	]) {
		assert.match(read(line), /^ \| {2}\| {2}\|/, line);
	}

	assert.equal(read('call to order failed'), 'order | order |  | ');
});

test('hosts with a port are told from clocks, places in programs and the own host', () => {
	assert.equal(read('dial tcp db-primary:5432: connect: connection refused'), ' |  |  | db-primary:5432');
	assert.equal(read('12:30:15 orders.go:88 localhost:8080 127.0.0.1:53 at 10.7.0.12:6379 [::1]:80'), ' |  |  | 10.7.0.12:6379');
	assert.equal(read('http://payments-api:8080/ failed'), 'payments-api | payments-api |  | ');
});

test('a hostile line is read in no time', () => {
	const startMs = performance.now();
	read('?&upstream='.repeat(100_000));
	read(`${'a.b-'.repeat(100_000)}:80`);
	read('payments-api://'.repeat(50_000));
	assert.ok(performance.now() - startMs < 500);
});
