import assert from 'node:assert/strict';
import {once} from 'node:events';
import {
	chmod,
	mkdir,
	mkdtemp,
	readdir,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, test} from 'node:test';
import {claudeCheck, type ClaudeToCheck} from '../../../source/commands/doctor/claude-check.js';
import {lookAtDirectory} from '../../../source/commands/doctor/look-at-directory.js';
import {runChecks} from '../../../source/commands/doctor/run-checks.js';
import {slackCheck} from '../../../source/commands/doctor/slack-check.js';
import type {Check, CheckResult, Judgement} from '../../../source/commands/doctor/types.js';
import {Secret} from '../../../source/config/secret.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {historyDepth} from '../../../source/loki/discovery/history-depth.js';
import {meetLimits, readToldLimits} from '../../../source/loki/discovery/limits.js';
import {startSlackSink} from '../../../source/sandbox/slack-sink.js';
import {
	afterThisTest,
	endTest,
	json,
	plain,
	startServer,
	type Handler,
} from '../../helpers/local-server.js';
import {smallLoki} from '../../helpers/small-loki.js';

afterEach(endTest);

const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 10, 23, 12);
const {signal} = new AbortController();
const pass = (detail: string): Judgement => ({state: 'pass', detail});

/** Waits for what does not come. */
const never = async (): Promise<Judgement> => {
	await once(new AbortController().signal, 'abort');
	return pass('never');
};

test('checks run together and are told in their order', async () => {
	const told: string[] = [];
	const second = new AbortController();
	const checks: readonly Check[] = [
		{
			id: 'first', title: 'first', async run() {
				await once(second.signal, 'abort');
				return pass('one');
			},
		},
		{
			id: 'second', title: 'second', run() {
				second.abort();
				return pass('two');
			},
		},
	];
	const results = await runChecks(checks, {
		onResult(result) {
			told.push(result.id);
		},
	});
	assert.deepEqual(told, ['first', 'second']);
	assert.deepEqual(results.map(({detail}) => detail), ['one', 'two']);
});

test('a check without what it needs is skipped, and names the one to mend', async () => {
	const results = await runChecks([
		{id: 'a', title: 'the first', run: () => ({state: 'fail', detail: 'broken', nextStep: 'mend it'})},
		{
			id: 'b', title: 'the second', needs: ['a'], run: () => pass('never'),
		},
		{
			id: 'c', title: 'the third', needs: ['b'], run: () => pass('never'),
		},
		{id: 'd', title: 'the fourth', run: () => pass('fine')},
	]);
	assert.deepEqual(results.map(({state, detail}) => [state, detail]), [
		['fail', 'broken'], ['skip', 'Skipped: fix the first first.'], ['skip', 'Skipped: fix the first first.'], ['pass', 'fine'],
	]);
});

test('a check that hangs, even one that does not listen, ends in time and is told apart', async () => {
	let isAborted = false;
	const results = await runChecks([
		{
			id: 'a', title: 'a', ifSlow: 'look at the network', run: never,
		},
		{
			id: 'b', title: 'b', run: async own => new Promise((_resolve, reject) => {
				own.addEventListener('abort', () => {
					isAborted = true;
					reject(new Error('aborted'));
				});
			}),
		},
	], {timeoutMs: 30});
	assert.match(results[0]?.detail ?? '', /stopped after \d+ ms/);
	assert.equal(results[0]?.nextStep, 'look at the network');
	assert.equal(results[1]?.state, 'fail');
	assert.ok(isAborted);
});

test('all checks end with the whole time, however much each may take', async () => {
	const results = await runChecks([
		{id: 'a', title: 'a', run: () => pass('quick')},
		{
			id: 'b', title: 'b', needs: ['a'], run: never,
		},
		{
			id: 'c', title: 'c', needs: ['b'], run: never,
		},
	], {totalTimeoutMs: 30});
	assert.deepEqual(results.map(({state}) => state), ['pass', 'fail', 'skip']);
});

test('a check that throws is a failure, and what it tells is safe for a terminal', async () => {
	const [thrown, hostile] = await runChecks([
		{
			id: 'a', title: 'a', run() {
				throw new Error('boom \u{1B}[31m');
			},
		},
		{id: 'b', title: 'b', run: () => pass('red \u{1B}]52;c;aGk=\u{7}\u{202E}\nnext')},
	]);
	assert.match(thrown?.detail ?? '', /boom/);
	assert.equal(thrown?.state, 'fail');
	for (const result of [thrown, hostile]) {
		assert.doesNotMatch(result?.detail ?? '', /\p{Control}|\u{202E}/u);
	}
});

