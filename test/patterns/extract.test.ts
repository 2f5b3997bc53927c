import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cleanLine} from '../../source/patterns/clean-line.js';
import {maskLine} from '../../source/patterns/scan/mask-line.js';
import type {LogLevel} from '../../source/patterns/types.js';

type Row = readonly [line: string, level: LogLevel, template: string, component?: string];

const table: Readonly<Record<string, readonly Row[]>> = {
	'JSON gives message, level, component and what went wrong, in any order of its keys': [
		['{"level":"error","msg":"order 7 failed","err":"timeout","trace_id":"4bf92f"}', 'error', 'order <*> failed err=timeout'],
		['{"err":"timeout","trace_id":"4bf92f","msg":"order 7 failed","level":"error"}', 'error', 'order <*> failed err=timeout'],
		['{"severity":"WARNING","message":"slow","logger":"com.example.Cart"}', 'warn', 'slow', 'com.example.Cart'],
		['{"log.level":"ERROR","message":"db down","error.type":"java.io.IOException"}', 'error', 'db down error.type=java.io.IOException'],
		['{"level":"error","msg":"x","error":{"type":"Timeout","message":"after 5s"}}', 'error', 'x error.type=Timeout error.message="after <*>s"'],
		['{"level":50,"time":1,"msg":"pool timed out"}', 'error', 'pool timed out'],
		['{"t":{"$date":"2026-03-01"},"s":"E","c":"STORAGE","ctx":"thread1","msg":"disk full"}', 'error', 'disk full', 'STORAGE'],
		['{"MESSAGE":"unit failed","PRIORITY":"3","SYSLOG_IDENTIFIER":"systemd"}', 'error', 'unit failed', 'systemd'],
		['{"@t":"2026-03-01","@mt":"Order {OrderId} failed","@l":"Error"}', 'error', 'Order {OrderId} failed'],
		['{"jsonPayload":{"message":"quota 80% used"},"severity":"NOTICE"}', 'info', 'quota <*>% used'],
		['{"msg":"request handled","method":"GET","path":"/api/orders/7","status":503}', 'error', 'request handled GET /api/orders/<*> status=5xx'],
	],
	'JSON without a message gives what happened and the names of its fields': [
		['{"event_type":"order_created","order_id":7,"amount":12.5}', 'unknown', 'event_type=order_created amount=<*>'],
		['{"amount":1,"event_type":"order_created","order_id":9}', 'unknown', 'event_type=order_created amount=<*>'],
		['{"method":"GET","path":"/healthz","status":200,"ms":3}', 'info', 'GET /healthz status=2xx ms=<*>'],
	],
	'JSON in a string in JSON is opened, whatever is in it': [
		[String.raw`{"log":"{\"level\":\"warn\",\"msg\":\"disk 91% full\"}\n","stream":"stderr"}`, 'warn', 'disk <*>% full'],
		[String.raw`{"log":"2026-03-01 12:00:00,123 ERROR [main] com.example.Cart: cart 7 is closed\n","stream":"stdout"}`, 'error', 'cart <*> is closed', 'com.example.Cart'],
		[String.raw`{"log":"level=error msg=\"db down\"\n","time":"2026-03-01T12:00:00Z"}`, 'error', 'db down'],
		[String.raw`{"log":"E0301 12:00:00.123456       1 reflector.go:123] failed to list pods\n"}`, 'error', 'failed to list pods', 'reflector.go'],
	],
	'JSON that was cut gives what stands before the cut': [
		['{"time":"2026-03-01","level":"error","msg":"payment failed for order 4711 bec', 'error', 'payment failed for order <*> bec'],
		['{"level":"error","msg":"payment failed","trace":{"id":"4bf', 'error', 'payment failed'],
		[String.raw`{"level":"error","msg":"payment failed\u00`, 'error', String.raw`payment failed\<*>`],
	],
	'escaped letters of JSON are read': [
		[String.raw`{"msg":"\u8ba2\u5355 7 \u5931\u8d25","level":"error"}`, 'error', '订单 <*> 失败'],
		[String.raw`{"msg":"say \"hi\" to C:\\temp\\x","level":"info"}`, 'info', 'say "hi" to <*>'],
	],
	'logfmt gives the same as JSON': [
		['ts=2026-03-01T12:00:00Z level=error caller=main.go:42 msg="order 7 failed" err="dial tcp 10.0.0.1:5432: connect: connection refused"', 'error', 'order <*> failed err="dial tcp <*>: connect: connection refused"'],
		['level=error msg="db down"', 'error', 'db down'],
		['level=info msg="all good"', 'info', 'all good'],
		['time="2026-03-01T12:00:00Z" level=fatal msg="listen tcp :8080: bind: address already in use"', 'fatal', 'listen tcp :<*>: bind: address already in use'],
		[String.raw`level=warn msg="query \"q1\" is slow" user_id=7`, 'warn', 'query "<*>" is slow'],
		['at=error code=H12 desc="Request timeout" method=GET path="/orders/7" status=503', 'error', 'GET /orders/<*> status=5xx code=<*> desc="Request timeout"'],
	],
	'text with some pairs in it is text': [
		['job 7 state=failed took=3s', 'unknown', 'job <*> state=failed took=<*>'],
	],
	klog: [
		['E0301 12:00:00.123456       1 reflector.go:123] failed to list pods', 'error', 'failed to list pods', 'reflector.go'],
		['I0301 12:00:00.123456       1 server.go:9] "Started" port=443', 'info', '"Started" port=<*>', 'server.go'],
	],
	'access logs give the request and its status': [
		['10.0.0.1 - alice [01/Mar/2026:12:00:00 +0000] "GET /api/orders/7?x=1 HTTP/1.1" 502 157 "-" "curl/8.4.0"', 'error', 'GET /api/orders/<*> 5xx'],
		['::1 - - [01/Mar/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 612', 'info', 'GET / 2xx'],
		['10.0.0.1 - - [01/Mar/2026:12:00:00 +0000] "-" 400 0 "-" "-"', 'warn', 'malformed request status=4xx'],
		['Mar  1 12:00:00 lb haproxy[7]: 10.0.0.9:5 [01/Mar/2026:12:00:00.123] http-in cart/<NOSRV> 0/-1/-1/-1/0 503 212 - - SC-- 1/1/0/0/0 0/0 "GET /cart HTTP/1.1"', 'error', 'GET /cart 5xx'],
		['https 2026-03-01T12:00:00.1Z app/lb/50dc 10.0.0.1:5 10.0.0.2:80 0.000 0.012 0.000 200 200 34 366 "GET https://shop.example.com:443/cart HTTP/1.1" "curl/8.4.0"', 'info', 'GET /cart 2xx'],
		['[GIN] 2026/03/01 - 12:00:00 | 500 |    1.2ms |     10.0.0.1 | GET      "/api/orders/42"', 'error', 'GET /api/orders/<*> 5xx'],
		['INFO:     10.0.0.1:5 - "GET /items/7 HTTP/1.1" 404 Not Found', 'warn', 'GET /items/<*> 4xx'],
	],
	'nginx errors lose whom they concerned': [
		['2026/03/01 12:00:00 [error] 12#12: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: _, request: "GET / HTTP/1.1", host: "x"', 'error', 'connect() failed (<*>: Connection refused) while connecting to upstream'],
	],
	'log4j, logback and Spring headers': [
		['2026-03-01 12:00:00,123 WARN [pool-1-thread-7] org.example.Cart: cart 7 is slow', 'warn', 'cart <*> is slow', 'org.example.Cart'],
		['26/03/01 12:00:00 INFO executor.Executor: Running task 1.0 in stage 2.0', 'info', 'Running task <*> in stage <*>', 'executor.Executor'],
		['12:00:00.123 [main] DEBUG o.h.SQL - select 1', 'debug', 'select <*>', 'o.h.SQL'],
		['2026-03-01T12:00:00.123Z  INFO 1 --- [  restartedMain] com.example.App    : Started App in 2.5 seconds', 'info', 'Started App in <*> seconds', 'com.example.App'],
		['[2026-03-01T12:00:00,123][WARN ][o.e.m.j.JvmGcMonitorService] [node-1] [gc][17] overhead', 'warn', 'overhead', 'o.e.m.j.JvmGcMonitorService'],
		['2026-03-01 12:00:00,123 WARN  [org.example.events] (executor-thread-7) login of 7 failed', 'warn', 'login of <*> failed', 'org.example.events'],
		['[12:00:00] [Server thread/WARN]: 7 ticks behind', 'warn', '<*> ticks behind'],
	],
	'Python headers': [
		['2026-03-01 12:00:00,123 - shop.views - ERROR - cannot charge order 7', 'error', 'cannot charge order <*>', 'shop.views'],
		['2026-03-01 12:00:00,123 WARNING django.request Not Found: /x', 'warn', 'Not Found: <*>', 'django.request'],
		['ERROR:shop.stock:cannot reach db.internal', 'error', 'cannot reach <*>', 'shop.stock'],
		['[2026-03-01 12:00:00 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)', 'critical', 'WORKER TIMEOUT (pid:<*>)'],
	],
	'syslog headers': [
		['Mar  1 12:00:00 web-1 sshd[123]: Failed password for root from 10.0.0.1 port 22', 'error', 'Failed password for <*> from <*> port <*>', 'sshd'],
		['<11>Mar  1 12:00:00 web-1 app[123]: db down', 'error', 'db down', 'app'],
		['<34>1 2026-03-01T12:00:00.003Z host.example.com su - ID47 - \'su root\' failed on /dev/pts/8', 'critical', '\'su root\' failed on <*>', 'su'],
		['Mar  1 12:00:00 web-1 kernel: [12345.678901] Out of memory: Killed process 7 (java)', 'error', 'Out of memory: Killed process <*> (java)', 'kernel'],
	],
	'other headers': [
		['2026-03-01 12:00:00.123 UTC [77] app@shop ERROR:  deadlock detected', 'error', 'deadlock detected'],
		['2026-03-01T12:00:00.1Z 8 [Warning] [MY-010055] [Server] IP address could not be resolved', 'warn', 'IP address could not be resolved'],
		['1:M 01 Mar 2026 12:00:00.123 # Connection with replica 10.0.0.1:6379 lost.', 'warn', 'Connection with replica <*> lost.'],
		['I, [2026-03-01T12:00:00.123456 #99]  INFO -- : [4bf92f3577b34da6] Completed 500 Internal Server Error in 7ms', 'info', 'Completed 5xx Internal Server Error in <*>ms'],
		['2026-03-01T12:00:00.123456789Z stderr F level=error msg="db down"', 'error', 'db down'],
		['2026-03-01T12:00:00.123Z\tERROR\tcart/handler.go:42\tcould not load\t{"cart": 42, "error": "timeout"}', 'error', 'could not load error=timeout', 'cart/handler.go'],
		['web_1  | 2026-03-01 12:00:00 ERROR db down', 'error', 'db down'],
		['03-17 16:13:38.811  1702  2395 D WindowManager: focus changed', 'debug', 'focus changed', 'WindowManager'],
		['\u{1B}[31mERROR\u{1B}[0m [2026-03-01T12:00:00Z] \u{1B}[1mdb\u{1B}[0m: connection 7 lost', 'error', 'connection <*> lost', 'db'],
	],
	'a line without a header is its message': [
		['order 7 failed after 3ms', 'error', 'order <*> failed after <*>ms'],
		['error: db down', 'error', 'db down'],
		['Something bad: FATAL state reached', 'fatal', 'Something bad: FATAL state reached'],
		['', 'unknown', ''],
		['error: #033[31mdb#033[0m is #033]0;x#007 down', 'error', 'db is ␛]<*>;x␇ down'],
		['error: \u{1B}[31mdb\u{1B}[0m is down', 'error', 'db is down'],
		['{}', 'unknown', '{}'],
		['{"a":1} and more', 'unknown', '{"a":<*>} and more'],
	],
};

