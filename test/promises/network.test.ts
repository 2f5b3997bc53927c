import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {startScriptedClaude} from '../../source/sandbox/claude/server.js';
import {breakPayment, closeWorlds, openWorld} from '../commands/helpers/check-world.js';
import {readCheck} from '../commands/helpers/check-schema.js';
import {afterThisTest} from '../helpers/local-server.js';
import {startProxy} from '../helpers/proxy.js';
import {runProgram} from '../helpers/run-process.js';

afterEach(closeWorlds);

/** What makes a program write down whom it connects to, and what it wrote. */
async function watchConnections() {
	const directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-connections-'));
	afterThisTest(async () => rm(directory, {recursive: true, force: true}));
	const file = path.join(directory, 'connections');
	return {
		env: {
			NODE_OPTIONS: `--import=${pathToFileURL(path.resolve('.cache/test/test/helpers/note-connections.js')).href}`,
			LOKI_SENTINEL_TEST_CONNECTIONS: file,
		},
		async addresses(): Promise<ReadonlySet<string>> {
			const text = await readFile(file, 'utf8');
			return new Set(text.trim().split('\n'));
		},
	};
}

async function scriptedClaude() {
	const claude = await startScriptedClaude({paceMs: 0});
	afterThisTest(claude.close);
	return claude;
}

test('a check connects to the Loki, the Claude and the Slack that are set, and to nobody else', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	const claude = await scriptedClaude();
	const watched = await watchConnections();
	const {incidents} = await readCheck(here.check(['--json', '--analyze', 'claude'], {ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: claude.url, ...watched.env}, {isOwnProcess: true}));
	assert.equal(incidents[0]?.finding?.source, 'claude');
	assert.equal(here.told().length, 1);
	assert.deepEqual(await watched.addresses(), new Set([here.loki.url, claude.url, here.slack.url].map(url => new URL(url).host)));
});

test('without a key nothing is sent to Claude, with --no-alerts nothing to Slack, and the verdict is that of the rules', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	const claude = await scriptedClaude();
	const watched = await watchConnections();
	const {incidents} = await readCheck(runProgram(['check', '--json', '--namespace', 'production', '--baseline-hours', '2', '--no-alerts'], {
		env: {
			HOME: here.home, LOKI_URL: here.loki.url, SLACK_WEBHOOK_URL: here.slack.url, ANTHROPIC_BASE_URL: claude.url, LOKI_SENTINEL_NOW: new Date(here.nowMs()).toISOString(), ...watched.env,
		},
	}));
	assert.equal(incidents[0]?.finding?.source, 'rules');
	assert.deepEqual(await watched.addresses(), new Set([new URL(here.loki.url).host]));
});

test('the demo plays its whole journey as text where there is no terminal, and connects to nothing but itself', async () => {
	const watched = await watchConnections();
	const {exitCode, stdout, stderr} = await runProgram(['demo'], {env: watched.env});
	assert.equal(exitCode, 0, stderr);
	assert.equal(stderr, '');
	assert.ok(!stdout.includes('\u{1B}'), 'plain text has no escape sequences');
	for (const part of [
		/of 12 abnormal: (?:payment (?:likely )?first at \d\d:\d\d|judging who was first: payment)/,
		/ANOMALIES\n +(?:critical|warning) +payment: errors/,
		/likely cause: connection pool exhausted/,
		/Scripted answer, no model was called/,
		/1 {2}Connections leak[\s\S]+confidence[\s\S]+RUN [\s\S]+ESCALATE [\s\S]+SLACK /,
		/SLACK .*delivered/,
		/🔴 payment/,
	]) {
		assert.match(stdout, part);
	}

	const addresses = [...await watched.addresses()];
	assert.ok(addresses.length > 0);
	assert.deepEqual(addresses.filter(address => !/^127\.0\.0\.1:\d+$/.test(address)), []);
});

test('every question of a check that reads lines, labels or counts names the selector that is watched', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	const proxy = await startProxy(here.loki.url);
	afterThisTest(proxy.close);
	const {incidents} = await readCheck(here.check(['--json', '--analyze', 'rules'], {LOKI_URL: proxy.url}));
	assert.equal(incidents.length, 1);
	const questions = proxy.requests.map(request => new URL(request, proxy.url)).filter(({pathname}) => pathname !== '/loki/api/v1/status/buildinfo');
	assert.ok(questions.length > 5);
	const outside = questions.filter(({searchParams}) => {
		const selectors = (searchParams.get('query') ?? searchParams.get('match[]') ?? '').match(/\{[^}]*\}/g) ?? [];
		return selectors.length === 0 || selectors.some(selector => !selector.includes('namespace="production"'));
	});
	assert.deepEqual(outside.map(url => decodeURIComponent(`${url.pathname}${url.search}`)), []);
});
