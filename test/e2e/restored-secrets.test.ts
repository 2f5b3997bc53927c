import assert from 'node:assert/strict';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {
	messageEnd,
	messageStart,
	startMessagesServer,
	stream,
	textDelta,
	textStart,
	type Reply,
} from '../investigate/helpers/messages-server.js';
import {readCheck} from '../commands/helpers/check-schema.js';
import {
	breakPayment,
	closeWorlds,
	minuteMs,
	openWorld,
	type CheckWorld,
} from '../commands/helpers/check-world.js';
import {afterThisTest} from '../helpers/local-server.js';
import {openFirst} from '../helpers/open-first.js';
import {runOnPty, type Pty} from '../helpers/pty.js';
import {runWarm} from '../helpers/run-warm.js';

afterEach(closeWorlds);

/** As long as the trouble of a broken payment lasts. */
const minutesOfTrouble = 8;

/** Each is a secret only by what stands before it: alone it is a word like any other. */
const secrets = ['Tr0ub4dorzq81', 'h4rdT0Gue55kk', 'c3ZjOld4WjlxUTI4bA==', 'mKq7vRz2Wt'] as const;
const lines = [
	`level=error msg="charge failed: db login refused" user=svc password=${secrets[0]}`,
	`level=error msg="charge failed: probe was curl -u deploy:${secrets[1]} http://ledger:8080/health"`,
	`level=error msg="charge failed: ledger said 401" authorization="Basic ${secrets[2]}"`,
	`level=error msg="charge failed: vault said no" secret_token=${secrets[3]}`,
];

/** A model that names every placeholder that it was given, in each part of its answer that goes anywhere; in pieces of five characters. */
const repeatPlaceholders: Reply = (response, {text}) => {
	const named = [...new Set(text.match(/<[A-Z][A-Z_]*_\d+>/g))];
	const all = named.join(' ');
	const answer = JSON.stringify({
		headline: `payment cannot log in with ${all}`,
		hypotheses: [{
			title: `wrong password ${all}`, confidence: 'low', evidence: [{line: 'L1', why: `it says ${all}`}], against: [], next_check: `try ${all}`,
		}],
		ruled_out: [`not ${all}`],
		diagnostic_command: {command: `echo ${named.map(name => `'${name}'`).join(' ')}`, purpose: `tries ${all}`, effect: 'read_only'},
		escalate: {decision: true, reason: `because of ${all}`},
		slack_summary: `payment: login fails with ${all}`,
		gaps: [all],
	});
	stream(response, messageStart(), textStart, ...answer.match(/.{1,5}/gsu)?.map(piece => textDelta(piece)) ?? [], messageEnd('end_turn'));
	response.end();
};

/** A world in which the lines of payment hold the secrets, and a model that repeats what stands in their place. */
async function openRepeatingWorld(quietUntilMs?: number): Promise<{readonly here: CheckWorld; readonly env: Readonly<Record<string, string>>; readonly sent: () => readonly string[]}> {
	const here = await openWorld({hours: 2, ...(quietUntilMs !== undefined && {quietUntilMs})});
	breakPayment(here);
	here.loki.push(Array.from({length: 40}, (_, index) => ({
		labels: {namespace: 'production', app: 'payment'}, timeNs: BigInt(here.nowMs() - 180_000 + (index * 1000)) * 1_000_000n, line: lines[index % lines.length] ?? '',
	})));
	const claude = await startMessagesServer(repeatPlaceholders);
	afterThisTest(claude.close);
	return {
		here,
		env: {ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: claude.url},
		sent: () => claude.requests.map(({text}) => text),
	};
}

const readFiles = async (directory: string): Promise<readonly string[]> => {
	const entries = await readdir(directory, {recursive: true, withFileTypes: true});
	return Promise.all(entries.filter(entry => entry.isFile()).map(async entry => `${entry.name}\n${await readFile(path.join(entry.parentPath, entry.name), 'latin1')}`));
};

/** What the program wrote into the journal, which is a stream of the Loki that it watches. */
const readJournal = async ({loki, nowMs}: CheckWorld): Promise<string> => {
	const query = new URLSearchParams({
		query: '{service_name="loki-sentinel"}', start: String((nowMs() - 3_600_000) * 1_000_000), end: String((nowMs() + 3_600_000) * 1_000_000), limit: '1000',
	});
	const answer = await fetch(`${loki.url}/loki/api/v1/query_range?${query.toString()}`);
	return answer.text();
};

