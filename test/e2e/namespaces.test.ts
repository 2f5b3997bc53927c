import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {test} from 'node:test';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import {runOnPty} from '../helpers/pty.js';

test('namespaces are listed with what they write, and one or several of them are watched in place of what was', async () => {
	const loki = await startSandboxLoki({now: Date.now});
	const home = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-namespaces-'));
	for (const [namespace, service] of [['production', 'payment'], ['staging', 'search'], ['kube-system', 'coredns']] as const) {
		loki.push(Array.from({length: 60}, (_, index) => ({
			labels: {namespace, service_name: service}, timeNs: BigInt(Date.now() - (index * 60_000) - 90_000) * 1_000_000n, line: `request ${index} answered`, metadata: {detected_level: namespace === 'staging' ? 'error' : 'info'},
		})));
	}

	const terminal = runOnPty([process.execPath, 'bin/loki-sentinel.js', '--namespace', 'production', '--baseline-hours', '2', '--poll-seconds', '5'], {env: {HOME: home, LOKI_URL: loki.url}, columns: 100, rows: 24});
	try {
		await terminal.see('{namespace="production"}', 'payment');
		await terminal.seeNo('search');
		terminal.press('n');
		await terminal.see('NAMESPACES', /all namespaces/, /production +0 +[\d.]+ +watched/, /staging +0\.\d/, 'kube-system');
		terminal.press('G');
		await terminal.see(/> +production/);
		terminal.press('kk');
		await terminal.see(/> +staging/);
		terminal.press('\r');
		await terminal.see('{namespace="staging"}', 'search');
		await terminal.seeNo('payment');
		terminal.press('n');
		const chosen = await terminal.see(/staging +0\.\d +[\d.]+ +watched/);
		assert.doesNotMatch(chosen, /production.*watched/);
		terminal.press('jj ');
		await terminal.see('1 marked');
		terminal.press('j ');
		await terminal.see('2 marked');
		terminal.press('\r');
		await terminal.see('{namespace=~"', 'coredns', 'payment');
		await terminal.seeNo('search');
	} finally {
		terminal.kill();
		await terminal.exit;
		await loki.close();
		await rm(home, {recursive: true, force: true});
	}
});
