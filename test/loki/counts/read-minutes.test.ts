import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {afterEach, test} from 'node:test';
import type {Minute} from '../../../source/detect/types.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {LokiSeriesLimitError, LokiServerError} from '../../../source/loki/http/errors/index.js';
import {noService} from '../../../source/loki/logql/logql.js';
import {
	createMinuteReader,
	type MinuteReader,
	readMinutes,
	type ReadMinutesOptions,
} from '../../../source/loki/counts/read-minutes.js';
import type {Capabilities, Scope} from '../../../source/loki/types.js';
import {minuteMs} from '../../../source/detect/minute.js';
import {
	json,
	plain,
	startServer,
	endTest,
} from '../../helpers/local-server.js';
import {lokiVersions, recordedLoki, recordedWindow} from '../../helpers/recorded-loki.js';
import {smallLoki, type SmallStream} from '../../helpers/small-loki.js';

afterEach(endTest);

const noonMs = Date.UTC(2026, 10, 23, 12);
const capabilities: Capabilities = {
	version: '3.7.6',
	serviceLabel: 'service_name',
	errorSource: 'detected_level',
	hasPatterns: false,
	hasVolume: false,
};
const scope: Scope = {selector: '{service_name=~".+"}', capabilities};

type Rate = {readonly service: string; readonly minute: number; readonly levels: Readonly<Record<string, number>>};

/** Streams whose lines lie in the middle of their minutes. */
function streamsOf(rates: readonly Rate[], label = 'service_name'): readonly SmallStream[] {
	return rates.map(({service, minute, levels}) => ({
		labels: {namespace: 'production', ...(service !== noService && {[label]: service})},
		lines: Object.entries(levels).flatMap(([detectedLevel, count]) => Array.from({length: count}, (_, index) => ({
			timeMs: noonMs + (minute * minuteMs) + 1000 + index,
			line: `${detectedLevel} line ${index}`,
			detectedLevel,
		}))),
	}));
}

async function minutesOf(read: MinuteReader, options: ReadMinutesOptions): Promise<readonly Minute[]> {
	const {minutes} = await read(options);
	return minutes;
}

function plainly(minutes: readonly Minute[]) {
	return minutes.map(({startMs, counts}) => [(startMs - noonMs) / minuteMs, Object.fromEntries([...(counts ?? [])].toSorted(([a], [b]) => a < b ? -1 : 1))]);
}

const manyServices = Array.from({length: 40}, (_, index) => `svc-${String(index).padStart(2, '0')}`);
const fleet = streamsOf(manyServices.flatMap((service, index) => [0, 1, 2].map(minute => ({service, minute, levels: {info: 1 + (index % 3), error: index % 2, warn: 1}}))));
const fleetCounts = Object.fromEntries(manyServices.map((service, index) => [service, {lines: 2 + (index % 3) + (index % 2), errors: index % 2}]));

test('one query counts lines and errors of every service in every minute', async () => {
	const {url, requests} = await startServer(smallLoki({
		streams: streamsOf([
			{service: 'api', minute: 0, levels: {info: 3, error: 2, critical: 1}},
			{service: 'api', minute: 2, levels: {warn: 1}},
			{service: 'pay', minute: 1, levels: {fatal: 4, unknown: 1}},
			{service: 'pay', minute: 3, levels: {info: 9}},
		]),
	}));
	const {minutes, cost} = await readMinutes({client: createLokiClient({url}), scope, range: {startMs: noonMs, endMs: noonMs + (3 * minuteMs)}});
	assert.deepEqual(plainly(minutes), [
		[0, {api: {lines: 6, errors: 3}}],
		[1, {pay: {lines: 5, errors: 4}}],
		[2, {api: {lines: 1, errors: 0}}],
	]);
	assert.deepEqual([cost.requests, cost.bytesScanned], [1, 1000]);
	assert.equal(requests[0]?.parameters.get('query'), 'sum by (service_name, detected_level) (count_over_time({service_name=~".+"}[1m]))');
	assert.equal(requests[0]?.parameters.get('start'), `${noonMs + minuteMs}000000`);
	assert.equal(requests[0]?.parameters.get('end'), `${noonMs + (3 * minuteMs)}000000`);
});

