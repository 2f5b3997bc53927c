import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, test} from 'node:test';
import {plain, startServer} from '../../helpers/local-server.js';
import {runWarm} from '../../helpers/run-warm.js';
import {readDocument, readEvents} from '../helpers/check-schema.js';
import {breakPayment, closeWorlds, openWorld} from '../helpers/check-world.js';

afterEach(closeWorlds);

test('a quiet Loki: exit code 0, a few calm lines, and what was learnt', async () => {
	const here = await openWorld();
	const {exitCode, stdout, stderr} = await here.check(['--fail-on', 'warning']);
	assert.equal(stderr, '');
	assert.match(stdout, /^127\.0\.0\.1:\d+ {2}\{namespace="production"\} {2}judged until 03:00 UTC\n3 services, nothing abnormal\nlearnt: 6 of 6 h · \d+ requests · .* scanned · .*\n$/);
	assert.equal(exitCode, 0);
	assert.deepEqual(here.told(), []);
});

test('an incident: exit code 3 where it is asked for, a document and events that keep to the schema', async () => {
	const here = await openWorld();
	breakPayment(here);
	const json = await here.check(['--json', '--no-alerts', '--fail-on', 'critical'], {}, {isOwnProcess: true});
	assert.equal(json.exitCode, 3, json.stderr);
	const report = readDocument(json.stdout);
	assert.equal(report.status, 'critical');
	assert.deepEqual(report.incidents.map(({suspected, members}) => [suspected, members.map(({service}) => service)]), [['payment', ['payment', 'checkout']]]);
	assert.equal(report.baseline?.isCold, true);
	assert.match(report.incidents[0]?.openCommand ?? '', /^npx loki-sentinel open ls1_[\w-]{60,200}$/);
	assert.deepEqual(here.told(), []);

	const ndjson = await here.check(['--ndjson', '--no-slack', '--analyze', 'rules']);
	assert.equal(ndjson.exitCode, 0);
	const events = readEvents(ndjson.stdout);
	const last = events.at(-1);
	assert.strictEqual(last?.event, 'pass');
	assert.strictEqual(last.pass.baseline?.isCold, false);
	const incident = events.find(event => event.event === 'incident')?.incident;
	assert.equal(incident?.id, report.incidents[0]?.id, 'it has the same name in every run');
	assert.match(incident?.finding?.headline ?? '', /payment/);
});

test('Loki is down: exit code 1, a document with the error, and the reason on stderr', async () => {
	const server = await startServer(() => plain(503, 'no healthy upstream'));
	const here = await openWorld({hours: 1});
	const {exitCode, stdout, stderr} = await here.check(['--json', '--max-seconds', '2'], {LOKI_URL: server.url});
	assert.equal(exitCode, 1);
	assert.match(stderr, /no healthy upstream/);
	const report = readDocument(stdout);
	assert.equal(report.status, 'failed');
	assert.match(report.error?.why ?? '', /no healthy upstream/);
});

const mistakes: ReadonlyArray<readonly [args: readonly string[], says: RegExp]> = [
	[['--max-bytes', 'much'], /--max-bytes: "much" is invalid, expected a size such as 500MiB/],
	[['--max-seconds', '0'], /--max-seconds: "0" is invalid, expected a number from 1 to 3600/],
	[['--fail-on', 'info'], /--fail-on.*warning, critical/],
	[['--json', '--ndjson'], /--json and --ndjson exclude each other/],
	[['--alerts'], /--alerts needs a place to send them to: set SLACK_WEBHOOK_URL/],
	[['--slack'], /--alerts needs a place to send them to: set SLACK_WEBHOOK_URL/],
	[['--analyze', 'claude'], /--analyze claude needs a key/],
];

for (const [args, says] of mistakes) {
	test(`exit code 2 for ${args.join(' ')}`, async () => {
		const {exitCode, stdout, stderr} = await runWarm(['check', ...args], {env: {LOKI_URL: 'http://127.0.0.1:1'}});
		assert.match(stderr, says);
		assert.equal(exitCode, 2);
		assert.equal(stdout, '');
	});
}

test('no part of the screen is loaded without a screen', () => {
	const reached = new Set<string>();
	const follow = (file: string): void => {
		if (reached.has(file)) {
			return;
		}

		reached.add(file);
		for (const match of readFileSync(file, 'utf8').matchAll(/from\s*"(\.[^"]+)"|import\("(\.[^"]+)"\)/g)) {
			follow(path.join(path.dirname(file), match[1] ?? match[2] ?? ''));
		}
	};

	const cli = readFileSync('dist/cli.js', 'utf8');
	const chunk = /import\("\.\/(chunks\/check-[^"]+)"\)/.exec(cli)?.[1];
	assert.ok(chunk, 'the check is loaded when it runs');
	follow(path.join('dist', chunk));
	const withInk = [...reached].filter(file => /alternateScreen|react\.transitional/.test(readFileSync(file, 'utf8')));
	assert.deepEqual(withInk, []);
});
