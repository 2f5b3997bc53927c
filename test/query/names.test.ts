import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLokiClient} from '../../source/loki/client.js';
import type {LogEntry, Scope} from '../../source/loki/types.js';
import {createNames} from '../../source/query/names.js';
import type {WantedNames} from '../../source/logql/complete.js';
import {until} from '../helpers/until.js';
import {entry, nowMs, startLoki} from '../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

const range = {startMs: nowMs - 3_600_000, endMs: nowMs};

type Asking = {
	readonly names: ReturnType<typeof createNames>;
	/** What is known once it has come. */
	readonly come: (wanted: WantedNames) => Promise<readonly string[]>;
	readonly asked: readonly string[];
};

async function onLoki(use: (asking: Asking) => Promise<void>, lines: readonly LogEntry[] = []): Promise<void> {
	const loki = await startLoki();
	try {
		loki.push([
			entry(30, {namespace: 'production', service_name: 'payment', pod: 'p-1'}, 'a'),
			entry(30, {namespace: 'production', service_name: 'checkout', pod: 'c-1'}, 'a'),
			entry(30, {namespace: 'staging', service_name: 'payment', pod: 's-1'}, 'a'),
		]);
		const client = createLokiClient({url: loki.url});
		const asked: string[] = [];
		const names = createNames({
			client: {
				async labels(...options) {
					asked.push('labels');
					return client.labels(...options);
				},
				async labelValues(...options) {
					asked.push(options[0]);
					return client.labelValues(...options);
				},
			},
			scope: () => scope, lines: () => lines, range: () => range, now: () => nowMs, signal: new AbortController().signal, onCome: () => undefined,
		});
		await use({
			names, asked, async come(wanted) {
				assert.match(names(wanted).note, /^reading /);
				await until(() => !names(wanted).note.startsWith('reading'), () => 'names');
				return names(wanted).names;
			},
		});
	} finally {
		await loki.close();
	}
}

const valuesOf = (label: string, ...matchers: readonly string[]): WantedNames => ({
	type: 'values', label, operator: '=', matchers: matchers.map(matcher => ({name: matcher.split('=', 1)[0]!, operator: '=', value: matcher.split('=', 2)[1]!})),
});

test('labels and values are asked once, and never waited for', async () => {
	await onLoki(async ({names, come, asked}) => {
		const found = await come({type: 'labels', matchers: []});
		assert.ok(['namespace', 'pod', 'service_name'].every(name => found.includes(name)), found.join(' '));
		assert.deepEqual(await come(valuesOf('service_name')), ['checkout', 'payment']);
		names(valuesOf('service_name'));
		names(valuesOf('service_name'));
		assert.deepEqual(asked, ['labels', 'service_name']);
	});
});

test('values are those of the streams that are meant: what is typed, else what is watched, but for the label itself', async () => {
	await onLoki(async ({come}) => {
		assert.deepEqual(await come(valuesOf('pod')), ['c-1', 'p-1']);
		assert.deepEqual(await come(valuesOf('pod', 'namespace=staging')), ['s-1']);
		assert.deepEqual(await come(valuesOf('namespace')), ['production', 'staging']);
	});
});

test('fields are labels and what stands in the lines that are held', async () => {
	const line: LogEntry = {
		timeMs: nowMs, timeNs: `${nowMs}000000`, line: '{"order":"5","status":500}', labels: {pod: 'p-1'},
	};
	await onLoki(async ({come, names}) => {
		const found = await come({type: 'fields', matchers: []});
		assert.ok(['order', 'status', 'pod', 'namespace'].every(name => found.includes(name)), found.join(' '));
		const values = names(valuesOf('order'));
		assert.deepEqual([values.names, values.note], [['5'], '']);
	}, [line]);
});

test('what Loki refuses is said, and asked again only after a while', async () => {
	let refusals = 0;
	let atMs = nowMs;
	const refuse = async (): Promise<readonly string[]> => {
		refusals++;
		throw new Error('no');
	};

	const names = createNames({
		client: {labels: refuse, labelValues: refuse}, scope: () => scope, lines: () => [], range: () => range, now: () => atMs, signal: new AbortController().signal, onCome: () => undefined,
	});
	names(valuesOf('pod'));
	await until(() => names(valuesOf('pod')).note === 'values of pod could not be read: no', () => names(valuesOf('pod')).note);
	assert.equal(refusals, 1);
	atMs += 6000;
	names(valuesOf('pod'));
	assert.equal(refusals, 2);
});
