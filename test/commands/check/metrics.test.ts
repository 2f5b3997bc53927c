import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {emptyReport, type CheckReport} from '../../../source/commands/check/report.js';
import {serveMetrics, type Metrics} from '../../../source/commands/check/metrics.js';

const minuteMs = 60_000;
let metrics: Metrics | undefined;

afterEach(async () => {
	await metrics?.close();
	metrics = undefined;
});

/** Metrics on a clock that the test sets. */
async function serve(clock: {nowMs: number}): Promise<{readonly metrics: Metrics; readonly get: (path: string, method?: string) => Promise<string>}> {
	const served = await serveMetrics({port: 0, everyMs: minuteMs, now: () => clock.nowMs});
	metrics = served;
	return {
		metrics: served,
		async get(path, method = 'GET') {
			const response = await fetch(`http://127.0.0.1:${served.port}${path}`, {method});
			const text = await response.text();
			return `${response.status} ${text.trim()}`;
		},
	};
}

const passAt = (atMs: number, change: Partial<CheckReport> = {}): CheckReport => ({
	...emptyReport(atMs, 'loki', undefined),
	services: {watched: 41, abnormal: 1},
	baseline: {learntMinutes: 1440, wantedMinutes: 1440, isCold: false},
	cost: {
		lokiRequests: 2, lokiBytes: 4_900_000, milliseconds: 1500, modelInputTokens: 9000, modelOutputTokens: 800, modelDollars: 0.03, modelDollarsToday: 0.03,
	},
	...change,
});

const failed = {error: {what: 'no answer', why: 'connection refused', nextStep: 'Check it.'}, status: 'failed'} as const;

test('every number of the passes is there under a name with its unit', async () => {
	const {metrics: served, get} = await serve({nowMs: 0});
	served.notePass(passAt(1000, {
		anomalies: [{
			fingerprint: 'f', service: 'payment', kind: 'error-spike', severity: 'critical', state: 'new', onsetAt: '', openedAt: '', resolvedAt: undefined, observedPerMinute: 42, expectedPerMinute: 3, limitPerMinute: 7, factor: 14, pattern: undefined, sentence: '', mutedUntil: undefined,
		}],
		alerts: [{
			incident: 'i', service: 'payment', reason: 'opened', result: 'delivered', destination: 'hooks.slack.com/.../****', repeatOf: undefined, why: undefined, nextStep: undefined,
		}],
	}));
	served.notePass(passAt(2000, failed));
	const text = await get('/metrics');
	for (const line of [
		'loki_sentinel_polls_total 2',
		'loki_sentinel_poll_failures_total 1',
		'loki_sentinel_last_poll_timestamp_seconds 2',
		'loki_sentinel_last_success_timestamp_seconds 1',
		'loki_sentinel_last_poll_duration_seconds 1.5',
		'loki_sentinel_services 41',
		'loki_sentinel_baseline_seconds 86400',
		'loki_sentinel_open_anomalies{kind="error-spike",severity="critical"} 1',
		'loki_sentinel_loki_requests_total 4',
		'loki_sentinel_loki_scanned_bytes_total 9800000',
		'loki_sentinel_model_tokens_total{direction="input"} 18000',
		'loki_sentinel_model_tokens_total{direction="output"} 1600',
		'loki_sentinel_model_dollars_total 0.06',
		'loki_sentinel_alerts_total{result="delivered"} 1',
	]) {
		assert.ok(text.split('\n').includes(line), `${line}\nin\n${text}`);
	}

	assert.match(text, /^200 # HELP loki_sentinel_polls_total Passes over/);
	assert.equal(await get('/metrics'), text);
});

test('it is ready once Loki was read, and alive as long as passes end', async () => {
	const clock = {nowMs: 0};
	const {metrics: served, get} = await serve(clock);
	assert.equal(await get('/healthz'), '200 ok');
	assert.equal(await get('/readyz'), '503 Loki has not been read yet');
	served.notePass(passAt(0, failed));
	assert.equal(await get('/readyz'), '503 Loki has not been read yet');
	served.notePass(passAt(0));
	assert.equal(await get('/readyz'), '200 ok');

	clock.nowMs = 10 * minuteMs;
	served.notePass(passAt(clock.nowMs, failed));
	assert.equal(await get('/healthz'), '200 ok');
	assert.equal(await get('/readyz'), '503 Loki was last read at 1970-01-01T00:00:00.000Z');
	clock.nowMs = 20 * minuteMs;
	assert.equal(await get('/healthz'), '503 no pass has finished for 300 s');
});

test('other paths and other methods are refused', async () => {
	const {get} = await serve({nowMs: 0});
	assert.match(await get('/'), /^404 There are \/metrics/);
	assert.match(await get('/constructor'), /^404/);
	assert.match(await get('/metrics', 'POST'), /^405/);
	assert.equal(await get('/healthz', 'HEAD'), '200 ');
});