test('only whole minutes are read, and a single one too', async () => {
	const {url, requests} = await startServer(smallLoki({streams: fleet}));
	const client = createLokiClient({url});
	const {minutes} = await readMinutes({client, scope, range: {startMs: noonMs + minuteMs - 1, endMs: noonMs + (2 * minuteMs) + 59_999}});
	assert.deepEqual(plainly(minutes), [[1, fleetCounts]]);
	const none = await readMinutes({client, scope, range: {startMs: noonMs + 1, endMs: noonMs + 59_999}});
	assert.deepEqual(none.minutes, []);
	assert.equal(requests.length, 1);
});

test('without detected_level errors come from the level label, in any spelling, or from a second query on the line', async () => {
	const streams = ['ERROR', 'err', 'Info'].map((level, index) => ({
		labels: {app: 'api', level},
		lines: [{timeMs: noonMs + 1000 + index, line: index === 2 ? 'an Exception was thrown' : 'no word of it'}],
	}));
	const {url, requests} = await startServer(smallLoki({streams}));
	const client = createLokiClient({url});
	const range = {startMs: noonMs, endMs: noonMs + minuteMs};
	const byLevel = await readMinutes({client, scope: {selector: '{app=~".+"}', capabilities: {...capabilities, serviceLabel: 'app', errorSource: 'level'}}, range});
	const byLine = await readMinutes({client, scope: {selector: '{app=~".+"}', capabilities: {...capabilities, serviceLabel: 'app', errorSource: 'line'}}, range});
	assert.deepEqual(plainly(byLevel.minutes), [[0, {api: {lines: 3, errors: 2}}]]);
	assert.deepEqual(plainly(byLine.minutes), [[0, {api: {lines: 3, errors: 1}}]]);
	assert.equal(requests.length, 3);
});

test('past the series limit the services are asked in shards, and the next reading asks in shards at once', async () => {
	const {url, requests} = await startServer(smallLoki({streams: fleet, maxSeries: 20}));
	const client = createLokiClient({url});
	const read = createMinuteReader();
	const range = {startMs: noonMs, endMs: noonMs + (3 * minuteMs)};
	const first = await read({client, scope, range});
	assert.deepEqual(plainly(first.minutes), [0, 1, 2].map(minute => [minute, fleetCounts]));
	const asked = requests.length;
	const second = await read({client, scope, range});
	assert.deepEqual(second.minutes, first.minutes);
	const again = requests.slice(asked);
	assert.equal(again.filter(({path}) => path.endsWith('/values')).length, 0);
	assert.equal(second.cost.requests, 8);
	assert.equal(again.length, 8);
	assert.equal(first.cost.requests, 8);
});

test('with a memory, two queries over all services are asked before shards, and the next reader knows it', async () => {
	const {url, requests} = await startServer(smallLoki({streams: fleet, maxSeries: 50}));
	const client = createLokiClient({url});
	const memory = {isPlain: false};
	const range = {startMs: noonMs, endMs: noonMs + (3 * minuteMs)};
	const first = await createMinuteReader(memory)({client, scope, range});
	assert.deepEqual(plainly(first.minutes), [0, 1, 2].map(minute => [minute, fleetCounts]));
	assert.deepEqual(memory, {isPlain: true});
	assert.equal(requests.length, 3);
	const second = await createMinuteReader(memory)({client, scope, range});
	assert.deepEqual(second.minutes, first.minutes);
	assert.equal(requests.length, 5);
});

test('where two queries are too much as well, shards are asked with a memory too', async () => {
	const {url} = await startServer(smallLoki({streams: fleet, maxSeries: 20}));
	const client = createLokiClient({url});
	const memory = {isPlain: true};
	const range = {startMs: noonMs, endMs: noonMs + (3 * minuteMs)};
	const {minutes} = await createMinuteReader(memory)({client, scope, range});
	assert.deepEqual(plainly(minutes), [0, 1, 2].map(minute => [minute, fleetCounts]));
});

