import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scan, scanToHash} from '../../../source/patterns/scan/scan.js';

const table: Readonly<Record<string, ReadonlyArray<readonly [text: string, masked: string]>>> = {
	'numbers with their sign, and units stay behind them': [
		['order 4711 failed after 250ms', 'order <*> failed after <*>ms'],
		['took 1.5s of 30s', 'took <*>s of <*>s'],
		['offset -2147483648, delta +5', 'offset <*>, delta <*>'],
		['usage 91.5% of 16GiB', 'usage <*>% of <*>GiB'],
		['blk_-38865049064139660 and blk_7', 'blk_<*> and blk_<*>'],
		['waited 2m3s', 'waited <*>'],
	],
	'dates, times and addresses are one variable each': [
		['at 2026-03-01T12:00:00.123Z', 'at <*>'],
		['at 2026-03-01 12:00:00,123', 'at <*>'],
		['from 10.0.0.1:8080 to /10.0.0.2:443', 'from <*> to <*>'],
		['peer fe80::1ff:fe23:4567:890a up', 'peer <*> up'],
		['mac FF:F2:9F:16:EB:27 joined', 'mac <*> joined'],
		['dial tcp [::1]:5432: refused', 'dial tcp [<*>]:<*>: refused'],
	],
	'ids of all sorts are masked whole': [
		['id 550e8400-e29b-41d4-a716-446655440000 gone', 'id <*> gone'],
		['commit deadbeefcafe and 9f4ef63', 'commit <*> and <*>'],
		['token dGhpcyBpcyBhIHRlc3Qx2Yz9 used', 'token <*> used'],
		['key SHA256:ljFsOonRoLymPTCpiSUCOQ', 'key SHA256:<*>'],
		['pod payment-7d9f8b6c5-x2x4z crashed', 'pod payment-<*> crashed'],
	],
	'words, names of things with digits and exception classes stay': [
		['s3 upload over http2 with sha256', 's3 upload over http2 with sha256'],
		['java.lang.NullPointerException in com.example.shop.Cart', 'java.lang.NullPointerException in com.example.shop.Cart'],
		['and/or read/write', 'and/or read/write'],
		['HTTPSConnectionPool closed', 'HTTPSConnectionPool closed'],
		['IllegalStateException: cart is closed', 'IllegalStateException: cart is closed'],
	],
	'paths, hosts, URLs and mail addresses are variables': [
		['open /var/log/app.log: denied', 'open <*>: denied'],
		[String.raw`load C:\Program Files\nginx\conf.ini failed`, 'load <*> failed'],
		['GET https://api.example.com/v1/users?id=7, retry', 'GET <*>, retry'],
		['lookup db.internal: no such host', 'lookup <*>: no such host'],
		['lookup payment.default.svc.cluster.local on 10.0.0.10:53', 'lookup <*> on <*>'],
		['mail to alice@example.com bounced', 'mail to <*> bounced'],
		['app com.example.shop.checkout died', 'app <*> died'],
	],
	'the route of a request and the class of its status stay': [
		['GET /api/orders/4711/items?page=2 503', 'GET /api/orders/<*> 5xx'],
		['"POST /v2/carts HTTP/1.1" 201 17', '"POST /v2/carts HTTP/<*>" 2xx <*>'],
		['upstream returned status code 502', 'upstream returned status code 5xx'],
		['status=200 size=200', 'status=2xx size=<*>'],
		['GET / 200', 'GET / 2xx'],
		['port 404 open', 'port <*> open'],
	],
	'values of keys are variables, unless the key tells what happened': [
		['user=alice host=web-1 state=FAILED', 'user=<*> host=<*> state=FAILED'],
		['level=error msg="db down" pool=main', 'level=error msg="db down" pool=<*>'],
		['{"user":"alice","event":"login"}', '{"user":"<*>","event":"login"}'],
		['retry = yes, error = EOF', 'retry = <*>, error = EOF'],
		['Rect(left=1, request=Request{id=7})', 'Rect(left=<*>, request=Request{id=<*>})'],
		['"level":50,"time":1', '"level":50,"time":<*>'],
		['a == b', 'a == b'],
	],
	'spacing stays, and scripts without spaces keep their words': [
		['a  1\t2   b', 'a  <*>\t<*>   b'],
		['订单123处理失败', '订单<*>处理失败'],
		['Ошибка заказа 7', 'Ошибка заказа <*>'],
		['naïve café 7', 'naïve café <*>'],
		['😀 5 😀', '😀 <*> 😀'],
	],
	'escaped characters begin no word': [
		[String.raw`a\n5q\tc`, String.raw`a\n<*>\tc`],
		[String.raw`\u8ba2\u5355 7`, String.raw`\u8ba2\u5355 <*>`],
	],
};

for (const [behaviour, rows] of Object.entries(table)) {
	test(`scan: ${behaviour}`, () => {
		for (const [text, masked] of rows) {
			assert.equal(scan(text), masked, text);
		}
	});
}

test('texts that mask alike have one hash, others and other seeds another one', () => {
	assert.equal(scanToHash('order 1 failed after 2ms', 0), scanToHash('order 99 failed after 300ms', 0));
	assert.notEqual(scanToHash('order 1 failed', 0), scanToHash('order 1 shipped', 0));
	assert.notEqual(scanToHash('order 1 failed', 0), scanToHash('order 1 failed', 1));
	assert.notEqual(scanToHash('GET /a 200', 0), scanToHash('GET /a 500', 0));
});

test('a masked text masks to itself', () => {
	for (const rows of Object.values(table)) {
		// The class of a status is only known as one behind the whole status.
		for (const [, masked] of rows) {
			if (!/\dxx/.test(masked)) {
				assert.equal(scan(masked), masked);
			}
		}
	}
});
