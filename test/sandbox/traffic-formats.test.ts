import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createTraffic} from '../../source/sandbox/traffic/index.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {
	between,
	failing,
	levelOf,
	serviceOf,
	timeOf,
} from './helpers/counts.js';

const nowMs = Date.UTC(2026, 1, 28, 23, 30, 20);
const history = createTraffic({nowMs, seed: 3}).history();
/** Two hours, with two runs of the cron job. */
const entries: SandboxEntry[] = [];
for (let batch = 0; batch < 24; batch++) {
	entries.push(...history.next().value ?? []);
}

const linesOf = (...services: readonly string[]): readonly SandboxEntry[] => {
	const found = entries.filter(entry => services.includes(serviceOf(entry)));
	assert.ok(found.length > 50);
	return found;
};

/** Depth of the deepest object of a JSON value. */
const depthOf = (value: unknown): number => (typeof value === 'object' && value !== null
	? 1 + Math.max(0, ...Object.values(value).map(part => depthOf(part)))
	: 0);

test('api-gateway, checkout, search and cart write nested JSON with a level', () => {
	const isFine = (entry: SandboxEntry): boolean => depthOf(JSON.parse(entry.line)) >= 2 && ['info', 'warn', 'error'].includes(levelOf(entry));
	assert.deepEqual(failing(linesOf('api-gateway', 'checkout', 'search'), isFine), []);
	assert.deepEqual(failing(linesOf('cart'), entry => depthOf(JSON.parse(entry.line)) >= 1), []);
});

test('auth and inventory write logfmt', () => {
	const isFine = (entry: SandboxEntry): boolean => (entry.line.match(/\b[a-z]+=(?:"[^"]*"|[^\s"]+)/g) ?? []).join(' ') === entry.line;
	assert.deepEqual(failing(linesOf('auth', 'inventory'), isFine), []);
});

test('payment and orders write Java lines, some with the stack trace in the same entry', () => {
	const spring = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {1,2}(?:DEBUG|INFO|WARN|ERROR) 1 --- \[.{15}\] \S.{39} : \S/;
	const logback = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[[\w-]+\] (?:INFO |WARN |ERROR) com\.acme\.orders\.\w+ - \S/;
	const frame = /^(?:\tat [\w$./]+\(\w+\.java:\d+\)|\t\.\.\. \d+ more|Caused by: [\w.]+: .+|[a-z][\w$.]+: .+)$/;
	const isFine = (entry: SandboxEntry): boolean => {
		const [first = '', ...rest] = entry.line.split('\n');
		const layout = serviceOf(entry) === 'payment' ? spring : logback;
		return layout.test(first) && rest.every(line => frame.test(line)) && first.includes(` ${levelOf(entry).toUpperCase()} `);
	};

	assert.deepEqual(failing(linesOf('payment', 'orders'), isFine), []);
	const cause = '\nCaused by: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available';
	assert.ok(linesOf('payment').some(entry => entry.line.includes(cause)));
});

test('frontend writes nginx\'s access log, and its error log now and then', () => {
	const access = /^[\d.]+ - - \[28\/Feb\/2026:2\d:\d\d:\d\d \+0000\] "(?:GET|POST) \S+ HTTP\/2\.0" \d{3} \d+ "\S+" "[^"]+" rt=\d+\.\d{3} uct=\d\.\d{3} urt=\d+\.\d{3}$/;
	const error = /^2026\/02\/28 \d\d:\d\d:\d\d \[error\] \d+#\d+: \*\d+ upstream [^,]+, client: [\d.]+, server: \S+, request: "[^"]+", upstream: "[^"]+", host: "[^"]+"$/;
	assert.deepEqual(failing(linesOf('frontend'), entry => (levelOf(entry) === 'error' ? error : access).test(entry.line)), []);
});

test('billing-cron writes klog, catalog Python\'s log with tracebacks, notifications plain text', () => {
	assert.deepEqual(failing(linesOf('billing-cron'), entry => /^[EIW]0228 \d\d:\d\d:\d\d\.\d{6} {7}1 \w+\.go:\d+\] \S/.test(entry.line)), []);
	assert.deepEqual(failing(linesOf('catalog'), entry => /^2026-02-28 \d\d:\d\d:\d\d,\d{3} \[(?:INFO|WARNING|ERROR)\] catalog\.\w+: \S/.test(entry.line)), []);
	assert.deepEqual(failing(linesOf('notifications'), entry => /^2026\/02\/28 \d\d:\d\d:\d\d \[(?:info|warning|error)\] \w+: \S/.test(entry.line)), []);
});

test('the time in a line is the time of its entry', () => {
	const isFine = (entry: SandboxEntry): boolean => entry.line.includes(new Date(timeOf(entry)).toISOString().slice(11, 19));
	assert.deepEqual(failing(linesOf('payment', 'checkout', 'inventory', 'orders', 'frontend'), isFine), []);
});

test('entries carry the labels that a Kubernetes log agent sets', () => {
	const podName = /^([-a-z]+)-[2-9b-z]{9}-[2-9b-z]{5}$/;
	const isFine = ({labels}: SandboxEntry): boolean => labels.namespace === 'production' && labels.container !== undefined && podName.exec(labels.pod ?? '')?.[1] === labels.app;
	assert.deepEqual(failing(entries, isFine), []);
	const streams = new Set(entries.map(entry => JSON.stringify(entry.labels)));
	assert.ok(between(streams.size, 24, 60), `${streams.size} streams`);
});

test('no ordinary line in plain text would be taken for an error by its words', () => {
	const marks = /err:|\[err\]|\[error\]/i;
	const plain = linesOf('frontend', 'catalog', 'notifications').filter(entry => levelOf(entry) !== 'error');
	assert.deepEqual(failing(plain, entry => !marks.test(entry.line)), []);
	const errors = linesOf('frontend', 'catalog', 'notifications').filter(entry => levelOf(entry) === 'error');
	assert.deepEqual(failing(errors, entry => !/info/i.test(entry.line)), []);
});