const config = (baseUrl: string): ClaudeToCheck => ({
	anthropicApiKey: new Secret('sk-ant-hunter2-hunter2'),
	anthropicAuthToken: undefined,
	anthropicBaseUrl: baseUrl,
	model: 'claude-sonnet-5-5',
	redactPatterns: [],
	sources: {anthropicApiKey: 'ANTHROPIC_API_KEY (environment)', anthropicAuthToken: 'not set'},
});

const askClaude = async (baseUrl: string, env = {}): Promise<CheckResult | undefined> => {
	const [result] = await runChecks([claudeCheck(config(baseUrl), env, Date.now)]);
	return result;
};

const refusal = (status: number, type: string, message: string): Handler => () => ({status, body: JSON.stringify({type: 'error', error: {type, message}})});

const claudeCases: ReadonlyArray<readonly [name: string, handler: Handler, state: Judgement['state'], says: RegExp]> = [
	['a key and a model that are known', request => request.path === '/v1/models/claude-sonnet-5-5' && JSON.stringify(request.headers).includes('sk-ant-hunter2-hunter2') ? json({id: 'claude-sonnet-5-5', display_name: 'Claude Sonnet 5.5'}) : plain(400, 'no'), 'pass', /claude-sonnet-5-5 \(Claude Sonnet 5\.5\)/],
	['a key that is refused, in words that repeat it', refusal(401, 'authentication_error', 'invalid key sk-ant-hunter2-hunter2'), 'fail', /API key was not accepted.*401.*ANTHROPIC_API_KEY/],
	['a key without rights', refusal(403, 'permission_error', 'not allowed'), 'fail', /may not do this.*--model/],
	['a model that does not exist', refusal(404, 'not_found_error', 'model: claude-sonnet-5-5'), 'fail', /was not found.*--model/],
	['a gateway that has no models', () => plain(404, 'not found'), 'warn', /lists no models/],
	['a proxy\'s login page', () => ({status: 302, headers: {location: 'https://login.example/'}}), 'fail', /redirect/],
	['an API that is overloaded', refusal(529, 'overloaded_error', 'overloaded'), 'warn', /overloaded/],
];

for (const [name, handler, state, says] of claudeCases) {
	test(`Claude: ${name}`, async () => {
		const server = await startServer(handler);
		const result = await askClaude(server.url);
		assert.match(`${result?.detail} ${result?.nextStep}`, says);
		assert.doesNotMatch(JSON.stringify(result), /hunter2/);
		assert.equal(result?.state, state);
		assert.equal(server.requests.length, 1, 'nothing is tried twice');
		assert.equal(server.requests[0]?.method, 'GET', 'no tokens are spent');
	});
}

test('Claude: where nothing answers and the environment names a proxy, how to make Node use it', async () => {
	const server = await startServer(() => plain(200, ''));
	await server.close();
	// A name of a loopback address that NO_PROXY's own exceptions do not know.
	const url = server.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
	const [plainWay, proxied] = await Promise.all([askClaude(url), askClaude(url, {HTTP_PROXY: 'http://proxy:3128', http_proxy: 'http://proxy:3128'})]);
	assert.match(`${plainWay?.detail} ${plainWay?.nextStep}`, /No connection to .*nothing listens there.*ANTHROPIC_BASE_URL/);
	assert.match(proxied?.nextStep ?? '', /http_proxy is set, .*NODE_USE_ENV_PROXY=1/);
});

test('Slack: nothing is sent unless it is asked for, and then what is clearly a test', async () => {
	const sink = await startSlackSink();
	afterThisTest(sink.close);
	const check = (sendsTest: boolean) => slackCheck({
		webhookUrl: sink.url, allowedHosts: [], sendsTest, now: () => nowMs,
	});
	const [silent] = await runChecks([check(false)]);
	assert.equal(silent?.state, 'pass');
	assert.equal(sink.attempts(), 0);

	const [sent] = await runChecks([check(true)]);
	assert.match(sent?.detail ?? '', /delivered to 127\.0\.0\.1:\d+\/\.\.\.\/\*{4}/);
	assert.match(sink.deliveries()[0]?.body ?? '', /test message[\s\S]*Nothing is wrong[\s\S]*2026-11-23 12:00:00 UTC/);

	sink.setFault('no-service');
	const [removed] = await runChecks([check(true)]);
	assert.equal(removed?.state, 'fail');
	assert.match(removed?.detail ?? '', /removed or switched off/);
});

