import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLokiOptions} from '../../../source/sandbox/types.js';
import {startSlackSink} from '../../../source/sandbox/slack-sink.js';
import {
	afterThisTest,
	endTest,
	json,
	plain,
	startServer,
	testCertificates,
	type Handler,
} from '../../helpers/local-server.js';
import {examine, readExamination} from '../../helpers/examine.js';
import {runOnPty} from '../../helpers/pty.js';
import {runProgram} from '../../helpers/run-process.js';
import {runWarm} from '../../helpers/run-warm.js';
import {smallLoki} from '../../helpers/small-loki.js';

afterEach(endTest);

/** Takes its ten seconds beside the other tests. */
const hanging = examineHang();

async function examineHang() {
	const server = http.createServer(() => undefined);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const url = `http://127.0.0.1:${port}`;
	try {
		return readExamination(await runProgram(['doctor', '--json', '--send-test'], {
			env: {
				LOKI_URL: url, ANTHROPIC_API_KEY: 'sk-ant-x', ANTHROPIC_BASE_URL: url, SLACK_WEBHOOK_URL: `${url}/services/T0/B0/x`,
			},
		}));
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

const allIds = ['program', 'settings', 'loki', 'loki-access', 'loki-version', 'clock', 'services', 'levels', 'limits', 'history', 'patterns', 'volume', 'stats', 'claude', 'slack', 'terminal', 'state-directory'];

/** Two services with a line every ten seconds of the last hours. */
async function startFilledLoki(options: SandboxLokiOptions = {}, hours = 3) {
	const loki = await startSandboxLoki(options);
	afterThisTest(loki.close);
	loki.push(Array.from({length: hours * 360}, (_, index) => ({
		labels: {namespace: 'production', app: index % 2 === 0 ? 'payment' : 'cart'},
		timeNs: BigInt(Date.now() - 2000 - (index * 10_000)) * 1_000_000n,
		line: `level=${index % 20 === 0 ? 'error' : 'info'} msg=charged id=${index}`,
	})));
	return loki;
}

test('a Loki that is well: every check, in its order, as one JSON document', async () => {
	const loki = await startFilledLoki();
	const {exitCode, document, check} = await examine({LOKI_URL: loki.url}, '--baseline-hours', '2');
	assert.deepEqual(document.checks.map(({id}) => id), allIds);
	const states = Object.fromEntries(document.checks.map(({id, state}) => [id, state]));
	assert.deepEqual(states, {
		...Object.fromEntries(allIds.map(id => [id, 'pass'])), claude: 'warn', slack: 'warn', terminal: 'skip',
	});
	assert.match(check('services').detail, /2 services by service_name .*: cart, payment/);
	assert.match(check('levels').detail, /detected_level; .*info [\d,]+, error \d+/);
	assert.match(check('settings').detail, /lokiUrl http:\/\/127\.0\.0\.1:\d+ from LOKI_URL \(environment\); baselineHours 2 from --baseline-hours/);
	assert.equal(document.version, 1);
	assert.equal(document.state, 'pass');
	assert.deepEqual(document.counts, {
		pass: 14, warn: 2, fail: 0, skip: 1,
	});
	assert.ok(Math.abs(Date.parse(document.startedAt) - Date.now()) < 60_000);
	assert.ok(document.durationMs > 0);
	assert.equal(exitCode, 0);
});

test('as text: one aligned line a check, what to do below it, and a summary', async () => {
	const loki = await startFilledLoki();
	const {exitCode, stdout, stderr} = await runWarm(['doctor'], {env: {LOKI_URL: loki.url}});
	assert.equal(stderr, '');
	assert.ok(!stdout.includes('\u{1B}'));
	const lines = stdout.trimEnd().split('\n');
	assert.equal(lines.at(-1), '13 ok, 3 warnings, 1 skipped.');
	assert.match(stdout, /^ok {4}Loki {8}http:\/\/127\.0\.0\.1:\d+ answers in \d+ ms\.$/m);
	assert.match(stdout, /^warn {2}history {5}Logs go back 3 h of the 24 h that the baseline needs: .*\n {18}> Where logs are new it grows/m);
	assert.ok(lines.slice(0, -2).every(line => /^(?:(?:ok {2}|warn|FAIL|skip) {2}\S.{9} {2}\S| {18}[ >] \S)/.test(line)), stdout);
	assert.equal(exitCode, 0);
});

const failures: ReadonlyArray<readonly [name: string, handler: Handler, id: string, says: RegExp]> = [
	['a wrong password', () => plain(401, 'unauthorized'), 'loki-access', /refused the credentials \(401\).*LOKI_PASSWORD/],
	['a tenant that is wanted', () => plain(401, 'no org id'), 'loki-access', /which tenant to read: no org id.*LOKI_ORG_ID/],
	['a web page', () => ({status: 200, headers: {'content-type': 'text/html'}, body: '<html><title>Grafana</title></html>'}), 'loki-access', /is not Loki.*Grafana/],
];

for (const [name, handler, id, says] of failures) {
	test(`${name} is named with the next step, and what comes after is skipped`, async () => {
		const server = await startServer(handler);
		const {exitCode, check, stdout} = await examine({LOKI_URL: server.url, LOKI_USERNAME: 'ops', LOKI_PASSWORD: 'hunter2-hunter2'});
		const result = check(id);
		assert.match(`${result.detail} ${result.nextStep}`, says);
		assert.equal(result.state, 'fail');
		assert.equal(check('services').state, 'skip');
		assert.equal(check('history').detail, 'Skipped: fix access first.');
		assert.equal(check('state-directory').state, 'pass');
		assert.doesNotMatch(stdout, /hunter2/);
		assert.equal(exitCode, 1);
	});
}

test('a tenant that is given is sent, and named', async () => {
	const loki = await startSandboxLoki({isMultiTenant: true});
	afterThisTest(loki.close);
	const {exitCode, check} = await examine({LOKI_URL: loki.url, LOKI_ORG_ID: 'team-a'});
	assert.match(check('loki-access').detail, /tenant team-a/);
	assert.match(check('services').detail, /nothing has written to this Loki/);
	assert.equal(exitCode, 1);
});

test('a clock that is two minutes behind is a failure, and everything else is looked at', async () => {
	const loki = smallLoki({version: '2.9.17', streams: [{labels: {app: 'pay'}, lines: [{timeMs: Date.now() - 10_000, line: 'an error'}]}]});
	const server = await startServer(async (request, response) => {
		const reply = await loki(request, response);
		return reply && {...reply, headers: {...reply.headers, date: new Date(Date.now() - 120_000).toUTCString()}};
	});
	const {exitCode, check} = await examine({LOKI_URL: server.url});
	assert.match(check('clock').detail, /This clock is (?:1 min 59 s|2 min)[\d s]* ahead of Loki's/);
	assert.match(check('clock').nextStep ?? '', /NTP/);
	assert.equal(check('clock').state, 'fail');
	assert.match(check('loki-version').detail, /2\.9\.17/);
	assert.match(check('levels').detail, /No level on every line/);
	assert.match(check('patterns').detail, /off or too new/);
	assert.equal(exitCode, 1);
});

test('a certificate of an unknown authority is named; with the authority it is well, without checks it is a warning', async () => {
	const server = await startServer(smallLoki({version: '3.7.6', streams: [{labels: {service_name: 'pay'}, lines: [{timeMs: Date.now() - 10_000, line: 'x', detectedLevel: 'info'}]}]}), {isSecure: true});
	const [unknown, known, unchecked] = await Promise.all([
		examine({LOKI_URL: server.url}),
		examine({LOKI_URL: server.url, LOKI_CA_CERT_PATH: path.resolve(testCertificates.caPath)}),
		examine({LOKI_URL: server.url, LOKI_TLS_SKIP_VERIFY: 'true'}),
	]);
	assert.match(`${unknown.check('loki').detail} ${unknown.check('loki').nextStep}`, /unknown CA.*LOKI_CA_CERT_PATH/);
	assert.equal(unknown.check('loki').state, 'fail');
	assert.equal(known.check('loki').state, 'pass');
	assert.equal(known.check('loki-access').state, 'pass');
	assert.match(unchecked.check('loki-access').detail, /TLS verification is off/);
	assert.equal(unchecked.check('loki-access').state, 'warn');
});

test('a wrong setting is a failure in the words that watch would use, and nothing is asked', async () => {
	const env = {LOKI_URL: 'http://127.0.0.1:9', SLACK_WEBHOOK_URL: 'https://evil.example/services/T0/B0/hunter2'};
	const [watched, {exitCode, check, stdout}] = await Promise.all([runWarm([], {env}), examine(env)]);
	assert.equal(check('settings').state, 'fail');
	assert.equal(check('settings').detail, watched.stderr.trim());
	assert.deepEqual(['loki', 'claude', 'slack'].map(id => check(id).state), ['skip', 'skip', 'skip']);
	assert.doesNotMatch(stdout, /hunter2/);
	assert.equal(exitCode, 1);
});

test('no Loki is a failure that says where to start, and Claude and Slack are looked at all the same', async () => {
	const sink = await startSlackSink();
	afterThisTest(sink.close);
	const claude = await startServer(() => json({id: 'claude-sonnet-5-5', display_name: 'Claude Sonnet 5.5'}));
	const {exitCode, check, stdout} = await examine({SLACK_WEBHOOK_URL: sink.url, ANTHROPIC_API_KEY: 'sk-ant-hunter2', ANTHROPIC_BASE_URL: claude.url}, '--send-test');
	assert.match(check('loki').detail, /No Loki is set.*LOKI_URL.*demo/);
	assert.match(check('claude').detail, /accepts the key from ANTHROPIC_API_KEY \(environment\)/);
	assert.match(check('slack').detail, /delivered/);
	assert.equal(sink.deliveries().length, 1);
	assert.doesNotMatch(stdout, /hunter2|services\/T/);
	assert.equal(exitCode, 1);
});

test('an option that does not exist is a mistake in the usage', async () => {
	const {exitCode, stderr} = await runWarm(['doctor', '--frob']);
	assert.match(stderr, /unknown option '--frob'/);
	assert.equal(exitCode, 2);
});

test('on a terminal: colour, lines that fit, and no trace of what was waited for', async () => {
	const loki = await startFilledLoki();
	const home = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-doctor-'));
	afterThisTest(async () => rm(home, {recursive: true, force: true}));
	const terminal = runOnPty([process.execPath, 'bin/loki-sentinel.js', 'doctor'], {columns: 80, rows: 60, env: {HOME: home, LOKI_URL: loki.url}});
	afterThisTest(terminal.kill);
	const screen = await terminal.see(/\d+ ok, \d+ warnings\./);
	assert.match(screen, /^ok {4}terminal {4}xterm-256color, 80x60, 256 colours, Unicode/m);
	assert.match(screen, /^ok {4}records /m);
	assert.doesNotMatch(screen, /^\.\.\./m);
	assert.deepEqual(await terminal.exit, {exitCode: 0});
	assert.ok(screen.split('\n').every(line => /^(?:(?:ok|warn) +\S+ +\S| {18}\S| {20}\S|\d+ ok|$)/.test(line)), screen);
});

test('everything hangs: the whole ends all the same and says what did not answer', async () => {
	const {exitCode, check} = await hanging;
	assert.deepEqual(['loki', 'claude', 'slack'].map(id => check(id).state), ['fail', 'fail', 'fail']);
	assert.match(check('loki').detail, /No answer in time: stopped after 10 s/);
	assert.match(check('slack').nextStep ?? '', /Look in the channel/);
	assert.equal(exitCode, 1);
});
