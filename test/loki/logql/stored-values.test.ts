import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {safeLabel} from '../../../source/loki/answers.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {countServices} from '../../../source/loki/counts/count-services.js';
import {readMinutes} from '../../../source/loki/counts/read-minutes.js';
import {readContext} from '../../../source/loki/lines/context.js';
import {noneOf, serviceSelector} from '../../../source/loki/logql/logql.js';
import {storedPattern, withStoredValues} from '../../../source/loki/logql/stored-values.js';
import {scopeClient} from '../../../source/loki/scoped-client.js';
import type {Scope} from '../../../source/loki/types.js';
import {createRandom} from '../../helpers/traffic.js';
import {entry, nowMs, startLoki} from '../../sandbox/loki/harness.js';

/** As Loki reads it: anchored. */
const matches = (pattern: string, value: string): boolean => new RegExp(`^(?:${pattern})$`, 'u').test(value);

const names = [
	'pay\nment', 'pay\r\nment', 'pay\tment', 'pay\t\t ment', 'pay\u{200B}ment', '\u{202E}payment', 'pay\u{1B}[31mment\u{1B}[0m', 'pay\u{1B}]8;;http://x\u{7}ment', 'pay\u{0}\u{7F}\u{9B}2Kment', 'pay.m+ent(\t)|x', `pay${'\u{301}'.repeat(40)}ment`, 'p'.repeat(1500), 'pay\t'.repeat(400), '\u{E0041}payment', 'pay\u{FEFF}ment…', '⏎\n',
];

test('what a value is shown as asks for the value, and for nothing that is shown otherwise', () => {
	for (const name of names) {
		const pattern = storedPattern(safeLabel(name)) ?? assert.fail(JSON.stringify(name));
		assert.ok(matches(pattern, name), JSON.stringify(name));
		for (const other of ['payment', 'pay ment', 'pay  ment', 'pay   ment', 'payxment', ...names]) {
			assert.ok(!matches(pattern, other) || safeLabel(other) === safeLabel(name), `${JSON.stringify(name)} is not ${JSON.stringify(other)}`);
		}
	}
});

test('values that can only be themselves are asked for as they are', () => {
	for (const name of ['payment', 'pay-ment.v2', 'zahlung-größe', 'pay ment', 'pay   ment', '支付', 'a…b', '<U+12>', '👩‍💻']) {
		assert.equal(storedPattern(name), undefined, name);
		assert.equal(withStoredValues(`{app="${name}"}`), `{app="${name}"}`);
	}
});

test('the same holds of random values', () => {
	const random = createRandom(7);
	const pieces = ['a', ' ', '  ', '\t', '\n', '\r', '\r\n', '\u{1B}', '\u{1B}[1m', '\u{9B}', '\u{200B}', '\u{200D}', '<U+200B>', '⏎', '␛', '…', '+3 marks', '\u{301}', '.', '|', '"', '\\', '`', '{', '👩', '\u{FE0F}', '\u{E0020}', '\u{85}'];
	for (let run = 0; run < 1500; run++) {
		const name = Array.from({length: 1 + Math.floor(random() * 9)}, () => pieces[Math.floor(random() * pieces.length)]).join('');
		const shown = safeLabel(name);
		const pattern = storedPattern(shown);
		assert.ok(pattern === undefined ? shown === name : matches(pattern, name), JSON.stringify([name, shown, pattern]));
	}
});

test('only matchers of stream selectors change, wherever they stand in a query', () => {
	assert.equal(
		withStoredValues('sum(count_over_time({app="pay⏎ment", pod!=`a<U+200B>b`, x=~"⏎"} |= "⏎" [1m])) / sum(rate({app="pay⏎ment"}[1m]))'),
		'sum(count_over_time({app=~"pay(?:⏎|\\r?\\n)ment", pod!~"a(?:<U\\\\+200B>|\u{200B})b", x=~"⏎"} |= "⏎" [1m])) / sum(rate({app=~"pay(?:⏎|\\r?\\n)ment"}[1m]))',
	);
	assert.equal(withStoredValues('{app="pay⏎ment"'), '{app="pay⏎ment"');
});

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

test('a service is asked for by its value in Loki wherever it is known by what is shown', async (t: TestContext) => {
	const loki = await startLoki();
	t.after(loki.close);
	const services = [...names, 'payment', 'pay    ment'];
	loki.push(services.flatMap(app => [
		entry(50, {namespace: 'production', app}, 'level=info msg=charged'),
		entry(40, {namespace: 'production', app}, `level=error msg="of ${services.indexOf(app)}"`),
		entry(30, {namespace: 'production', app}, 'level=info msg=charged'),
	]));
	const client = createLokiClient({url: loki.url});
	const range = {startMs: nowMs - 60_000, endMs: nowMs};
	const shown = [...new Set(services.map(name => safeLabel(name)))];
	t.assert.strictEqual(shown.length, services.length - 2, 'the tab is shown as the spaces are, CRLF as a newline');
	const {signal} = new AbortController();
	const {minutes} = await readMinutes({client, scope, range});
	const [minute] = minutes;
	t.assert.deepStrictEqual(new Set(minute?.counts?.keys()), new Set(shown));
	const counted = await countServices({
		client, scope, range, services: shown, signal,
	});
	t.assert.deepStrictEqual(counted, await countServices({
		client, scope, range, signal,
	}));
	const scoped = scopeClient({client, scope});
	for (const service of shown) {
		const same = services.filter(name => safeLabel(name) === service);
		t.assert.strictEqual(minute?.counts?.get(service)?.lines, 3 * same.length);
		const {entries} = await scoped.queryLogs({query: `${serviceSelector(scope, service)} |= "level=error"`, range, limit: 10});
		t.assert.deepStrictEqual(new Set(entries.map(({line}) => line)), new Set(same.map(name => `level=error msg="of ${services.indexOf(name)}"`)));
		const [line] = entries;
		const context = line && await readContext({
			client, scope, entry: line, before: 5, after: 5,
		});
		t.assert.deepStrictEqual([context?.before.at(-1)?.timeMs, context?.after.at(-1)?.timeMs], [nowMs - 50_000, nowMs - 30_000]);
	}

	const {entries: others} = await client.queryLogs({query: `{${['namespace="production"', ...noneOf('app', shown)].join(', ')}}`, range, limit: 10});
	t.assert.deepStrictEqual(others, []);
});
