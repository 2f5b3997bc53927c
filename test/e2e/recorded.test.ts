import assert from 'node:assert/strict';
import {readFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {endTest, startServer} from '../helpers/local-server.js';
import {runOnPty} from '../helpers/pty.js';
import {lokiVersions, recordedWindow, type LokiVersion} from '../helpers/recorded-loki.js';
import {smallLoki, type SmallStream} from '../helpers/small-loki.js';

afterEach(endTest);

type Push = {readonly streams: ReadonlyArray<{readonly stream: Readonly<Record<string, string>>; readonly values: ReadonlyArray<readonly [string, string, unknown?]>}>};

const levelOf = (line: string): string => /\b(?:level[\s":=]+)?(error|warn|info|debug)\b/i.exec(line)?.[1]?.toLowerCase() ?? 'unknown';

/** The lines that the real servers were given, moved so that they end now; labelled as that version labels them. */
function recordedStreams(version: LokiVersion): readonly SmallStream[] {
	const shiftMs = Date.now() - recordedWindow(version).endMs;
	const bodies = readFileSync(`test/fixtures/loki/${version}/push.jsonl`, 'utf8').trim().split('\n').map(line => JSON.parse(line) as Push);
	return bodies.flatMap(({streams}) => streams).map(({stream, values}) => ({
		labels: version === '3.7.6' ? {...stream, service_name: stream.app ?? 'unknown_service'} : stream,
		lines: values.map(([timeNs, line]) => ({
			timeMs: Number(BigInt(timeNs) / 1_000_000n) + shiftMs,
			line,
			...(version === '3.7.6' && {detectedLevel: levelOf(line)}),
		})),
	}));
}

for (const version of lokiVersions) {
	test(`a Loki ${version} is watched, opened and judged without a key, and says how to set Slack`, async () => {
		const server = await startServer(smallLoki({
			streams: recordedStreams(version), version, hasPatterns: version === '3.7.6', hasVolume: version === '3.7.6',
		}));
		const home = mkdtempSync(path.join(tmpdir(), 'loki-sentinel-test-'));
		const terminal = runOnPty([process.execPath, 'bin/loki-sentinel.js', '--namespace', 'production'], {env: {HOME: home, LOKI_URL: server.url}});
		try {
			const overview = await terminal.see('SERVICE', 'payment', 'checkout', 'api-gateway', /baseline 24\/24 h/);
			assert.match(overview, /\{namespace="production"/);
			terminal.press('/payment\r');
			await terminal.see(/> *!* +payment/);
			terminal.press('\r');
			await terminal.see(/PATTERNS \([\d,]+ of [\d,]+ lines sampled/);
			terminal.press('l');
			await terminal.see(/[\d,]+ of [\d,]+ lines/, 'app=payment');
			terminal.press('q');
			terminal.press('a');
			await terminal.see('no AI: rule-based verdict', 'Findings', 'Escalate');
			terminal.press('s');
			await terminal.see('no alert target: set SLACK_WEBHOOK_URL');
			terminal.press('\u{3}');
			assert.deepEqual(await terminal.exit, {exitCode: 0});
			const raw = server.requests.filter(({path: asked, parameters}) => asked.endsWith('/query_range') && !(parameters.get('query') ?? '').includes('_over_time'));
			// One sample of all services' lines, and samples of single ones.
			const most = (query: string): number => query === '{namespace="production", app!="loki-sentinel"}' || query === '{namespace="production"}' ? 5000 : 500;
			assert.ok(raw.every(({parameters}) => Number(parameters.get('limit')) <= most(parameters.get('query') ?? '')), 'lines are read as bounded samples');
		} finally {
			terminal.kill();
			rmSync(home, {recursive: true, force: true});
		}
	});
}

test('Loki goes away and comes back: the screen stays up, says so, and recovers', async () => {
	let isDown = false;
	const answer = smallLoki({streams: recordedStreams('3.7.6'), version: '3.7.6'});
	const server = await startServer(async (request, response) => isDown ? {status: 503, body: 'no healthy upstream'} : answer(request, response));
	const terminal = runOnPty([process.execPath, 'bin/loki-sentinel.js', '--namespace', 'production', '--poll-seconds', '5'], {env: {HOME: tmpdir(), LOKI_URL: server.url}, columns: 80, rows: 24});
	try {
		await terminal.see('SERVICE', 'payment');
		isDown = true;
		terminal.press('r');
		const lost = await terminal.see(/no healthy upstream|\b503\b/);
		assert.match(lost, /payment/, 'what was there stays');
		isDown = false;
		terminal.press('r');
		await terminal.seeNo('no healthy upstream', /\b503\b/);
	} finally {
		terminal.kill();
	}
});

test('what a log line holds never reaches the terminal as a control sequence', async () => {
	const hostile = 'level=error msg="\u{1B}]0;owned\u{7}\u{1B}[2J\u{1B}[31m\u{202E}gnp.exe" card=4111';
	const lines = Array.from({length: 40}, (_, index) => ({timeMs: Date.now() - (index * 20_000), line: hostile, detectedLevel: 'error'}));
	const server = await startServer(smallLoki({streams: [{labels: {namespace: 'x', app: 'evil\u{1B}[2J', service_name: 'evil\u{1B}[2J'}, lines}], version: '3.7.6'}));
	const terminal = runOnPty([process.execPath, 'bin/loki-sentinel.js', '--namespace', 'x'], {env: {HOME: tmpdir(), LOKI_URL: server.url}});
	try {
		await terminal.see('SERVICE', /> +!* *evil/);
		terminal.press('\r');
		await terminal.see('evil', 'esc back');
		assert.doesNotMatch(terminal.title(), /owned/);
	} finally {
		terminal.kill();
	}
});
