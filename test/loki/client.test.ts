import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {createLokiClient} from '../../source/loki/client.js';
import {
	LokiQueryError,
	LokiRangeLimitError,
	LokiSeriesLimitError,
	LokiUnauthorizedError,
} from '../../source/loki/http/errors/index.js';
import {
	afterThisTest,
	json,
	startServer,
	endTest,
} from '../helpers/local-server.js';
import {lokiVersions, recordedLoki, recordedWindow} from '../helpers/recorded-loki.js';

afterEach(endTest);

const noNames = json({status: 'success'});
const range = {startMs: Date.UTC(2026, 10, 23, 12), endMs: Date.UTC(2026, 10, 23, 13)};

for (const version of lokiVersions) {
	test(`counts of Loki ${version} are the values of its samples`, async () => {
		const {url} = await startServer(recordedLoki(version));
		const client = createLokiClient({url});
		const {startMs, endMs} = recordedWindow(version);
		const {series, cost} = await client.queryMetrics({
			query: 'sum by (app, detected_level) (count_over_time({namespace="production"}[10m]))',
			range: {startMs, endMs},
			stepMs: 600_000,
		});
		const sums = Object.fromEntries(series.map(({labels, samples}) => [`${labels.app} ${labels.detected_level ?? '-'}`, samples.reduce((sum, [, value]) => sum + value, 0)]));
		assert.deepEqual(sums, version === '3.7.6'
			? {
				'api-gateway error': 37,
				'api-gateway info': 814,
				'auth info': 210,
				'auth warn': 375,
				'checkout error': 43,
				'checkout info': 477,
				'checkout warn': 49,
				'payment error': 28,
				'payment info': 332,
			}
			: {
				'api-gateway -': 851,
				'auth -': 585,
				'checkout -': 569,
				'payment -': 360,
			});
		assert.ok(series.every(({samples}) => samples.every(([timeMs]) => timeMs % 600_000 === 0)));
		assert.ok(cost.bytesScanned > 100_000);
		assert.strictEqual(cost.requests, 1);
	});

	test(`lines of Loki ${version} come oldest first with their nanoseconds, whatever direction was asked`, async () => {
		const {url} = await startServer(recordedLoki(version));
		const client = createLokiClient({url});
		const {entries, isCut} = await client.queryLogs({query: '{app="api-gateway"}', range: recordedWindow(version), limit: 9});
		assert.equal(entries.length, 9);
		assert.equal(isCut, true);
		assert.deepEqual(entries.map(({timeNs}) => timeNs), entries.map(({timeNs}) => timeNs).toSorted());
		assert.ok(entries.every(({timeNs, timeMs}) => BigInt(timeMs) === BigInt(timeNs) / 1_000_000n));
		assert.ok(entries.every(({labels}) => labels.app === 'api-gateway'));
		assert.equal(entries.some(({labels}) => 'detected_level' in labels), version === '3.7.6');
	});

	test(`labels, values, series, sizes and version of Loki ${version} are read`, async () => {
		const {url} = await startServer(recordedLoki(version));
		const client = createLokiClient({url});
		const window = recordedWindow(version);
		const isNew = version === '3.7.6';
		assert.deepEqual(await client.labels(window), ['app', 'level', 'namespace', 'pod', ...(isNew ? ['service_name'] : [])]);
		assert.deepEqual(await client.labels(window, {selector: '{namespace="staging"}'}), ['app', 'namespace', 'pod', ...(isNew ? ['service_name'] : [])]);
		assert.deepEqual(await client.labelValues('app', window), ['api-gateway', 'auth', 'checkout', 'payment', 'worker']);
		assert.deepEqual(await client.labelValues('app', window, '{namespace="production"}'), ['api-gateway', 'auth', 'checkout', 'payment']);
		assert.deepEqual(await client.labelValues('nope', window), []);
		assert.deepEqual(await client.buildInfo(), {version});
		const production = {startMs: window.startMs, endMs: window.endMs};
		assert.deepEqual(await client.stats('{namespace="production"}', production), {bytes: 0, entries: 0});
		assert.deepEqual(await client.volume('{namespace="production"}', production, 'app'), isNew
			? [{value: 'api-gateway', bytes: 200_254}, {value: 'checkout', bytes: 71_559}, {value: 'payment', bytes: 45_067}, {value: 'auth', bytes: 36_086}]
			: undefined);
		assert.deepEqual(await client.patterns('{app="auth"}', {startMs: window.midMs, endMs: window.endMs}), isNew
			? [{template: 'WARN retrying token refresh for user <_> attempt <_>', level: 'warn', count: 375}]
			: undefined);
	});

	test(`instant vectors of Loki ${version} have one sample each`, async () => {
		const {url} = await startServer(recordedLoki(version));
		const {series} = await createLokiClient({url}).queryInstant({query: 'sum by (app) (count_over_time({namespace="production"}[15m]))', timeMs: recordedWindow(version).endMs});
		assert.equal(series.length, 4);
		assert.ok(series.every(({samples}) => samples.length === 1));
	});
}

