import assert from 'node:assert/strict';
import {test} from 'node:test';
import {durationOf} from '../../../source/patterns/read/duration.js';
import {createKnownNames} from '../../../source/patterns/read/known-names.js';
import {saidOf} from '../../../source/patterns/read/said.js';
import {statementOf} from '../../../source/patterns/read/statement.js';
import {isSwitch} from '../../../source/patterns/read/switch.js';
import {traceIdsOf} from '../../../source/patterns/read/trace.js';

test('the statement that wrote a line is found in the usual spellings', () => {
	const cases: ReadonlyArray<readonly [line: string, statement: string | undefined]> = [
		['12:00:01.123 INFO  o.s.OrderService#65 TraceID: 4bf9 [get order]', 'o.s.OrderService#65'],
		['I0301 12:00:00.000000 1 controller.go:88] synced', 'controller.go:88'],
		['2026-03-01T12:00:00Z\tINFO\tcart/handler.go:42\tcart loaded', 'cart/handler.go:42'],
		['{"level":"info","caller":"/go/src/shop/cart/handler.go:42","msg":"loaded"}', 'cart/handler.go:42'],
		['level=info caller=main.go:12 msg="ready"', 'main.go:12'],
		['{"levelname":"INFO","filename":"views.py","lineno":31,"message":"x"}', 'views.py:31'],
		['2026-03-01 12:00:00 INFO (Handler.java:17) ready', 'Handler.java:17'],
		['2026-03-01 12:00:00 INFO processing order#8712', undefined],
		['2026/03/01 12:00:00 [error] 12#12: *7 upstream timed out', undefined],
		['level=info msg="see http://wiki/page:8080"', undefined],
		['', undefined],
	];
	for (const [line, statement] of cases) {
		assert.equal(statementOf(line), statement, line);
	}
});

test('trace and span are found in labels, fields and text', () => {
	const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
	const span = '00f067aa0ba902b7';
	const lines = [
		`TraceID: ${trace} SpanID: ${span} started`,
		`{"trace_id":"${trace}","span_id":"${span}","msg":"started"}`,
		`level=info traceID=${trace} spanID=${span} msg=started`,
		String.raw`{"log":"{\"traceId\":\"${trace}\",\"spanId\":\"${span}\"}"}`,
		`traceparent: 00-${trace}-${span}-01`,
		`INFO [orders,${trace},${span}] started`,
		`{"dd.trace_id":"${trace}","dd.span_id":"${span}"}`,
	];
	for (const line of lines) {
		assert.deepEqual(traceIdsOf(line), {trace, span}, line);
	}

	assert.deepEqual(traceIdsOf('started', {trace_id: trace, span_id: span}), {trace, span});
	assert.deepEqual(traceIdsOf('request_id=7f3a90b1-22 done'), {trace: '7f3a90b1-22', span: undefined});
	for (const line of ['stack trace: something', 'trace_id=00000000000000000000000000000000 x', 'TraceID: - SpanID: -', 'nothing']) {
		assert.equal(traceIdsOf(line), undefined, line);
	}
});

test('a duration is read with its unit, and not without one', () => {
	const cases: ReadonlyArray<readonly [line: string, ms: number | undefined]> = [
		['duration_ms=12', 12],
		['{"durationMs":12.5}', 12.5],
		['took=7.01s', 7010],
		['elapsed: 1m3.5s', 63_500],
		['{"responseTime":31,"msg":"request completed"}', 31],
		['request_time=0.250', 250],
		['latency=350us', 0.35],
		['"latency_seconds": 0.5', 500],
		['Completed 200 OK in 4512 ms', 4512],
		['query took 3.2 seconds', 3200],
		['GET /orders 200 in 1.2s', 1200],
		['duration=812', undefined],
		['duration_ms=-5', undefined],
		['took=forever', undefined],
		['in 20 minutes past', undefined],
		['elapsed_ms=1e99', undefined],
	];
	for (const [line, ms] of cases) {
		const found = durationOf(line);
		assert.ok(ms === undefined ? found === undefined || line.startsWith('in 20') : found !== undefined && Math.abs(found - ms) < 1e-6, `${line}: ${found}`);
	}
});

test('names of services are found; a plain word only where a service can stand', () => {
	const names = createKnownNames(['ts-order-service', 'auth', 'payment']);
	assert.deepEqual(names.places('No instances available for ts-order-service').map(({name}) => name), ['ts-order-service']);
	assert.deepEqual(names.places('POST https://ts-order-service.shop.svc:8080/x failed').map(({name}) => name), ['ts-order-service']);
	assert.deepEqual(names.places('auth failed: payment declined').map(({name}) => name), []);
	assert.deepEqual(names.places('call to payment failed; auth:8080 refused').map(({name}) => name), ['payment', 'auth']);
	assert.equal(names.mask('no route to payment'), 'no route to <service>');
});

test('what an error says is its innermost cause, and whose it is', () => {
	const names = createKnownNames(['orders', 'ts-route-service', 'ts-basic-service']);
	const nested = 'ERROR o.a.c.C.[dispatcherServlet]#175 TraceID: 3eb1acadd537d37e306a0696a41fb11e SpanID: 49fb82fa862615ab Servlet.service() threw exception [Request processing failed; nested exception is java.lang.IllegalStateException: No instances available for ts-route-service] with root cause\njava.lang.IllegalStateException: No instances available for ts-route-service';
	assert.deepEqual(saidOf(nested, 'ts-basic-service', names), {text: 'java.lang.IllegalStateException: No instances available for <service>', others: ['ts-route-service'], isRelayed: false});
	const own = saidOf('level=error msg="pool exhausted after 3021 ms" conn=7', 'orders', names);
	assert.deepEqual([own.others, own.isRelayed], [[], false]);
	assert.equal(own.text, saidOf('level=error msg="pool exhausted after 12 ms" conn=7', 'orders', names).text);
	assert.ok(saidOf('org.springframework.web.client.HttpServerErrorException: 500 null', 'orders', names).isRelayed);
	assert.ok(!saidOf('java.lang.ArithmeticException: / by zero', 'orders', names).isRelayed);
	const access = (status: number) => `203.0.113.9 - - [23/Nov/2026:10:00:00 +0000] "POST /api/v1/search HTTP/1.1" ${status} 157 "-" "okhttp/4.12.0" 3.012`;
	assert.deepEqual([502, 500, 201].map(status => saidOf(access(status), 'edge', names).isRelayed), [true, false, false]);
});

test('a change on purpose announces itself', () => {
	for (const message of ['feature recommendations disabled by admin', 'Disabling integration newsletter', 'configuration reloaded', 'flag checkout_v2 is now off']) {
		assert.ok(isSwitch(message), message);
	}

	for (const message of ['order 7 disabled nothing', 'could not load configuration', 'connection disabled']) {
		assert.ok(!isSwitch(message), message);
	}
});
