import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {discover} from '../../../source/loki/discovery/discover.js';
import {
	LokiQueryError,
	LokiTenantError,
	LokiUnreachableError,
	NotLokiError,
} from '../../../source/loki/http/errors/index.js';
import {hourMs} from '../../../source/detect/minute.js';
import {
	endTest,
	type Handler,
	json,
	plain,
	startServer,
} from '../../helpers/local-server.js';
import {smallLoki, type SmallLokiOptions, type SmallStream} from '../../helpers/small-loki.js';

afterEach(endTest);

const nowMs = Date.UTC(2026, 10, 23, 12);

function stream(labels: Readonly<Record<string, string>>, {ageMs = 60_000, detectedLevel}: {readonly ageMs?: number; readonly detectedLevel?: string} = {}): SmallStream {
	return {labels, lines: [{timeMs: nowMs - ageMs, line: 'a line', ...(detectedLevel !== undefined && {detectedLevel})}]};
}

async function discovered(options: SmallLokiOptions, wanted: {readonly selector?: string; readonly serviceLabel?: string; readonly asksVolume?: boolean} = {}) {
	const {url} = await startServer(smallLoki(options));
	return discover({client: createLokiClient({url}), nowMs, ...wanted});
}

test('a Loki 3 is watched by service_name and detected_level', async () => {
	const found = await discovered({
		version: '3.7.6',
		hasPatterns: true,
		hasVolume: true,
		streams: [
			stream({service_name: 'pay', app: 'pay', namespace: 'production'}, {detectedLevel: 'info'}),
			stream({
				service_name: 'api', app: 'api', namespace: 'production', level: 'error',
			}, {detectedLevel: 'error'}),
		],
	}, {asksVolume: true});
	const capabilities = {
		version: '3.7.6',
		serviceLabel: 'service_name',
		errorSource: 'detected_level',
		hasPatterns: true,
		hasVolume: true,
	};
	assert.deepEqual(found, {
		capabilities,
		scope: {selector: '{service_name=~".+"}', capabilities},
		services: ['api', 'pay'],
		labels: ['app', 'level', 'namespace', 'service_name'],
		existing: [],
		range: {startMs: nowMs - hourMs, endMs: nowMs},
	});
});

test('a Loki 2.9 is watched by app and the words of the line', async () => {
	const found = await discovered({version: '2.9.17', streams: [stream({app: 'pay', pod: 'pay-0', level: 'error'}), stream({app: 'api', pod: 'api-0'})]});
	assert.deepEqual(found.capabilities, {
		version: '2.9.17',
		serviceLabel: 'app',
		errorSource: 'line',
		hasPatterns: false,
	});
	assert.equal(found.scope.selector, '{app=~".+"}');
	assert.deepEqual(found.services, ['api', 'pay']);
});

test('a level label tells errors only where every stream has one', async () => {
	const found = await discovered({version: '2.9.17', streams: [stream({app: 'pay', level: 'error'}), stream({app: 'api', level: 'info'})]});
	assert.equal(found.capabilities.errorSource, 'level');
	const scoped = await discovered({version: '2.9.17', streams: [stream({app: 'pay', level: 'error'}), stream({app: 'api'})]}, {selector: '{app="pay"}'});
	assert.equal(scoped.capabilities.errorSource, 'level');
});

test('a Loki 3 that detects no levels is not taken for one that does', async () => {
	const found = await discovered({version: '3.1.0', streams: [stream({service_name: 'pay'})]});
	assert.equal(found.capabilities.errorSource, 'line');
});

test('without build information everything else is found out all the same', async () => {
	const found = await discovered({streams: [stream({service_name: 'pay'}, {detectedLevel: 'info'})]});
	assert.deepEqual([found.capabilities.version, found.capabilities.serviceLabel, found.capabilities.errorSource], [undefined, 'service_name', 'detected_level']);
});

const labelCases: ReadonlyArray<readonly [name: string, streams: ReadonlyArray<Readonly<Record<string, string>>>, label: string, services: readonly string[]]> = [
	['the best known label wins', [{
		job: 'varlogs', container: 'api', app: 'api', pod: 'api-0',
	}], 'app', ['api']],
	['job names services where nothing better does', [{job: 'nginx', filename: '/var/log/a', host: 'web-1'}], 'job', ['nginx']],
	['a label of one\'s own is better than host, file or level', [{
		team_service: 'billing', host: 'web-1', filename: '/x', level: 'info',
	}], 'team_service', ['billing']],
	['a host is better than nothing', [{host: 'web-1'}], 'host', ['web-1']],
	['where service_name is unknown, the next label that is known', [{service_name: 'unknown_service', container: 'db'}], 'container', ['db']],
	['where nothing names a service, unknown_service', [{service_name: 'unknown_service', rack: 'r1'}], 'service_name', ['unknown_service']],
	['service_name, when only some streams are unknown', [{service_name: 'unknown_service', job: 'x'}, {service_name: 'api', job: 'x'}], 'service_name', ['api', 'unknown_service']],
];

for (const [name, streams, label, services] of labelCases) {
	test(`the label of services: ${name}`, async () => {
		const found = await discovered({version: '3.7.6', streams: streams.map(labels => stream(labels))});
		assert.deepEqual([found.capabilities.serviceLabel, found.services, found.scope.selector], [label, services, `{${label}=~".+"}`]);
	});
}

