import assert from 'node:assert/strict';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {encodeOpenToken, type OpenTarget} from '../../../source/incidents/open-token.js';
import {runOnPty} from '../../helpers/pty.js';
import {runWarm} from '../../helpers/run-warm.js';
import {
	breakPayment,
	closeWorlds,
	minuteMs,
	openWorld,
	quiet,
	startMs,
	type CheckWorld,
} from '../helpers/check-world.js';

afterEach(closeWorlds);

/** Payment failed for eight minutes, and that was an hour ago. */
async function afterwards(): Promise<CheckWorld> {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	here.setRates('payment', quiet);
	here.setRates('checkout', quiet);
	here.pass(60);
	return here;
}

const target: OpenTarget = {
	selector: '{namespace="production"}', serviceLabel: 'service_name', service: 'payment', kind: 'error-spike', startMs: startMs - (startMs % minuteMs), endMs: startMs + (8 * minuteMs), fingerprint: '0123456789abcdef', incident: undefined,
};

const envOf = (here: CheckWorld) => ({
	HOME: here.home, LOKI_URL: here.loki.url, LOKI_SENTINEL_STATE_DIR: here.stateDir, LOKI_SENTINEL_NOW: new Date(here.nowMs()).toISOString(),
});

test('without a terminal it writes the evidence of the time in the token, though the trouble is over', async () => {
	const here = await afterwards();
	const {exitCode, stdout, stderr} = await runWarm(['open', encodeOpenToken(target)], {env: envOf(here)});
	assert.equal(exitCode, 0, stderr);
	assert.match(stdout, /^payment {2}\{namespace="production", service_name="payment"\} {2}02:59 to 03:09/);
	assert.match(stdout, /critical {2}errors 40\/min vs 2\/min expected, 20x, since 03:00, counted until 03:08/);
	assert.match(stdout, /charge failed: upstream timed out/);
	assert.match(stdout, /NO AI {2}payment.* since 03:00, counted until 03:08/);
	assert.match(stdout, /escalate: yes, critical.*counted until 03:08, whether it goes on is not known/);
	assert.doesNotMatch(stdout, /it is over/);
});

test('of trouble that still burns it writes what is open by now', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	here.pass(10);
	const {exitCode, stdout, stderr} = await runWarm(['open', encodeOpenToken(target)], {env: envOf(here)});
	assert.equal(exitCode, 0, stderr);
	assert.match(stdout, /^payment .* 02:59 to 03:18/);
	assert.match(stdout, /escalate: yes, critical/);
	assert.doesNotMatch(stdout, /it is over|counted until/);
});

test('on a terminal it opens the screen of the service', async () => {
	const here = await afterwards();
	const terminal = runOnPty([process.execPath, 'bin/loki-sentinel.js', 'open', encodeOpenToken(target)], {env: envOf(here), rows: 30, columns: 120});
	try {
		const screen = await terminal.see('payment', /PATTERNS \([\d,]+ of [\d,]+ lines sampled/, 'charge failed: upstream timed out');
		assert.match(screen, /esc back/);
	} finally {
		terminal.kill();
	}
});

test('what this machine is set to watch can only be narrowed by a token', async () => {
	const here = await afterwards();
	const {exitCode, stderr} = await runWarm(['open', encodeOpenToken({...target, selector: '{namespace="production"}'}), '--namespace', 'staging'], {env: envOf(here)});
	assert.equal(exitCode, 1);
	assert.match(stderr, /Nothing matches \{namespace="staging", namespace="production"\}/);
	const forged = await runWarm(['open', encodeOpenToken({...target, selector: '{a="b"} | line_format "x"'})], {env: envOf(here)});
	assert.equal(forged.exitCode, 2);
	assert.match(forged.stderr, /The selector in this token cannot be used: expected only a stream selector/);
});

test('a token that is none: exit code 2 and what to do', async () => {
	const {exitCode, stderr} = await runWarm(['open', 'hello']);
	assert.equal(exitCode, 2);
	assert.match(stderr, /^This is not a token of an alert: one begins with ls1_/);
});
