import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLokiClient} from '../../../../source/loki/client.js';
import {createRedactor} from '../../../../source/investigate/redaction/redact.js';
import {createSenses} from '../../../../source/monitor/looks/senses/senses.js';
import {startSandboxLoki} from '../../../../source/sandbox/loki/server.js';
import {LokiError} from '../../../../source/loki/http/errors/index.js';
import type {LokiClient, Scope} from '../../../../source/loki/types.js';
import type {SandboxEntry, SandboxLimits} from '../../../../source/sandbox/types.js';
import {anomaly} from '../../../helpers/states.js';

const minuteMs = 60_000;
const endMs = Date.UTC(2026, 2, 4, 12, 0);
const scope: Scope = {
	selector: '{namespace="shop"}', capabilities: {
		version: '3.7.0', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};
const {signal} = new AbortController();

/** Two hours of a service that tells its durations, and in the last minutes what `trouble` adds. */
const shop = (trouble: (second: number) => readonly string[]): readonly SandboxEntry[] => Array.from({length: 7200}, (_, second) => {
	const timeMs = endMs - ((7200 - second) * 1000);
	const isTrouble = endMs - timeMs <= 2 * minuteMs;
	return [
		['cart', `level=info msg="cart loaded" took=${20 + (second % 7)}ms`],
		...(isTrouble ? trouble(second) : []).map(line => ['cart', line]),
		['stock', 'level=info msg="stock reserved"'],
	].map(([app = '', line = '']): SandboxEntry => ({labels: {namespace: 'shop', app}, timeNs: BigInt(timeMs) * 1_000_000n, line}));
}).flat();

async function watch(entries: readonly SandboxEntry[], limits: Partial<SandboxLimits> = {}) {
	const loki = await startSandboxLoki({now: () => endMs, limits: {isPatternsOn: false, ...limits}});
	loki.push(entries);
	const client = createLokiClient({url: loki.url});
	const look = {
		endMs, services: ['cart', 'stock'], anomalies: [], signal,
	};
	return {loki, client, look};
}

const hide = (lines: readonly string[]): Iterable<string> => createRedactor().redactEach(lines);

/** As a file keeps it. */
const throughJson = (value: unknown): unknown => {
	const text = JSON.stringify(value);
	return JSON.parse(text);
};

test('a first look learns the past in a bounded number of questions, a later one asks once', async () => {
	const {loki, client, look} = await watch(shop(() => []));
	try {
		const senses = createSenses({client, scope, hide});
		assert.deepEqual(await senses.look({...look, endMs: endMs - (4 * minuteMs)}), []);
		assert.equal(client.cost().requests, 15);
		assert.equal(await senses.look({...look, endMs: endMs - (3 * minuteMs)}), undefined);
		assert.deepEqual(await senses.look({...look, endMs: endMs - (2 * minuteMs), heardMs: endMs - (3 * minuteMs)}), []);
		assert.deepEqual(await senses.look({...look, endMs}), [], 'what was late is looked at with the next look');
		assert.equal(client.cost().requests, 17);
		const restarted = createSenses({
			client, scope, hide, saved: throughJson(senses.save()),
		});
		assert.equal(await restarted.look(look), undefined, 'another process has just looked');
		assert.deepEqual(await restarted.look({...look, endMs: endMs + (2 * minuteMs)}), []);
		assert.equal(client.cost().requests, 18);
		assert.deepEqual(await restarted.look({...look, endMs: endMs - (10 * minuteMs)}), [], 'the clock was set back');
		assert.equal(client.cost().requests, 19);
	} finally {
		await loki.close();
	}
});

test('quiet errors and slow requests are found in what was read', async () => {
	const {loki, client, look} = await watch(shop(second => [
		...(second % 20 === 0 ? ['level=error msg="rounding table is empty"'] : []),
		...(second % 2 === 0 ? ['level=info msg="cart loaded" took=1900ms'] : []),
	]));
	try {
		const found = await createSenses({client, scope, hide}).look(look);
		assert.deepEqual([...new Set(found?.map(({sense, service}) => `${sense} ${service}`))].toSorted(), ['new-error cart', 'told-time cart']);
	} finally {
		await loki.close();
	}
});

/** An error in the last two minutes, and so many minutes ago, where no sample of the past reaches. */
const roundingFails = (minutesAgo: readonly number[]): readonly SandboxEntry[] => [
	...shop(second => second % 30 === 0 ? ['level=error msg="rounding table is empty" err="currency 7 is not listed"'] : []),
	...minutesAgo.map((minutes): SandboxEntry => ({
		labels: {namespace: 'shop', app: 'cart'}, timeNs: BigInt(endMs - (minutes * minuteMs)) * 1_000_000n, line: `level=error msg="rounding table is empty" err="currency ${minutes} is not listed"`,
	})),
].toSorted((a, b) => Number(a.timeNs - b.timeNs));

for (const {what, minutesAgo, found, anomalies = []} of [
	{what: 'every few minutes in the hour before is usual, though no sample holds it', minutesAgo: [20, 25, 32, 40, 50, 65], found: []},
	{what: 'in one burst before is new', minutesAgo: [39, 40, 41, 42], found: ['new-error cart']},
	{what: 'all the time, more often than one question shows', minutesAgo: Array.from({length: 600}, (_, index) => 16 + (index / 10)).flatMap(minutes => [20, 25, 32, 40, 50, 65].some(quiet => minutes > quiet && minutes < quiet + 0.9) ? [minutes, minutes + 0.01, minutes + 0.02, minutes + 0.03] : []), found: []},
	{what: 'never before is new', minutesAgo: [], found: ['new-error cart']},
	{
		what: 'in an earlier trouble is new', minutesAgo: [20, 25, 32, 40, 50, 65], found: ['new-error cart'], anomalies: [anomaly({
			service: 'cart', state: 'resolved', onsetMs: endMs - (70 * minuteMs), resolvedMs: endMs - (18 * minuteMs),
		})],
	},
]) {
	test(`an error that was written ${what}`, async () => {
		const {loki, client, look} = await watch(roundingFails(minutesAgo));
		try {
			const senses = createSenses({client, scope, hide});
			const read = async () => {
				const findings = await senses.look({...look, anomalies});
				return findings?.map(({sense, service}) => `${sense} ${service}`);
			};

			assert.deepEqual(await read(), found);
		} finally {
			await loki.close();
		}
	});
}

test('a search that Loki refuses costs no finding, and is made again', async () => {
	const {loki, client, look} = await watch(roundingFails([20, 25, 32, 40, 50, 65]));
	let isRefused = true;
	const refusing: LokiClient = {
		...client,
		async queryLogs(query, options) {
			if (isRefused && query.query.includes('|=')) {
				throw new LokiError({what: 'Loki refused', why: 'it is busy', nextStep: 'wait'});
			}

			return client.queryLogs(query, options);
		},
	};
	try {
		const senses = createSenses({client: refusing, scope, hide});
		const found = await senses.look({...look, endMs});
		assert.deepEqual(found?.map(({sense}) => sense), ['new-error']);
		isRefused = false;
		assert.deepEqual(await senses.look({...look, endMs: endMs + (2 * minuteMs)}), []);
	} finally {
		await loki.close();
	}
});

test('a Loki that hands out few lines, or holds none, alarms nobody', async () => {
	const {loki, client, look} = await watch(shop(() => []), {maxEntriesLimitPerQuery: 40});
	try {
		assert.deepEqual(await createSenses({client, scope, hide}).look(look), []);
	} finally {
		await loki.close();
	}

	const empty = await watch([]);
	try {
		assert.deepEqual(await createSenses({client: empty.client, scope, hide}).look(empty.look), []);
	} finally {
		await empty.loki.close();
	}
});

test('what is learnt holds no secret of a line, on however many lines it stands', async () => {
	const key = Array.from({length: 6}, (_, index) => `${'MIIEowIBAAKCAQEAx7'.repeat(3)}${'abcdef'[index]}Zq9vK2pLm4`);
	const {loki, client, look} = await watch(shop(second => second % 30 === 0
		? ['level=error msg="login refused" password=otter-maple-quartz-17', '-----BEGIN RSA PRIVATE KEY-----', ...key, '-----END RSA PRIVATE KEY-----']
		: []));
	try {
		const senses = createSenses({client, scope, hide});
		await senses.look(look);
		const saved = JSON.stringify(senses.save());
		assert.match(saved, /login refused/);
		assert.doesNotMatch(saved, /otter-maple|MIIEowIBAAKC/);
	} finally {
		await loki.close();
	}
});
