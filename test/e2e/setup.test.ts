import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {
	mkdtemp,
	readFile,
	rm,
	stat,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import {startSlackSink} from '../../source/sandbox/slack-sink.js';
import {examine} from '../helpers/examine.js';
import {
	afterThisTest,
	endTest,
	json,
	startServer,
} from '../helpers/local-server.js';
import {startProxy} from '../helpers/proxy.js';
import {runOnPty, type Pty} from '../helpers/pty.js';
import {runWarm} from '../helpers/run-warm.js';

afterEach(endTest);

const password = 'hunter2-right';
const apiKey = 'sk-ant-hunter2-right';
const tenantQuestion = 'Tenant, sent as X-Scope-OrgID (empty for none)';
const testQuestion = 'Post a test message now? It says that nothing is wrong.';
const enter = '\r';
const down = '\u{1B}[B';
const clearField = '\u{15}';
const interrupt = '\u{3}';

/** A Loki that wants a password, with two namespaces. */
async function startGuardedLoki(): Promise<string> {
	const loki = await startSandboxLoki();
	afterThisTest(loki.close);
	loki.push(Array.from({length: 900}, (_, index) => ({
		labels: {namespace: index % 3 === 0 ? 'staging' : 'production', app: index % 3 === 1 ? 'payment' : 'cart'},
		timeNs: BigInt(Date.now() - 2000 - (index * 10_000)) * 1_000_000n,
		line: `level=info msg=charged id=${index}`,
	})));
	const proxy = await startProxy(loki.url);
	afterThisTest(proxy.close);
	proxy.interfere = (request, response) => {
		const isKnown = request.headers.authorization === `Basic ${Buffer.from(`ops:${password}`).toString('base64')}`;
		if (!isKnown) {
			response.writeHead(401).end('wrong password');
		}

		return !isKnown;
	};

	return proxy.url;
}

async function startClaude(): Promise<string> {
	const {url} = await startServer(({headers}) => JSON.stringify(headers).includes(apiKey)
		? json({id: 'claude-sonnet-5-5', display_name: 'Claude Sonnet 5.5'})
		: {status: 401, body: JSON.stringify({type: 'error', error: {type: 'authentication_error', message: 'invalid key'}})});
	return url;
}

async function newHome(): Promise<string> {
	const home = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-setup-'));
	afterThisTest(async () => rm(home, {recursive: true, force: true}));
	return home;
}

function startSetup(env: Readonly<Record<string, string>>, ...args: readonly string[]): Pty {
	const terminal = runOnPty([process.execPath, 'bin/loki-sentinel.js', 'setup', ...args], {columns: 110, rows: 100, env});
	afterThisTest(terminal.kill);
	return terminal;
}

/** Answers a question, which is a whole line, once it is the one that waits: its mark is the full diamond. */
async function answer(terminal: Pty, question: string, ...keys: readonly string[]): Promise<void> {
	const line = `◆  ${question}\n`;
	for (const key of keys) {
		await terminal.see(line);
		terminal.press(key);
	}

	await terminal.seeNo(line);
}

const modeOf = async (file: string): Promise<string> => {
	const {mode} = await stat(file);
	return (mode & 0o777).toString(8);
};

test('from nothing to a stored profile: each answer is tried, what fails is asked again, and doctor and watch read it', async () => {
	const [lokiUrl, claudeUrl, sink, home] = await Promise.all([startGuardedLoki(), startClaude(), startSlackSink(), newHome()]);
	afterThisTest(sink.close);
	const env = {HOME: home, ANTHROPIC_BASE_URL: claudeUrl};
	const terminal = startSetup(env);
	await terminal.see('◆  Where does Loki answer?');
	terminal.press(`nonsense${enter}`);
	await terminal.see('Expected a URL that begins with http:// or https://');
	terminal.press(clearField + lokiUrl.replace('//', '//ops:x@') + enter);
	await terminal.see('Leave user and password out of it');
	terminal.press(clearField + lokiUrl + enter);
	await answer(terminal, 'How does it know who asks?', down + enter);
	await answer(terminal, 'User', `ops${enter}`);
	await answer(terminal, 'Password (hidden)', `hunter2-wrong${enter}`);
	await answer(terminal, tenantQuestion, enter);

	await terminal.see(/FAIL +access .*refused the credentials \(401\): wrong password/);
	await answer(terminal, 'That did not work.', enter);
	await answer(terminal, 'Where does Loki answer?', enter);
	await answer(terminal, 'How does it know who asks?', enter);
	await answer(terminal, 'User', enter);
	await answer(terminal, 'Password', down + enter);
	await answer(terminal, 'Password (hidden)', password + enter);
	await answer(terminal, tenantQuestion, enter);
	await terminal.see('Labels can be read with user and password');

	await terminal.see('Everything: 2 services', 'One namespace: production, staging');
	await answer(terminal, 'What should be watched?', down + enter);
	await terminal.see('production, 2 services', 'staging, 1 service');
	await answer(terminal, 'Which namespace?', 'stag', enter);
	await terminal.see(/1 service by service_name in \{namespace="staging"\} in the last hour: cart/);

	await answer(terminal, 'Claude\'s API key', enter);
	await answer(terminal, 'Claude\'s API key (hidden)', `sk-ant-hunter2-wrong${enter}`);
	await answer(terminal, 'Which model analyses?', enter);
	await terminal.see(/FAIL +Claude +The API key was not accepted/);
	await answer(terminal, 'That did not work.', enter);
	await answer(terminal, 'Claude\'s API key', down + enter);
	await answer(terminal, 'Claude\'s API key (hidden)', apiKey + enter);
	await answer(terminal, 'Which model analyses?', enter);
	await terminal.see('(Claude Sonnet 5.5)');

	await answer(terminal, 'Slack\'s incoming webhook', enter);
	await terminal.see('◆  Slack\'s incoming webhook (hidden)');
	terminal.press(`https://evil.example/services/T/B/x${enter}`);
	await terminal.see('It cannot be used: its host is none of hooks.slack.com');
	terminal.press(clearField + sink.url + enter);
	await answer(terminal, testQuestion, 'y');
	const screen = await terminal.see(/A test message was delivered/, /Stored as default in .*settings\.json/, 'Watch with loki-sentinel, check again with loki-sentinel doctor');
	assert.doesNotMatch(screen, /hunter2|services\/T/);
	assert.deepEqual(await terminal.exit, {exitCode: 0});
	assert.equal(sink.deliveries().length, 1);

	const directory = path.join(home, '.config', 'loki-sentinel');
	assert.equal(await modeOf(directory), '700');
	assert.equal(await modeOf(path.join(directory, 'settings.json')), '600');
	const where = {...env, XDG_CONFIG_HOME: path.join(home, '.config')};
	const [doctored, watched, listed] = await Promise.all([examine(where, '--profile', 'default'), runWarm([], {env: where}), runWarm(['setup', '--list'], {env: where})]);
	assert.match(doctored.check('settings').detail, /^Profile default; lokiUrl http:\/\/127\.0\.0\.1:\d+ from lokiUrl \(profile default\)/);
	assert.deepEqual(['loki-access', 'services', 'claude', 'slack'].map(id => doctored.check(id).state), ['pass', 'pass', 'pass', 'pass']);
	assert.match(watched.stdout, /1 service, nothing abnormal/);
	assert.match(listed.stdout, /^default \(default\)\n {2}lokiUrl +http[\s\S]*password +\*{4}\n[\s\S]*slackWebhookUrl +\*{4}\n/m);
	assert.doesNotMatch(doctored.stdout + watched.stdout + listed.stdout, /hunter2|services\/T/);
});

/** A profile as an earlier setup has stored it. */
async function storeProfile(home: string, name: string, values: Readonly<Record<string, unknown>>): Promise<string> {
	const {openProfiles} = await import('../../source/config/profiles.js');
	const profiles = await openProfiles(path.join(home, '.config', 'loki-sentinel'));
	await profiles.save(name, values);
	return profiles.file;
}

test('what is stored is offered, secrets as ****, and ctrl-c keeps it as it was', async () => {
	const [lokiUrl, home] = await Promise.all([startGuardedLoki(), newHome()]);
	const file = await storeProfile(home, 'work', {
		lokiUrl, username: 'ops', password, selector: '{namespace="production"}', anthropicApiKey: apiKey, pollSeconds: 30,
	});
	const before = await readFile(file, 'utf8');
	const terminal = startSetup({HOME: home}, '--profile', 'work');
	await terminal.see(lokiUrl);
	await answer(terminal, 'Where does Loki answer?', enter);
	await answer(terminal, 'How does it know who asks?', enter);
	await answer(terminal, 'User', enter);
	await terminal.see('Keep ****');
	await answer(terminal, 'Password', enter);
	await answer(terminal, tenantQuestion, enter);
	await terminal.see('Keep {namespace="production"}');
	await answer(terminal, 'What should be watched?', enter);
	await terminal.see('◆  Claude\'s API key', 'Keep ****');
	terminal.press(interrupt);
	assert.doesNotMatch(await terminal.see('Nothing was stored.'), /hunter2/);
	assert.deepEqual(await terminal.exit, {exitCode: 1});
	assert.equal(await readFile(file, 'utf8'), before);
});

test('a second profile keeps what setup does not ask, can leave out Loki that does not answer, and can be deleted', async () => {
	const [home, closed] = await Promise.all([newHome(), startServer(() => undefined)]);
	await closed.close();
	const file = await storeProfile(home, 'work', {lokiUrl: closed.url, pollSeconds: 30});
	await storeProfile(home, 'other', {lokiUrl: 'http://loki:3100'});
	const terminal = startSetup({HOME: home, SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0/B0/hunter2'}, '--profile', 'other');
	await answer(terminal, 'Where does Loki answer?', clearField + closed.url + enter);
	await answer(terminal, 'How does it know who asks?', enter);
	await answer(terminal, tenantQuestion, `team-a${enter}`);
	await terminal.see(/FAIL +Loki .*connection refused/);
	await answer(terminal, 'That did not work.', down + enter);
	await answer(terminal, 'What should be watched?', enter);
	await answer(terminal, 'Claude\'s API key', `${down + down}${enter}`);
	await terminal.see('Read it from SLACK_WEBHOOK_URL at every start');
	await answer(terminal, 'Slack\'s incoming webhook', enter);
	await answer(terminal, testQuestion, enter);
	await answer(terminal, 'Use this profile by default? The default is now work.', enter);
	await terminal.see('Watch with loki-sentinel --profile other, check again');
	assert.deepEqual(await terminal.exit, {exitCode: 0});
	assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), {
		defaultProfile: 'work',
		profiles: {work: {lokiUrl: closed.url, pollSeconds: 30}, other: {lokiUrl: closed.url, tenant: 'team-a'}},
	});

	const env = {HOME: home, XDG_CONFIG_HOME: path.join(home, '.config')};
	const deleted = await runWarm(['setup', '--delete', 'work'], {env});
	assert.match(deleted.stdout, /work is deleted\. It was the default; .*--profile: other/);
	const again = await runWarm(['setup', '--delete', 'work'], {env});
	assert.match(again.stderr, /No profile "work" is stored .*there are other/);
	assert.deepEqual([deleted.exitCode, again.exitCode], [0, 2]);
});

test('without a terminal it says what does the same', async () => {
	const {exitCode, stdout, stderr} = await runWarm(['setup']);
	assert.match(stderr, /needs a terminal.*LOKI_URL.*ANTHROPIC_API_KEY.*SLACK_WEBHOOK_URL/);
	assert.equal(stdout, '');
	assert.equal(exitCode, 2);
	const listed = await runWarm(['setup', '--list']);
	assert.match(listed.stdout, /No profile is stored/);
	assert.equal(listed.exitCode, 0);
});