test('shards that are still too wide are halved', async () => {
	const streams = streamsOf(manyServices.map(service => ({
		service,
		minute: 0,
		levels: {
			info: 1, warn: 1, error: 1, debug: 1, trace: 1, critical: 1,
		},
	})));
	const {url, requests} = await startServer(smallLoki({streams, maxSeries: 30}));
	const client = createLokiClient({url});
	const read = createMinuteReader();
	const range = {startMs: noonMs, endMs: noonMs + minuteMs};
	const expected = [[0, Object.fromEntries(manyServices.map(service => [service, {lines: 6, errors: 2}]))]];
	assert.deepEqual(plainly(await minutesOf(read, {client, scope, range})), expected);
	const asked = requests.length;
	assert.deepEqual(plainly(await minutesOf(read, {client, scope, range})), expected);
	assert.equal(requests.length - asked, 11);
});

test('one service with more levels than the limit allows is counted without the split, and spares the others the halving', async () => {
	const streams = [
		...fleet,
		...streamsOf([{service: 'wild', minute: 1, levels: {...Object.fromEntries(Array.from({length: 30}, (_, index) => [`custom-${index}`, 1])), error: 5}}]),
	];
	const {url, requests} = await startServer(smallLoki({streams, maxSeries: 24}));
	const client = createLokiClient({url});
	const read = createMinuteReader();
	const range = {startMs: noonMs, endMs: noonMs + (3 * minuteMs)};
	const expected = [0, 1, 2].map(minute => [minute, minute === 1 ? {...fleetCounts, wild: {lines: 35, errors: 5}} : fleetCounts]);
	assert.deepEqual(plainly(await minutesOf(read, {client, scope, range})), expected);
	const asked = requests.length;
	assert.deepEqual(plainly(await minutesOf(read, {client, scope, range})), expected);
	assert.equal(requests.length - asked, 7 + 2);
});

test('a service that appears later is in no shard, and is counted all the same', async () => {
	const streams = [...fleet];
	const handlers = {counting: smallLoki({streams, maxSeries: 20})};
	const {url, requests} = await startServer(async (request, response) => handlers.counting(request, response));
	const client = createLokiClient({url});
	const read = createMinuteReader();
	const range = {startMs: noonMs, endMs: noonMs + minuteMs};
	await read({client, scope, range});
	const newcomers = ['aaa', 'svc-10b', 'zzz'];
	handlers.counting = smallLoki({streams: [...fleet, ...streamsOf(newcomers.map(service => ({service, minute: 0, levels: {error: 7}})))], maxSeries: 20});
	const asked = requests.length;
	const {minutes} = await read({client, scope, range});
	assert.deepEqual(plainly(minutes), [[0, {...fleetCounts, ...Object.fromEntries(newcomers.map(service => [service, {lines: 7, errors: 7}]))}]]);
	assert.equal(requests.length - asked, 8);
});

test('a fleet that is replaced by another does not leave its shards behind', async () => {
	const handlers = {counting: smallLoki({streams: fleet, maxSeries: 20})};
	const {url, requests} = await startServer(async (request, response) => handlers.counting(request, response));
	const client = createLokiClient({url});
	const read = createMinuteReader();
	const range = {startMs: noonMs, endMs: noonMs + minuteMs};
	await read({client, scope, range});
	for (const generation of ['b', 'c', 'd', 'e']) {
		const services = manyServices.map(service => `${generation}-${service}`);
		handlers.counting = smallLoki({streams: streamsOf(services.map(service => ({service, minute: 0, levels: {info: 1, error: 1}}))), maxSeries: 20});
		const {minutes} = await read({client, scope, range});
		assert.equal(minutes[0]?.counts?.size, 40);
	}

	const asked = requests.length;
	await read({client, scope, range});
	assert.ok(requests.length - asked <= 16);
});

test('two hundred services take two requests under the usual limit', async () => {
	const services = Array.from({length: 200}, (_, index) => `service-${index}`);
	const streams = streamsOf(services.map(service => ({service, minute: 0, levels: {info: 1, warn: 1, error: 1}})));
	const {url, requests} = await startServer(smallLoki({streams}));
	const client = createLokiClient({url});
	const read = createMinuteReader();
	const range = {startMs: noonMs, endMs: noonMs + minuteMs};
	await read({client, scope, range});
	const asked = requests.length;
	const {minutes} = await read({client, scope, range});
	assert.equal(minutes[0]?.counts?.size, 200);
	assert.equal(requests.length - asked, 2);
});

