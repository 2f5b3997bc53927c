import assert from 'node:assert/strict';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {runOnPty, type Pty} from '../../helpers/pty.js';
import {startScriptedClaude} from '../../../source/sandbox/claude/server.js';
import {plain, startServer} from '../../helpers/local-server.js';
import {readCheck, readDocument} from '../helpers/check-schema.js';
import {breakPayment, closeWorlds, openWorld} from '../helpers/check-world.js';

afterEach(closeWorlds);

test('Claude analyses an incident once, and the alert carries its line; then the memory does', async () => {
	const here = await openWorld({hours: 3});
	breakPayment(here);
	const claude = await startScriptedClaude({paceMs: 0});
	const env = {ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: claude.url};
	try {
		const first = await readCheck(here.check(['--json', '--analyze', 'claude'], env));
		assert.equal(first.incidents[0]?.finding?.source, 'claude', first.notes.join('\n'));
		assert.ok(first.cost.modelInputTokens > 0);
		assert.ok(first.cost.modelDollars > 0);
		// One question, with the requests that looking things up takes.
		const asked = claude.requests().length;
		assert.equal(claude.requests().filter(({body}) => (JSON.parse(body) as {readonly messages: readonly unknown[]}).messages.length === 1).length, 1);
		assert.match(here.slack.deliveries()[0]?.body ?? '', /Analysis \(Claude\)/);

		here.pass(2);
		const second = await readCheck(here.check(['--json', '--analyze', 'claude'], env));
		assert.equal(claude.requests().length, asked, 'it is not asked again');
		assert.equal(second.incidents[0]?.finding?.headline, first.incidents[0].finding.headline);
		assert.equal(second.cost.modelDollarsToday, first.cost.modelDollars);
	} finally {
		await claude.close();
	}
});

test('Claude is down: the alert goes out with the rule-based verdict', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	const down = await startServer(() => plain(400, 'no'));
	const {stdout} = await here.check(['--json', '--analyze', 'claude'], {ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: down.url});
	const report = readDocument(stdout);
	assert.match(report.notes.join('\n'), /Claude did not analyse payment \(.*\); showing the rule-based verdict/);
	assert.deepEqual(report.alerts.map(({result}) => result), ['delivered']);
	assert.match(here.slack.deliveries()[0]?.body ?? '', /no AI: rule-based verdict/);
});

test('who opens the alert with the journal reads what the analysis found', async () => {
	const here = await openWorld({hours: 3});
	breakPayment(here);
	const claude = await startScriptedClaude({paceMs: 0});
	let terminal: Pty | undefined;
	try {
		const {incidents} = await readCheck(here.check(['--json', '--analyze', 'claude', '--journal', 'loki'], {ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: claude.url}));
		const [incident] = incidents;
		const token = incident?.openCommand?.split(' ').at(-1) ?? '';
		terminal = runOnPty([process.execPath, 'bin/loki-sentinel.js', 'open', token, '--journal', 'loki'], {
			env: {
				HOME: here.home, LOKI_URL: here.loki.url, LOKI_SENTINEL_STATE_DIR: `${here.stateDir}-of-another-machine`, LOKI_SENTINEL_NOW: new Date(here.nowMs()).toISOString(),
			},
		});
		const screen = await terminal.see('Slack alert', 'by another run', incident?.finding?.headline.slice(0, 40) ?? 'a headline');
		assert.match(screen, /delivered/);
		terminal.press('\u{1B}');
		await terminal.see('payment', 'PATTERNS');
	} finally {
		terminal?.kill();
		await claude.close();
	}
});
