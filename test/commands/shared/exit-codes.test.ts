import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import {incidents} from '../../../source/sandbox/traffic/incidents/registry.js';
import {
	endTest,
	json,
	plain,
	startServer,
	type Handler,
} from '../../helpers/local-server.js';
import {runProgram} from '../../helpers/run-process.js';
import {runWarm} from '../../helpers/run-warm.js';

afterEach(endTest);

const usage: ReadonlyArray<readonly [name: string, args: readonly string[], env: Readonly<Record<string, string>>, says: RegExp]> = [
	['no Loki is set', [], {}, /No Loki is set\. .*--loki-url.*LOKI_URL.*demo/],
	['an unknown option', ['--frob'], {}, /unknown option '--frob'[\s\S]*--help/],
	['an unknown command', ['frob'], {}, /unknown command 'frob'\. Commands: watch, check, open, demo, sandbox.*incidents/],
	['an address that is none', ['--loki-url', 'nonsense'], {}, /--loki-url: "nonsense" is invalid, expected a URL/],
	['the same from the environment', [], {LOKI_URL: 'nonsense'}, /LOKI_URL \(environment\): "nonsense" is invalid, expected a URL/],
	['a selector that does not parse', ['--loki-url', 'http://localhost:3100', '--selector', '{namespace=}'], {}, /selector|line 1/i],
	['a selector that is a query', ['--loki-url', 'http://localhost:3100', '--selector', '{a="b"} |= "c"'], {}, /selector/],
	['a number out of its range', ['--loki-url', 'http://localhost:3100', '--poll-seconds', '1'], {}, /--poll-seconds: "1" is invalid, expected an integer from 5 to 300/],
	['a webhook on a host that is not Slack\'s', ['--loki-url', 'http://localhost:3100'], {SLACK_WEBHOOK_URL: 'https://evil.example/services/T0/B0/hunter2'}, /SLACK_WEBHOOK_URL/],
	['a session to go on with where no screen is', ['--loki-url', 'http://localhost:3100', '--continue'], {}, /no terminal here.*loki-sentinel incidents/],
	['an unknown option of a command', ['check', '--frob'], {}, /unknown option '--frob'[\s\S]*loki-sentinel check --help/],
	['an incident that there is not', ['demo', '--incident', 'frob'], {}, /--incident: there is no incident "frob"\. There are: pool, slow-dependency.*dns\./],
	['the same of the sandbox', ['sandbox', '--incident', 'frob'], {}, /there is no incident "frob"\. There are: pool/],
	['an incident without traffic', ['sandbox', '--empty', '--incident', 'dns'], {}, /--incident.*--empty/],
	['a port that is none', ['sandbox', '--port', 'x'], {}, /--port: "x" is invalid/],
];

/** The first of each table in a process of its own, whose exit code is what a shell gets. */
const runner = (index: number) => index === 0 ? runProgram : runWarm;

for (const [index, [name, args, env, says]] of usage.entries()) {
	test(`exit code 2 and a sentence for ${name}`, async () => {
		const {exitCode, stdout, stderr} = await runner(index)(args, {env});
		assert.match(stderr, says);
		assert.equal(exitCode, 2);
		assert.equal(stdout, '');
		assert.doesNotMatch(stderr, /hunter2|\n\s+at /);
	});
}

test('exit code 0 and a line for each incident of the sandbox', async () => {
	for (const command of ['demo', 'sandbox']) {
		const {exitCode, stdout} = await runWarm([command, '--incident', 'list']);
		assert.equal(exitCode, 0);
		const lines = stdout.trimEnd().split('\n');
		assert.deepEqual(lines.map(line => line.split(' ', 1)[0]), Object.keys(incidents));
		assert.deepEqual(lines.filter(line => !/^[-a-z]+ {2,}\S.{20,}$/.test(line)), []);
	}
});

const failures: ReadonlyArray<readonly [name: string, handler: Handler, says: RegExp]> = [
	['a web page instead of a Loki', () => ({status: 200, headers: {'content-type': 'text/html'}, body: '<html><title>Grafana</title></html>'}), /is not Loki/],
	['JSON of something else', () => json({hello: 'world'}), /is not Loki/],
	['a wrong password', () => plain(401, 'unauthorized'), /password|token|loki_/i],
	['a tenant that is wanted', () => plain(401, 'no org id'), /LOKI_ORG_ID/],
	['a Loki that is out of order', () => plain(503, 'no healthy upstream'), /no healthy upstream/],
];

for (const [index, [name, handler, says]] of failures.entries()) {
	test(`exit code 1 and the next step for ${name}`, async () => {
		const server = await startServer(handler);
		const {exitCode, stdout, stderr} = await runner(index)([], {env: {LOKI_URL: server.url}});
		assert.match(stderr, says);
		assert.equal(exitCode, 1);
		assert.equal(stdout, '');
	});
}

test('exit code 1 where nothing answers', async () => {
	const server = await startServer(() => plain(200, ''));
	await server.close();
	const {exitCode, stderr} = await runProgram([], {env: {LOKI_URL: server.url}});
	assert.match(stderr, /refused/);
	assert.equal(exitCode, 1);
});

test('exit code 1 for an empty Loki, and for a selector that matches nothing, with the labels that there are', async () => {
	const loki = await startSandboxLoki();
	try {
		const empty = await runWarm([], {env: {LOKI_URL: loki.url}});
		assert.match(empty.stderr, /Nothing matches .*Nothing has written to this Loki in the last 24 h/);
		assert.equal(empty.exitCode, 1);

		loki.push([{labels: {namespace: 'production', app: 'payment'}, timeNs: BigInt(Date.now() - 5000) * 1_000_000n, line: 'hello'}]);
		const elsewhere = await runWarm(['--selector', '{namespace="staging"}'], {env: {LOKI_URL: loki.url}});
		assert.match(elsewhere.stderr, /Nothing matches \{namespace="staging"\}[\s\S]*namespace=production/);
		assert.equal(elsewhere.exitCode, 1);
	} finally {
		await loki.close();
	}
});

test('a Loki with nothing abnormal is written as text and ends well', async () => {
	const loki = await startSandboxLoki();
	try {
		loki.push(Array.from({length: 300}, (_, index) => ({
			labels: {namespace: 'production', app: 'payment'}, timeNs: BigInt(Date.now() - (index * 10_000)) * 1_000_000n, line: `level=info msg=charged id=${index}`,
		})));
		const {exitCode, stdout, stderr} = await runProgram([], {env: {LOKI_URL: loki.url}});
		assert.equal(stderr, '');
		assert.match(stdout, /1 service, nothing abnormal/);
		assert.equal(exitCode, 0);
	} finally {
		await loki.close();
	}
});