test('names too long to be left out of one query are listed instead', async () => {
	const services = Array.from({length: 150}, (_, index) => `${'long-name-'.repeat(60)}${index}`);
	const streams = streamsOf([...services, noService].map(service => ({service, minute: 0, levels: {info: 1, error: 1}})));
	const {url, requests} = await startServer(smallLoki({streams, maxSeries: 60}));
	const read = createMinuteReader();
	const options = {client: createLokiClient({url}), scope: {...scope, selector: '{namespace="production"}'}, range: {startMs: noonMs, endMs: noonMs + minuteMs}};
	await read(options);
	const {minutes} = await read(options);
	assert.equal(minutes[0]?.counts?.size, 151);
	assert.ok(requests.every(({parameters}) => (parameters.get('query')?.length ?? 0) < 128 * 1024));
});

test('a limit too small even for one service is an error', async () => {
	const {url} = await startServer(({path}) => path.endsWith('/values')
		? json({status: 'success', data: ['a']})
		: plain(400, 'maximum number of series (0) reached for a single query; consider'));
	await assert.rejects(readMinutes({client: createLokiClient({url}), scope, range: {startMs: noonMs, endMs: noonMs + minuteMs}}), LokiSeriesLimitError);
});

test('streams without the service label are counted together, in shards too', async () => {
	const streams = streamsOf([...manyServices, noService].map(service => ({service, minute: 0, levels: {info: 2, error: 1}})));
	const {url} = await startServer(smallLoki({streams, maxSeries: 20}));
	const {minutes} = await readMinutes({client: createLokiClient({url}), scope: {...scope, selector: '{namespace="production"}'}, range: {startMs: noonMs, endMs: noonMs + minuteMs}});
	assert.equal(minutes[0]?.counts?.size, 41);
	assert.deepEqual(minutes[0]?.counts?.get(noService), {lines: 3, errors: 1});
});

test('only the services that are wanted are asked for, whatever their names hold', async () => {
	const names = ['a.b', 'a|b', 'say "hi"', String.raw`back\slash`, noService];
	const streams = streamsOf([...names, 'axb', 'other'].map(service => ({service, minute: 0, levels: {info: 1}})));
	const {url, requests} = await startServer(smallLoki({streams}));
	const {minutes} = await readMinutes({
		client: createLokiClient({url}),
		scope: {...scope, selector: '{namespace="production"}'},
		range: {startMs: noonMs, endMs: noonMs + minuteMs},
		services: names,
	});
	assert.deepEqual([...(minutes[0]?.counts?.keys() ?? [])].toSorted(), names.toSorted());
	assert.equal(requests.length, 1);
});

test('a range longer than this Loki reads is read in pieces that it does, and that is remembered', async () => {
	const streams = streamsOf(Array.from({length: 30}, (_, minute) => ({service: 'api', minute, levels: {info: 1 + minute}})));
	const {url, requests} = await startServer(smallLoki({streams, maxRangeMs: 10 * minuteMs}));
	const client = createLokiClient({url});
	const read = createMinuteReader();
	const range = {startMs: noonMs, endMs: noonMs + (30 * minuteMs)};
	const expected = Array.from({length: 30}, (_, minute) => [minute, {api: {lines: 1 + minute, errors: 0}}]);
	assert.deepEqual(plainly(await minutesOf(read, {client, scope, range})), expected);
	const asked = requests.length;
	assert.deepEqual(plainly(await minutesOf(read, {client, scope, range})), expected);
	assert.equal(requests.length - asked, 3);
});

test('limits that were met once are tried again after a while, and what is possible again is asked at once', async () => {
	const range = {startMs: noonMs, endMs: noonMs + (3 * minuteMs)};
	for (const [limits, memory] of [[{maxSeries: 20}, undefined], [{maxSeries: 50}, {isPlain: false}], [{maxRangeMs: minuteMs}, undefined]] as const) {
		let handle = smallLoki({streams: fleet, ...limits});
		const {url, requests} = await startServer(async (...given) => handle(...given));
		const client = createLokiClient({url});
		const read = createMinuteReader(memory);
		const first = await read({client, scope, range});
		handle = smallLoki({streams: fleet});
		for (let reading = 0; reading < 70; reading++) {
			await read({client, scope, range});
		}

		const asked = requests.length;
		const last = await read({client, scope, range});
		assert.deepEqual(last.minutes, first.minutes);
		assert.equal(requests.length - asked, 1);
	}
});

