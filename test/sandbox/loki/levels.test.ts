import assert from 'node:assert/strict';
import {test} from 'node:test';
import {detectLevel, levelOfStream} from '../../../source/sandbox/loki/levels.js';
import type {Label} from '../../../source/sandbox/loki/labels.js';
import {discoverServiceName} from '../../../source/sandbox/loki/service-name.js';

const detected: ReadonlyArray<readonly [line: string, level: string]> = [
	['{"level":"error","msg":"info"}', 'error'],
	['{"msg":"x","nested":{"severity":"WARN"}}', 'warn'],
	['{"lvl":"dbg"}', 'debug'],
	['{"level":"notice","msg":"went in error"}', 'error'],
	['{"level":30,"msg":"fine"}', 'unknown'],
	['level=warning msg="an error"', 'warn'],
	['severity=error level=info', 'info'],
	['Level=ERR x=1', 'error'],
	['msg="no level" code=7', 'unknown'],
	['took=5ms fatal: out of memory', 'fatal'],
	['WARN retrying token refresh', 'warn'],
	['2026-11-23 09:02:00,973 ERROR [http-nio] c.a.p.GatewayClient - gone', 'error'],
	['[critical] disk', 'critical'],
	['an information desk', 'unknown'],
	['errors happened', 'unknown'],
	['err: no', 'error'],
	['debugging info', 'info'],
	['trace of an error', 'trace'],
	['job done', 'unknown'],
	['', 'unknown'],
	['10.0.0.1 - - "GET / HTTP/1.1" 500', 'unknown'],
];

for (const [line, level] of detected) {
	test(`sees ${level} in ${JSON.stringify(line)}`, () => {
		assert.equal(detectLevel(line, undefined, []), level);
	});
}

test('takes a level from the labels of the stream before the line, and from metadata before both', () => {
	assert.equal(levelOfStream([['app', 'x'], ['level', 'WARNING']]), 'warn');
	assert.equal(levelOfStream([['severity', 'odd']]), 'odd');
	assert.equal(levelOfStream([['app', 'x']]), undefined);
	assert.equal(detectLevel('level=error', 'warn', []), 'warn');
	assert.equal(detectLevel('level=error', 'warn', [['detected_level', 'Fatal']]), 'fatal');
	assert.equal(detectLevel('level=error', undefined, [['severity_text', 'Info']]), 'info');
	assert.equal(detectLevel('level=error', undefined, [['severity_number', '17']]), 'error');
	assert.equal(detectLevel('level=error', undefined, [['severity_number', '9']]), 'info');
	assert.equal(detectLevel('level=error', undefined, [['trace_id', 'x']]), 'error');
});

const services: ReadonlyArray<readonly [labels: readonly Label[], name: string | undefined]> = [
	[[['app', 'auth'], ['container', 'c']], 'auth'],
	[[['job', 'j'], ['container', 'c']], 'c'],
	[[['service', 's'], ['app', 'a']], 's'],
	[[['service_name', 'given'], ['app', 'a']], undefined],
	[[['host', 'h']], 'unknown_service'],
	[[], 'unknown_service'],
];

for (const [labels, name] of services) {
	test(`names the service of ${JSON.stringify(labels)} ${String(name)}`, () => {
		assert.equal(discoverServiceName(labels), name);
	});
}