test('what the user says wins: selector and service label', async () => {
	const streams = [stream({service_name: 'api', pod: 'api-0', namespace: 'production'}), stream({service_name: 'api', pod: 'api-1', namespace: 'production'}), stream({service_name: 'job', pod: 'job-0', namespace: 'staging'})];
	const found = await discovered({version: '3.7.6', streams}, {selector: ' {namespace="production"} ', serviceLabel: 'pod'});
	assert.deepEqual([found.scope.selector, found.capabilities.serviceLabel, found.services], ['{namespace="production"}', 'pod', ['api-0', 'api-1']]);
});

test('the label is chosen among those of the selected streams', async () => {
	const found = await discovered({version: '2.9.17', streams: [stream({app: 'api', namespace: 'a'}), stream({job: 'cron', namespace: 'b'})]}, {selector: '{namespace="b"}'});
	assert.deepEqual([found.capabilities.serviceLabel, found.services], ['job', ['cron']]);
});

test('services that went silent within the day are found', async () => {
	const found = await discovered({version: '3.7.6', streams: [stream({service_name: 'pay'}, {ageMs: 5 * hourMs})]});
	assert.deepEqual(found.services, ['pay']);
	assert.equal(found.range.startMs, nowMs - (24 * hourMs));
});

test('a selector that matches nothing is answered with the labels that exist', async () => {
	const found = await discovered({version: '3.7.6', streams: [stream({service_name: 'pay', namespace: 'prod'}), stream({service_name: 'api', namespace: 'prod'})]}, {selector: '{namespace="production"}'});
	assert.deepEqual(found.services, []);
	assert.deepEqual(found.labels, ['namespace', 'service_name']);
	assert.deepEqual(found.existing, [{label: 'namespace', values: ['prod']}, {label: 'service_name', values: ['api', 'pay']}]);
	assert.equal(found.scope.selector, '{namespace="production"}');
});

test('an empty Loki is no error', async () => {
	const found = await discovered({version: '3.7.6', streams: []});
	assert.deepEqual([found.services, found.existing, found.labels], [[], [], []]);
	assert.deepEqual(found.capabilities, {
		version: '3.7.6',
		serviceLabel: 'service_name',
		errorSource: 'detected_level',
		hasPatterns: false,
		guesses: [{about: 'errorSource', why: 'there is no line to look at'}, {about: 'serviceLabel', why: 'no line could be looked at'}],
	});
	const old = await discovered({version: '2.9.17', streams: []});
	assert.deepEqual([old.capabilities.serviceLabel, old.capabilities.errorSource], ['app', 'line']);
});

test('a Loki that reads little time at once is asked for that much', async () => {
	const small = smallLoki({version: '3.7.6', maxRangeMs: hourMs / 2, streams: [stream({service_name: 'pay'}, {ageMs: 60_000, detectedLevel: 'info'})]});
	const {url} = await startServer(async (request, response) => {
		const lengthNs = BigInt(request.parameters.get('end') ?? 0) - BigInt(request.parameters.get('start') ?? 0);
		return lengthNs > 1800n * 1_000_000_000n ? plain(400, 'the query time range exceeds the limit (query length: 1h0m0s, limit: 30m)') : small(request, response);
	});
	const found = await discover({client: createLokiClient({url}), nowMs});
	assert.deepEqual([found.services, found.capabilities.errorSource, found.range], [['pay'], 'detected_level', {startMs: nowMs - (hourMs / 2), endMs: nowMs}]);
});

test('the volume endpoint, which nothing but a report needs, is asked only for one', async () => {
	const paths: string[] = [];
	const small = smallLoki({version: '3.7.6', hasVolume: true, streams: [stream({service_name: 'pay'}, {detectedLevel: 'info'})]});
	const {url} = await startServer(async (request, response) => {
		paths.push(request.path);
		return small(request, response);
	});
	const isAsked = (): boolean => paths.some(path => path.includes('volume'));
	const watched = await discover({client: createLokiClient({url}), nowMs});
	assert.deepEqual([isAsked(), watched.capabilities.hasVolume], [false, undefined]);
	const reported = await discover({client: createLokiClient({url}), nowMs, asksVolume: true});
	assert.deepEqual([isAsked(), reported.capabilities.hasVolume], [true, true]);
});

test('an optional endpoint that fails counts as missing', async () => {
	const small = smallLoki({version: '3.7.6', streams: [stream({service_name: 'pay'}, {detectedLevel: 'info'})]});
	const handler: Handler = async (request, response) => /patterns|volume/.test(request.path) ? plain(500, 'not enabled') : small(request, response);
	const {url} = await startServer(handler);
	const found = await discover({client: createLokiClient({url}), nowMs, asksVolume: true});
	assert.deepEqual([found.capabilities.hasPatterns, found.capabilities.hasVolume, found.services], [false, false, ['pay']]);
});

test('what keeps Loki from being asked is an error', async () => {
	const none = await startServer(() => json({}));
	await none.close();
	await assert.rejects(discover({client: createLokiClient({url: none.url}), nowMs}), LokiUnreachableError);
	const closed = await startServer(() => plain(401, 'no org id\n'));
	await assert.rejects(discover({client: createLokiClient({url: closed.url}), nowMs}), LokiTenantError);
	const prometheus = await startServer(({path}) => path === '/api/v1/status/buildinfo' ? json({status: 'success', data: {version: '3.5.0'}}) : plain(404, '404 page not found\n'));
	await assert.rejects(discover({client: createLokiClient({url: prometheus.url}), nowMs}), (error: unknown) => error instanceof NotLokiError && error.guess === 'prometheus');
	const {url} = await startServer(smallLoki({streams: []}));
	await assert.rejects(discover({client: createLokiClient({url}), nowMs, selector: '{namespace=production}'}), LokiQueryError);
});