test('the meter adds up what was asked, failures too', async () => {
	const {url} = await startServer(recordedLoki('3.7.6'));
	const client = createLokiClient({url});
	const window = recordedWindow('3.7.6');
	const {cost} = await client.queryLogs({query: '{app="api-gateway"}', range: window, limit: 9});
	await assert.rejects(client.queryLogs({query: '{app="auth"', range: window, limit: 9}), LokiQueryError);
	assert.equal(client.cost().requests, 2);
	assert.equal(client.cost().bytesScanned, cost.bytesScanned);
	assert.ok(client.cost().durationMs >= cost.durationMs);
});

test('tenant, credentials and custom headers are sent, and the path prefix is kept', async () => {
	const {url, requests, port} = await startServer(() => noNames);
	await createLokiClient({
		url: `${url}/`, tenant: 'a|b', username: 'alice', password: 'päss',
	}).labels(range);
	await createLokiClient({url: `http://bob:s%40cret@127.0.0.1:${port}/gw/loki/`, headers: {'X-Team': 'x'}}).labels(range);
	await createLokiClient({url: `${url}/gw/loki/api/v1/push`, bearerToken: 'token'}).labels(range);
	await createLokiClient({url, bearerToken: 'token', headers: {Authorization: 'Custom z'}}).labels(range);
	assert.deepEqual(requests.map(({path: asked, headers}) => [asked, headers.authorization, headers['x-scope-orgid'], headers['x-team']]), [
		['/loki/api/v1/labels', `Basic ${Buffer.from('alice:päss').toString('base64')}`, 'a|b', undefined],
		['/gw/loki/loki/api/v1/labels', `Basic ${Buffer.from('bob:s@cret').toString('base64')}`, undefined, 'x'],
		['/gw/loki/api/v1/labels', 'Bearer token', undefined, undefined],
		['/loki/api/v1/labels', 'Custom z', undefined, undefined],
	]);
	assert.equal(requests[0]?.parameters.get('start'), `${range.startMs}000000`);
	assert.equal(requests[0]?.headers['user-agent'], 'loki-sentinel');
});

test('a bearer token file is read anew, and a missing one is told', async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'loki-token-'));
	afterThisTest(async () => rm(folder, {recursive: true}));
	const bearerTokenFile = path.join(folder, 'token');
	const {url, requests} = await startServer(() => noNames);
	const client = createLokiClient({url, bearerTokenFile});
	await assert.rejects(client.labels(range), (error: unknown) => error instanceof LokiUnauthorizedError && error.why.includes('ENOENT'));
	await writeFile(bearerTokenFile, 'first\n');
	await client.labels(range);
	await writeFile(bearerTokenFile, 'second');
	await client.labels(range);
	assert.deepEqual(requests.map(({headers}) => headers.authorization), ['Bearer first', 'Bearer second']);
});

test('a query too long for an address goes into a form', async () => {
	const {url, requests} = await startServer(() => json({status: 'success', data: {resultType: 'matrix', result: []}}));
	const query = `sum(count_over_time({app=~"${'service|'.repeat(1000)}x"}[1m]))`;
	await createLokiClient({url}).queryMetrics({query, range, stepMs: 60_000});
	assert.deepEqual(requests.map(({method, parameters}) => [method, parameters.get('query') === query, parameters.get('step')]), [['POST', true, '60']]);
});