for (const [behaviour, rows] of Object.entries(table)) {
	test(`extract: ${behaviour}`, () => {
		for (const [line, level, template, component = ''] of rows) {
			const masked = maskLine(cleanLine(line), '', undefined);
			assert.deepEqual({level: masked.level, template: masked.template, component: masked.component}, {level, template, component}, line);
		}
	});
}

const javaTrace = 'java.lang.IllegalStateException: Cart 42 is closed\n\tat com.example.Cart.add(Cart.java:87)\n\tat com.example.Service.lambda$add$3(Service.java:41)\n\tat com.example.Web.post(Web.java:9)\n\tat org.x.Filter.go(Filter.java:1)\nCaused by: java.io.IOException: disk full\n\tat com.example.Disk.write(Disk.java:7)\n\t... 23 more';

const traces: ReadonlyArray<readonly [name: string, line: string, template: string]> = [
	['Java', `2026-03-01 12:00:00,123 ERROR [main] com.example.Web - request 7 failed\n${javaTrace}`, 'request <*> failed java.lang.IllegalStateException: Cart <*> is closed java.io.IOException: disk full at com.example.Cart.add at com.example.Service.lambda$add$ at com.example.Web.post'],
	['Java in a field of JSON', JSON.stringify({level: 'error', msg: 'request 7 failed', stack_trace: javaTrace}), 'request <*> failed java.lang.IllegalStateException: Cart <*> is closed java.io.IOException: disk full at com.example.Cart.add at com.example.Service.lambda$add$ at com.example.Web.post'],
	['Java through rsyslog', `Mar  1 12:00:00 web-1 app[9]: boom#012${javaTrace.replaceAll('\n', '#012').replaceAll('\t', '#011')}`, 'boom java.lang.IllegalStateException: Cart <*> is closed java.io.IOException: disk full at com.example.Cart.add at com.example.Service.lambda$add$ at com.example.Web.post'],
	['Python', 'Traceback (most recent call last):\n  File "/app/shop/views.py", line 42, in checkout\n    charge(order)\n  File "/app/shop/pay.py", line 10, in charge\n    raise PaymentError("x")\nshop.pay.PaymentError: card declined for order 42', 'shop.pay.PaymentError: card declined for order <*> at pay.charge at views.checkout'],
	['Go', 'panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.(*Server).handle(0xc000012345, 0x1)\n\t/src/app/main.go:42 +0x1d\nmain.main()\n\t/src/app/main.go:17 +0x2f', 'runtime error: index out of range [<*>] with length <*> at main.(*Server).handle at main.main'],
	['JavaScript', 'TypeError: Cannot read properties of undefined (reading \'id\')\n    at CartService.load (/app/src/cart.js:12:9)\n    at async Server.handle (/app/src/server.js:44:5)', 'TypeError: Cannot read properties of undefined (reading \'id\') at CartService.load at async Server.handle'],
	['.NET', 'Unhandled exception. System.InvalidOperationException: Sequence contains no elements\n   at System.Linq.ThrowHelper.ThrowNoElementsException()\n   at Shop.OrderService.Latest(Int32 id) in /src/OrderService.cs:line 88', 'Unhandled exception. System.InvalidOperationException: Sequence contains no elements at System.Linq.ThrowHelper.ThrowNoElementsException at Shop.OrderService.Latest'],
	['Rust', 'thread \'main\' panicked at src/main.rs:5:10:\ncalled `Option::unwrap()` on a `None` value\nstack backtrace:\n   0: rust_begin_unwind\n   1: core::panicking::panic_fmt', 'thread \'main\' panicked at src/main.rs:<*> called `Option::unwrap()` on a `None` value at rust_begin_unwind at core::panicking::panic_fmt'],
	['Ruby', 'NoMethodError: undefined method `id\' for nil\n\tfrom /app/cart.rb:12:in `load\'\n\tfrom /app/web.rb:9:in `call\'', 'NoMethodError: undefined method `id\' for nil at load at call'],
];

for (const [name, line, template] of traces) {
	test(`extract: a stack trace of ${name} is its first line, its exceptions and its top frames without line numbers`, () => {
		const masked = maskLine(cleanLine(line), '', undefined);
		assert.equal(masked.template, template);
		assert.ok(['error', 'fatal'].includes(masked.level));
	});
}

test('extract: the level that is given goes before what the words say, and behind what the line marks', () => {
	assert.equal(maskLine('charged order 7', '', 'error').level, 'error');
	assert.equal(maskLine('level=info msg="db down"', '', 'error').level, 'info');
});