test('more minutes than Loki has points for one series are asked in pieces', async () => {
	const {url, requests} = await startServer(() => json({status: 'success', data: {resultType: 'matrix', result: []}}));
	const {minutes} = await readMinutes({client: createLokiClient({url}), scope, range: {startMs: noonMs - (25_000 * minuteMs), endMs: noonMs}});
	assert.equal(minutes.length, 25_000);
	assert.ok(minutes.every(({counts}) => counts?.size === 0));
	const points = requests.map(({parameters}) => Number(BigInt(parameters.get('end') ?? 0) - BigInt(parameters.get('start') ?? 0)) / 60e9);
	assert.deepEqual(points, [9999, 9999, 4999]);
});

test('a reading of which one shard fails fails as a whole, and its other requests are stopped', async () => {
	const counting = smallLoki({streams: fleet, maxSeries: 20});
	let isBroken = false;
	const {url} = await startServer(async (request, response) => isBroken && request.parameters.get('query')?.includes('svc-07')
		? plain(503, 'ingester is shutting down')
		: counting(request, response));
	const client = createLokiClient({url});
	const read = createMinuteReader();
	const range = {startMs: noonMs, endMs: noonMs + minuteMs};
	await read({client, scope, range});
	isBroken = true;
	await assert.rejects(read({client, scope, range}), LokiServerError);
	isBroken = false;
	assert.deepEqual(plainly(await minutesOf(read, {client, scope, range})), [[0, fleetCounts]]);
});

test('a caller that gives up gets its reason', async () => {
	const {url} = await startServer(() => undefined);
	const controller = new AbortController();
	const reading = readMinutes({
		client: createLokiClient({url}),
		scope,
		range: {startMs: noonMs, endMs: noonMs + minuteMs},
		signal: controller.signal,
	});
	controller.abort(new Error('quit'));
	await assert.rejects(reading, {message: 'quit'});
});

for (const version of lokiVersions) {
	test(`what Loki ${version} recorded is counted as it was pushed, minute by minute`, async () => {
		const recorded = recordedLoki(version);
		const {url} = await startServer(async (request, response) => {
			// The recorded error filter is a little wider than the one that is asked.
			const parameters = new URLSearchParams(request.parameters);
			if (parameters.get('query')?.includes('|~')) {
				parameters.set('query', 'sum by (app) (count_over_time({namespace="production"} |~ "(?i)error|exception|fatal" [1m]))');
			}

			return recorded({...request, parameters}, response);
		});
		const {startMs, endMs} = recordedWindow(version);
		const {minutes} = await readMinutes({
			client: createLokiClient({url}),
			scope: {selector: '{namespace="production"}', capabilities: {...capabilities, serviceLabel: 'app', errorSource: 'line'}},
			range: {startMs: startMs - minuteMs, endMs},
		});
		const expected = new Map<string, {lines: number; errors: number}>();
		for (const {app, timeMs, line} of pushedLines(version)) {
			const key = `${app} ${Math.ceil(timeMs / minuteMs) - 1}`;
			const {lines, errors} = expected.get(key) ?? {lines: 0, errors: 0};
			expected.set(key, {lines: lines + 1, errors: errors + (/error|exception|fatal/i.test(line) ? 1 : 0)});
		}

		const counted = minutes.flatMap(minute => [...(minute.counts ?? [])].map(([app, counts]) => [`${app} ${minute.startMs / minuteMs}`, counts] as const));
		assert.deepEqual(new Map(counted), expected);
		assert.ok(expected.size > 400);
	});
}

type Push = {readonly streams: ReadonlyArray<{readonly stream: Readonly<Record<string, string>>; readonly values: ReadonlyArray<readonly [string, string]>}>};

function pushedLines(version: string) {
	const pushes = readFileSync(`test/fixtures/loki/${version}/push.jsonl`, 'utf8').trim().split('\n').map(text => JSON.parse(text) as Push);
	return pushes.flatMap(({streams}) => streams)
		.filter(({stream}) => stream.namespace === 'production')
		.flatMap(({stream, values}) => values.map(([timeNs, line]) => ({app: stream.app ?? '', timeMs: Number(timeNs) / 1e6, line})));
}
