import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {startPlainSandbox} from '../../source/sandbox/start-plain.js';
import {startDemoSandbox} from '../../source/sandbox/start-worker.js';
import {startSlackSink} from '../../source/sandbox/slack-sink.js';
import {runThread} from '../../source/sandbox/thread.js';
import type {DemoSandbox} from '../../source/sandbox/types.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nowMs = Date.UTC(2026, 10, 23, 15, 30, 20);

type Series = {readonly metric: Readonly<Record<string, string>>; readonly values: ReadonlyArray<readonly [seconds: number, value: string]>};

/** Lines by service and level in (from, to], as the console asks for them. */
const countLines = async (lokiUrl: string, fromMs: number, toMs: number): Promise<readonly Series[]> => {
	const parameters = new URLSearchParams({
		query: 'sum by (service_name, detected_level) (count_over_time({namespace="production"}[1m]))',
		start: String((fromMs + minuteMs) / 1000),
		end: String(toMs / 1000),
		step: '60',
	});
	const response = await fetch(`${lokiUrl}/loki/api/v1/query_range?${parameters.toString()}`);
	assert.equal(response.status, 200);
	const {data} = await response.json() as {data: {result: readonly Series[]}};
	return data.result;
};

const sumOf = (series: readonly Series[]): number => series.flatMap(({values}) => values).reduce((sum, [, value]) => sum + Number(value), 0);

const servicesOf = (series: readonly Series[]): ReadonlySet<string> => new Set(series.map(({metric}) => metric.service_name ?? ''));

const isListening = async (url: string): Promise<boolean> => {
	try {
		const response = await fetch(url);
		await response.body?.cancel();
		return true;
	} catch {
		return false;
	}
};

/** Waits for what comes in its own time; gives up after ten seconds. */
const until = async (isSo: () => boolean | Promise<boolean>): Promise<boolean> => {
	for (let left = 200; left > 0; left--) {
		if (await isSo()) {
			return true;
		}

		await sleep(50);
	}

	return false;
};

test('the demo\'s sandbox has the newest hour at once, the day soon, and goes on live', async () => {
	const sandbox = await startDemoSandbox({nowMs, paceMs: 0});
	try {
		const minuteNowMs = Math.floor(nowMs / minuteMs) * minuteMs;
		const newest = await countLines(sandbox.lokiUrl, minuteNowMs - (59 * minuteMs), minuteNowMs);
		assert.equal(servicesOf(newest).size, 12);
		const errors = newest.filter(({metric}) => metric.service_name === 'payment' && metric.detected_level === 'error');
		assert.ok(sumOf(errors) > 60, `${sumOf(errors)} errors`);

		await sandbox.historyStored;
		const oldest = await countLines(sandbox.lokiUrl, minuteNowMs - (24 * hourMs) + (2 * minuteMs), minuteNowMs - (23 * hourMs));
		assert.equal(servicesOf(oldest).size, 12);
		assert.ok(sumOf(oldest) > 3000);

		const nextMinuteMs = minuteNowMs + minuteMs;
		const before = sumOf(await countLines(sandbox.lokiUrl, minuteNowMs, nextMinuteMs));
		assert.ok(await until(async () => sumOf(await countLines(sandbox.lokiUrl, minuteNowMs, nextMinuteMs)) > before), 'no live line came');
	} finally {
		await sandbox.close();
	}
});

test('its Claude answers, its Slack sink reports deliveries, and closing ends all three', async () => {
	const sandbox = await startDemoSandbox({nowMs, paceMs: 0});
	const urls = [sandbox.lokiUrl, sandbox.claudeUrl, sandbox.slackUrl];
	try {
		const answer = await fetch(`${sandbox.claudeUrl}/v1/messages`, {
			method: 'POST',
			headers: {'x-api-key': 'any', 'anthropic-version': 'any'},
			body: JSON.stringify({model: 'any', max_tokens: 100, messages: [{role: 'user', content: 'hello'}]}),
		});
		assert.match(await answer.text(), /Scripted answer, no model was called/);

		const posted = await fetch(sandbox.slackUrl, {method: 'POST', body: '{"text":"hi"}'});
		assert.equal(await posted.text(), 'ok');
		assert.ok(await until(() => sandbox.deliveries().length === 1));
		assert.equal(sandbox.deliveries()[0]?.body, '{"text":"hi"}');
	} finally {
		await sandbox.close();
	}

	const left = await Promise.all(urls.map(async url => isListening(url)));
	assert.deepEqual(left, [false, false, false]);
	await sandbox.historyStored;
	await sandbox.close();
});

test('a port that is taken ends the start with its reason', async () => {
	const taken = await startSlackSink();
	try {
		await assert.rejects(startDemoSandbox({lokiPort: Number(new URL(taken.url).port)}), {code: 'EADDRINUSE'});
	} finally {
		await taken.close();
	}
});

/** A thread that says it is ready and then does what it is told. */
const threadThat = (does: string): URL => new URL(`data:text/javascript,${encodeURIComponent(`
	import {parentPort} from 'node:worker_threads';
	parentPort.postMessage({type: 'ready', lokiUrl: 'a', claudeUrl: 'b', slackUrl: 'c'});
	${does}
`)}`);

const endOf = async (url: URL): Promise<{sandbox: DemoSandbox; error: Error}> => {
	let sandbox: Promise<DemoSandbox> | undefined;
	const error = await new Promise<Error>((resolve, reject) => {
		sandbox = runThread({url, data: {nowMs, seed: 1}, onError: resolve});
		sandbox.catch(reject);
	});
	return {sandbox: await sandbox!, error};
};

test('a thread that crashes later is reported, and can still be closed', async () => {
	const {sandbox, error} = await endOf(threadThat('setTimeout(() => { throw new Error(\'out of luck\'); }, 1);'));
	assert.equal(error.message, 'out of luck');
	await sandbox.historyStored;
	await sandbox.close();
});

test('a thread that ends by itself is reported', async () => {
	const {sandbox, error} = await endOf(threadThat('setTimeout(() => process.exit(3), 1);'));
	assert.equal(error.message, 'The sandbox\'s thread ended by itself with code 3.');
	await sandbox.close();
});

test('a thread that fails at its start rejects, and one that does not close is ended', async () => {
	const broken = new URL('data:text/javascript,throw new Error("no start")');
	await assert.rejects(runThread({url: broken, data: {nowMs, seed: 1}}), {message: 'no start'});
	const stubborn = await runThread({url: threadThat('setInterval(() => {}, 1000);'), data: {nowMs, seed: 1}});
	await stubborn.close();
});

test('the plain sandbox holds the whole day when it has started, or nothing', async () => {
	const full = await startPlainSandbox({port: 0});
	const empty = await startPlainSandbox({port: 0, isEmpty: true});
	try {
		const minuteNowMs = Math.floor(Date.now() / minuteMs) * minuteMs;
		const fromMs = minuteNowMs - (23 * hourMs);
		assert.equal(servicesOf(await countLines(full.url, fromMs, fromMs + hourMs)).size, 12);
		assert.deepEqual(await countLines(empty.url, fromMs, minuteNowMs), []);
	} finally {
		await Promise.all([full.close(), empty.close()]);
	}

	assert.equal(await isListening(full.url), false);
	assert.equal(await isListening(empty.url), false);
});
