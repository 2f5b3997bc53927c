import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cleanLine} from '../../source/patterns/clean-line.js';
import {maskLine} from '../../source/patterns/scan/mask-line.js';
import type {LogLevel} from '../../source/patterns/types.js';

type Row = readonly [line: string, level: LogLevel, template: string, component?: string];

const table: Readonly<Record<string, readonly Row[]>> = {
	'a statement and the ids of a request are no part of the message': [
		['16:49:13.958 INFO  t.c.TravelController#122 TraceID: 879a8861447f28430113acf823e3c7bf SpanID: 8c7c1fa4b80a9b2f [query][Query TripResponse]', 'info', '[query][Query TripResponse]', 't.c.TravelController'],
		['16:49:13.958 ERROR o.a.c.c.C.[dispatcherServlet]#175 TraceID: 3eb1acadd537d37e306a0696a41fb11e SpanID: 49fb82fa862615ab Servlet.service() threw exception', 'error', 'Servlet.service() threw exception', 'o.a.c.c.C.[dispatcherServlet]'],
		['2026-03-01 12:00:00,123 WARN  [http-7] c.e.shop.Cart:88 trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7 cart 7 is slow', 'warn', 'cart <*> is slow', 'c.e.shop.Cart'],
		['2026-03-01 12:00:00,123 ERROR [shop,4bf92f3577b34da6a3ce929d0e0e4736,00f067aa0ba902b7] 1 --- [nio-8080-exec-1] c.e.shop.Pay : card declined', 'error', 'card declined', 'c.e.shop.Pay'],
		['2026-03-01 12:00:00 INFO [trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7 resource.service.name=shop] - charged order 7', 'info', 'charged order <*>'],
		['12:00:00.123 ERROR Pay#41 requestId=7f3a90b1-22 card declined', 'error', 'card declined', 'Pay'],
		['[2026-03-01T12:00:00Z] ERROR request_id=7f3a90b1 user 7 is locked', 'error', 'user <*> is locked'],
	],
	'Monolog with context and extra': [
		['[2026-03-01T12:00:00.123456+00:00] app - ERROR - Payment of order 7 failed {"order":7} []', 'error', 'Payment of order <*> failed', 'app'],
		['2026-03-01 12:00:00 INFO User 7 logged in [] []', 'info', 'User <*> logged in'],
		['2026-03-01 12:00:00 ERROR cannot pay {"exception":"[object] (PDOException(code: 2002): Connection refused at /app/Pay.php:88)"} []', 'error', 'cannot pay exception="[object] (PDOException(code: <*>): Connection refused at <*>)"'],
	],
	'log15 of Go': [
		['CRIT[03-01|12:00:00.000] Failed to import block                   number=7 err="unknown ancestor"', 'critical', 'Failed to import block                   number=<*> err="unknown ancestor"'],
		['INFO [03-01|12:00:00.000] Imported new chain segment               blocks=1 txs=7', 'info', 'Imported new chain segment               blocks=<*> txs=<*>'],
		['WARN[03-01|12:00:00] Peer 7 is stale', 'warn', 'Peer <*> is stale'],
	],
	'logrus for terminals': [
		['INFO[0012] Failed to load config                      file=/etc/x.yaml', 'info', 'Failed to load config                      file=<*>'],
		['\u{1B}[33mWARN\u{1B}[0m[0003] Peer 7 is stale', 'warn', 'Peer <*> is stale'],
	],
	'java.util.logging': [
		['Jul 24, 2024 4:50:41 PM com.example.Server start\nSEVERE: Cannot bind port 8080', 'error', 'Cannot bind port <*>', 'com.example.Server'],
		['Jul 24, 2024 4:50:41 PM com.example.Server start', 'unknown', 'start', 'com.example.Server'],
		['Jul 24, 2024 4:50:41 PM org.apache.catalina.core.StandardService startInternal\nINFO: Starting service [Tomcat]', 'info', 'Starting service [Tomcat]', 'org.apache.catalina.core.StandardService'],
		['Mär 7, 2026 boom', 'unknown', 'Mär <*>, <*> boom'],
	],
};

for (const [behaviour, rows] of Object.entries(table)) {
	test(`header: ${behaviour}`, () => {
		for (const [line, level, template, component = ''] of rows) {
			const masked = maskLine(cleanLine(line), '', undefined);
			assert.deepEqual({level: masked.level, template: masked.template, component: masked.component}, {level, template, component}, line);
		}
	});
}

const fields: Readonly<Record<string, readonly Row[]>> = {
	'names of the message in any spelling': [
		['{"level":"error","Body":"db down"}', 'error', 'db down'],
		['{"level":"info","body":{"stringValue":"ready"}}', 'info', 'ready'],
		['{"level":"warn","Msg":"slow"}', 'warn', 'slow'],
		[String.raw`{"record":{"level":"error","message":"db down"},"text":"2026 | ERROR | db down\n"}`, 'error', 'db down'],
		[String.raw`{"version":"1.1","host":"web-1","short_message":"db down","full_message":"db down\n at 7","severity":"error","_logger":"shop.Db"}`, 'error', 'db down', 'shop.Db'],
	],
	'a field that says nothing does not hide the one that does': [
		['{"message":"-","msg":"null","event":"order_paid","level":"info"}', 'info', 'order_paid'],
		['{"message":{},"msg":"","log":"db down","level":"error"}', 'error', 'db down'],
		['{"logger":"-","logger_name":"shop.Cart","message":"x"}', 'unknown', 'x', 'shop.Cart'],
		['{"message":"db down","channel":"app","level":"error"}', 'error', 'db down', 'app'],
	],
};

for (const [behaviour, rows] of Object.entries(fields)) {
	test(`fields: ${behaviour}`, () => {
		for (const [line, level, template, component = ''] of rows) {
			const masked = maskLine(cleanLine(line), '', undefined);
			assert.deepEqual({level: masked.level, template: masked.template, component: masked.component}, {level, template, component}, line);
		}
	});
}

test('words that only look like a header stay in the message', () => {
	for (const line of ['order#12 was paid', 'ERROR order#12 was not paid', 'trace_id is missing']) {
		const {template} = maskLine(line, '', undefined);
		assert.ok(template.includes('order#') || template.includes('trace_id'), template);
	}
});