const foundIn = (texts: readonly string[]): readonly string[] => secrets.flatMap(secret => texts.filter(text => text.includes(secret)).map(text => `${secret} in ${text.slice(0, 80)}`));

test('a check whose model repeats placeholders tells nobody what they stand for: not Slack, not stdout, not the memory, not the journal', async () => {
	const {here, env, sent} = await openRepeatingWorld();
	const ran = await here.check(['--json', '--analyze', 'claude', '--journal', 'loki'], env);
	const text = await here.check(['--analyze', 'claude', '--journal', 'loki'], env);
	const {incidents} = await readCheck(Promise.resolve(ran));
	assert.equal(incidents[0]?.finding?.source, 'claude', ran.stderr);
	for (const part of [incidents[0].finding.headline, incidents[0].finding.cause, incidents[0].finding.command, text.stdout, here.slack.deliveries()[0]?.body]) {
		assert.match(part ?? '', /PASSWORD_\d/);
	}

	const files = await readFiles(here.home);
	const journal = await readJournal(here);
	assert.match(journal, /PASSWORD_\d/);
	assert.ok(files.some(file => /PASSWORD_\d/.test(file)), 'the memory of alerts is among the files');
	assert.deepEqual(foundIn([...sent(), ran.stdout, ran.stderr, text.stdout, text.stderr, ...here.slack.deliveries().map(({body}) => body), ...files, journal]), []);
});

test('the screen shows what the placeholders stand for, and nothing else does: no alert, no record, no export, no follow-up, no later session', async () => {
	const {here, env, sent} = await openRepeatingWorld(Date.now() - (minutesOfTrouble * minuteMs));
	const settings = {
		HOME: here.home, XDG_CONFIG_HOME: here.home, LOKI_URL: here.loki.url, SLACK_WEBHOOK_URL: here.slack.url, LOKI_SENTINEL_STATE_DIR: here.stateDir, ...env,
	};
	const start = (...args: readonly string[]): Pty => {
		const terminal = runOnPty([process.execPath, path.resolve('bin/loki-sentinel.js'), ...args, '--namespace', 'production', '--baseline-hours', '2', '--journal', 'loki'], {
			columns: 200, rows: 50, cwd: here.home, env: settings,
		});
		afterThisTest(terminal.kill);
		return terminal;
	};

	const terminal = start();
	await openFirst(terminal, 'payment');
	await terminal.see('PATTERNS (', 'no AI');
	terminal.press('a');
	await terminal.see('payment cannot log in with', 'SLACK', ...secrets);
	terminal.press('c');
	await terminal.see(/^ >\s*$/m);
	terminal.press(`is ${secrets[0]} the one?\r`);
	await terminal.see(`> is ${secrets[0]} the one?`);
	await terminal.seeNo('answering');
	terminal.press('s');
	await terminal.see('delivered');
	terminal.press('\u{1B}');
	await terminal.see('RULED OUT');
	terminal.press('x');
	await terminal.see('written to');
	terminal.press('\u{1B}');
	await terminal.see('PATTERNS (');
	terminal.press('\u{1B}');
	await terminal.see(/abnormal: payment (?:likely )?first/);
	terminal.press('q');
	await terminal.exit;

	const later = start('-c', '--no-records');
	await later.see('back in the session');
	later.press('\r');
	await later.see('PATTERNS (');
	later.press('a');
	const shown = await later.see('payment cannot log in with', /<PASSWORD_\d+>/);
	const listed = await runWarm(['incidents', '--json'], {env: settings});
	const files = await readFiles(here.home);
	assert.ok(files.some(file => file.startsWith('loki-sentinel-payment') && /<PASSWORD_\d+>/.test(file)), 'the export is among the files');
	assert.ok(sent().length >= 2, 'the follow-up was sent');
	assert.match(here.slack.deliveries()[0]?.body ?? '', /PASSWORD_\d/);
	assert.deepEqual(foundIn([...sent(), shown, listed.stdout, ...here.slack.deliveries().map(({body}) => body), ...files, await readJournal(here)]), []);
});