const stream = (hoursBack: readonly number[]) => ({
	labels: {app: 'pay'}, lines: hoursBack.map(hours => ({timeMs: nowMs - ((hours - 0.5) * hourMs), line: 'a line'})),
});

const depths: ReadonlyArray<readonly [name: string, hoursBack: readonly number[], found: number]> = [
	['nothing', [], 0],
	['the last hour', [1], 1],
	['nine hours, found between six and twelve', [1, 2, 3, 4, 5, 6, 7, 8, 9], 9],
	['a gap', [1, 24], 24],
	['more than is wanted', Array.from({length: 30}, (_, index) => index + 1), 24],
];

for (const [name, hoursBack, found] of depths) {
	test(`how far back logs go: ${name}`, async () => {
		const server = await startServer(smallLoki({streams: [stream(hoursBack)]}));
		assert.equal(await historyDepth({
			client: createLokiClient({url: server.url}), selector: '{app="pay"}', wantedHours: 24, nowMs, signal,
		}), found);
		assert.ok(server.requests.length <= 24, `${server.requests.length} questions`);
	});
}

test('limits that Loki tells are taken, zero for none', async () => {
	const server = await startServer(request => request.path === '/loki/api/v1/drilldown-limits'
		? json({
			limits: {
				max_query_series: 500, max_entries_limit_per_query: 0, max_query_length: '30d1h', retention_period: '0s',
			}, pattern_ingester_enabled: true, version: '3.7.6',
		})
		: plain(404, ''));
	assert.deepEqual(await readToldLimits({url: server.url}, signal), {maxSeries: 500, maxEntries: Infinity, maxRangeMs: 721 * hourMs});
});

test('limits that are not told are met without reading anything', async () => {
	const server = await startServer(smallLoki({
		streams: [{labels: {app: 'pay'}, lines: [{timeMs: nowMs - 100_000, line: 'x'}]}, {labels: {app: 'api'}, lines: [{timeMs: nowMs - 100_000, line: 'x'}]}], maxEntries: 50, maxRangeMs: hourMs, maxSeries: 1,
	}));
	assert.equal(await readToldLimits({url: server.url}, signal), undefined);
	const limits = await meetLimits(createLokiClient({url: server.url}), {
		selector: '{app=~".+"}', capabilities: {
			version: undefined, serviceLabel: 'app', errorSource: 'line', hasPatterns: false, hasVolume: false,
		},
	}, {nowMs, signal});
	assert.deepEqual(limits, {maxSeries: 1, maxEntries: 50, maxRangeMs: hourMs});
	const lineQueries = server.requests.map(({parameters}) => parameters.get('query') ?? '').filter(query => query.startsWith('{'));
	assert.ok(lineQueries.every(query => query.includes('asks for nothing')), lineQueries.join('\n'));
});

test('a directory is looked at and left as it was', async () => {
	const parent = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-look-'));
	afterThisTest(async () => rm(parent, {recursive: true, force: true}));
	const directory = path.join(parent, 'state');
	const absent = await lookAtDirectory(path.join(directory, 'deeper'));
	assert.deepEqual([absent.exists, absent.notWritable, absent.mode], [false, undefined, undefined]);
	assert.ok((absent.freeBytes ?? 0) > 0);

	await mkdir(path.join(directory, 'patterns'), {recursive: true, mode: 0o700});
	await chmod(directory, 0o700);
	await writeFile(path.join(directory, 'outbox.jsonl'), '', {mode: 0o600});
	const good = await lookAtDirectory(directory);
	assert.deepEqual([good.exists, good.notWritable, (good.mode ?? 0) & 0o777, good.openFiles.count], [true, undefined, 0o700, 0]);

	await writeFile(path.join(directory, 'patterns', 'x.json'), '');
	await chmod(path.join(directory, 'patterns', 'x.json'), 0o644);
	const open = await lookAtDirectory(directory);
	assert.deepEqual(open.openFiles, {count: 1, names: [path.join('patterns', 'x.json')]});
	const left = await readdir(directory);
	assert.deepEqual(left.toSorted(), ['outbox.jsonl', 'patterns']);

	const belowAFile = await lookAtDirectory(path.join(directory, 'outbox.jsonl', 'state'));
	assert.equal(belowAFile.exists, false);
	assert.notEqual(belowAFile.notWritable, undefined);
});
