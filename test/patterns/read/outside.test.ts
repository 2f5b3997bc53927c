import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createKnownNames} from '../../../source/patterns/read/known-names.js';
import {outsideOf} from '../../../source/patterns/read/outside.js';

const names = createKnownNames(['payments-api', 'payments', 'token-svc', 'cart']);
const read = (line: string, service = 'cart') => outsideOf(line, service, names).join(' ');

test('a host that is called and is no service is found in addresses, fields and words', () => {
	for (const [line, hosts] of [
		['dial tcp db-primary:5432: connect: connection refused', 'db-primary'],
		['charge failed upstream=db-primary status=503', 'db-primary'],
		['{"msg":"query failed","peer.service":"orders-db.internal"}', 'orders-db.internal'],
		['org.postgresql.util.PSQLException: Connection to pg-main.prod.internal:5432 refused', 'pg-main.prod.internal'],
		['url=jdbc:mysql://app:secret@mysql-0.mysql.shop.svc.cluster.local:3306/shop timed out', 'mysql-0.mysql.shop'],
		['POST https://api.partner.example/v1/charges answered 503', 'api.partner.example'],
		['dial tcp: lookup cache-7.internal on 10.0.0.10:53: no such host', 'cache-7.internal'],
		['Error: getaddrinfo ENOTFOUND smtp.mail.example', 'smtp.mail.example'],
		['java.net.UnknownHostException: ldap-eu.corp.example', 'ldap-eu.corp.example'],
		['dial tcp payments-db-0:5432: connection refused', 'payments-db-0'],
		['dial tcp payments-pg13:5432: connection refused, cart-db:5432', 'payments-pg13 cart-db'],
		['redis://redis-master.cache.svc:6379 is loading', 'redis-master.cache'],
		['the database at billing-db.internal has become unavailable', 'billing-db.internal'],
	] as const) {
		assert.equal(read(line), hosts, line);
	}
});

test('services, the own pods, places in programs, pages of help, versions and plain words are no hosts outside', () => {
	for (const line of [
		'GET http://payments-api:8080/charge 200',
		'upstream=payments-api.shop.svc.cluster.local',
		'dial tcp payments-api-7f9c5d8b6-x2k9p:8080: i/o timeout, payments-api-0:8080',
		'host=cart-7f9c5d-x2 started, target=cart-7f9c5d-x2:8080',
		'at orders.go:88 in Order.java:120',
		'see https://docs.vendor.example/errors/42 for help',
		'connection to the database lost, target=all, remote=true, upstream=1.42.0',
		'backend=127.0.0.1:8080 peer=10.7.0.12:6379 localhost:8080',
		'dependency=com.shop.orders.OrderClient upstream=4bf92f3577b34da6',
		'"GET /login?next=1&url=https://evil.example/x HTTP/1.1" 500 referer=https://evil.example/',
		'GET /proxy?target=db-evil.internal 500',
		'peer=550e8400-e29b-41d4-a716-446655440000 12:30:15',
	]) {
		assert.equal(read(line), '', line);
	}
});

test('a line names at most four hosts, and a hostile one is read in no time', () => {
	assert.equal(read(Array.from({length: 9}, (_, index) => `db-${index}:5432`).join(' ')).split(' ').length, 4);
	const startMs = performance.now();
	for (const line of ['?&upstream='.repeat(400), `${'a.b-'.repeat(1000)}:80`, 'jdbc:a://'.repeat(400), 'connection to '.repeat(300)]) {
		read(line);
	}

	assert.ok(performance.now() - startMs < 500);
});