test('no more than four requests are in flight', async () => {
	let inFlight = 0;
	let most = 0;
	const {url} = await startServer(async () => {
		inFlight++;
		most = Math.max(most, inFlight);
		await new Promise(resolve => {
			setTimeout(resolve, 20);
		});
		inFlight--;
		return noNames;
	});
	const client = createLokiClient({url});
	await Promise.all(Array.from({length: 12}, async () => client.labels(range)));
	assert.equal(most, 4);
});

test('lines and labels are made harmless and cut where they come in', async () => {
	const {url} = await startServer(() => json({
		status: 'success',
		data: {
			resultType: 'streams',
			result: [{
				stream: {app: 'a\u{1B}[2Jb\nc', long: 'x'.repeat(5000)},
				values: [['1795424575137113876', '\u{1B}[31mred\u{1B}[0m \u{202E}evil'], ['1795424575137113877', 'y'.repeat(1_000_000)]],
			}],
		},
	}));
	const {entries} = await createLokiClient({url}).queryLogs({
		query: '{app="a"}', range, limit: 10, direction: 'forward',
	});
	assert.deepEqual(entries[0], {
		timeNs: '1795424575137113876',
		timeMs: 1_795_424_575_137,
		line: 'red <U+202E>evil',
		labels: {app: 'a␛[2Jb⏎c', long: `${'x'.repeat(1023)}…`},
	});
	assert.equal(entries[1]?.line.length, 16 * 1024);
	const short = await createLokiClient({url, maxLineLength: 100}).queryLogs({query: '{app="a"}', range, limit: 10});
	assert.equal(short.entries.at(-1)?.line.length, 100);
});

test('lines of one nanosecond keep the order in which their stream has them', async () => {
	const values = [['1795424575137113876', 'third'], ['1795424575137113875', 'second'], ['1795424575137113875', 'first']];
	const {url} = await startServer(() => json({status: 'success', data: {resultType: 'streams', result: [{stream: {app: 'a'}, values}]}}));
	const {entries} = await createLokiClient({url}).queryLogs({query: '{app="a"}', range, limit: 10});
	assert.deepEqual(entries.map(({line}) => line), ['first', 'second', 'third']);
});

test('infinite and missing values are numbers of their own', async () => {
	const {url} = await startServer(() => json({
		status: 'success', data: {
			resultType: 'vector', result: [
				{metric: {app: 'a'}, value: [1_795_424_580.5, '+Inf']}, {metric: {app: 'b'}, value: [1_795_424_580, 'NaN']}, {metric: {app: 'c'}, value: [1_795_424_580, '1.5e3']},
			],
		},
	}));
	const {series} = await createLokiClient({url}).queryInstant({query: 'x', timeMs: range.endMs});
	assert.deepEqual(series.map(({samples}) => samples[0]), [[1_795_424_580_500, Infinity], [1_795_424_580_000, NaN], [1_795_424_580_000, 1500]]);
});

test('partial results are no results: a warning of the series limit is an error', async () => {
	const {url} = await startServer(() => json({
		status: 'success',
		warnings: ['maximum number of series (500) reached for a single query; returning partial results'],
		data: {resultType: 'matrix', result: []},
	}));
	await assert.rejects(createLokiClient({url}).queryMetrics({query: 'x', range, stepMs: 60_000}), (error: unknown) => error instanceof LokiSeriesLimitError && error.limit === 500);
});

test('an answer without end is not read to its end', async () => {
	const chunk = Buffer.alloc(1024 * 1024, ' ');
	let sent = 0;
	const {url} = await startServer((_request, response) => {
		response.writeHead(200, {'content-type': 'application/json'});
		const send = () => {
			while (!response.destroyed && sent < 200) {
				sent++;
				if (!response.write(chunk)) {
					response.once('drain', send);
					return;
				}
			}
		};

		send();
		return undefined;
	});
	await assert.rejects(createLokiClient({url}).labels(range), (error: unknown) => error instanceof LokiRangeLimitError && error.why.includes('64 MB'));
	assert.ok(sent < 150);
});

test('a compressed answer is read', async () => {
	const {url} = await startServer(() => ({headers: {'content-encoding': 'gzip'}, body: gzipSync(JSON.stringify({status: 'success', data: ['app']}))}));
	assert.deepEqual(await createLokiClient({url}).labels(range), ['app']);
});
