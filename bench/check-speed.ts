// A check of 500 services with a warm cache: wall time, memory, requests, against the sandbox's Loki in a process of its own.
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {
	mkdtemp,
	readdir,
	rm,
	stat,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {startSandboxLoki} from '../source/sandbox/loki/server.js';
import type {Measurement} from './all.js';

const services = 500;
const hours = 24;
const linesPerHour = 30;
const runs = 5;
const minuteMs = 60_000;
const megabyte = 1_000_000;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

type Run = {readonly wallMs: number; readonly maxRssBytes: number; readonly requests: number; readonly bytes: number};

/** Lines of a quiet fleet: each service writes now and then, one line in thirty an error. */
function writeFleet(push: Awaited<ReturnType<typeof startSandboxLoki>>['push'], fromMs: number, toMs: number): void {
	const stepMs = 60 * minuteMs / linesPerHour;
	for (let atMs = fromMs; atMs < toMs; atMs += stepMs) {
		push(Array.from({length: services}, (_, index) => ({
			labels: {namespace: 'production', app: `service-${index}`},
			timeNs: BigInt(Math.round(atMs + (index * stepMs / services))) * 1_000_000n,
			line: index % 30 === Math.round(atMs / stepMs) % 30 ? 'level=error msg="upstream timed out"' : 'level=info msg="request done"',
		})));
	}
}

/** Node's own word on the peak of its memory comes with its end. */
const reporter = 'data:text/javascript,process.on("exit",()=>{console.error("maxRSS "+process.resourceUsage().maxRSS)})';

async function runCheck(url: string, directory: string): Promise<Run> {
	const startMs = performance.now();
	const child: ChildProcess = spawn(process.execPath, ['--import', reporter, 'bin/loki-sentinel.js', 'check', '--namespace', 'production', '--json'], {
		env: {
			PATH: process.env.PATH ?? '', HOME: directory, LOKI_URL: url, LOKI_SENTINEL_STATE_DIR: directory,
		},
	});
	let stdout = '';
	let stderr = '';
	child.stdout?.on('data', (chunk: Uint8Array) => {
		stdout += String(chunk);
	});
	child.stderr?.on('data', (chunk: Uint8Array) => {
		stderr += String(chunk);
	});
	await once(child, 'close');
	const {cost} = JSON.parse(stdout) as {readonly cost: {readonly lokiRequests: number; readonly lokiBytes: number}};
	return {
		wallMs: performance.now() - startMs, maxRssBytes: Number(/maxRSS (\d+)/.exec(stderr)?.[1]) * 1024, requests: cost.lokiRequests, bytes: cost.lokiBytes,
	};
}

/** Runs the built program; `npm run --silent build` comes first. */
export async function run(): Promise<readonly Measurement[]> {
	const loki = await startSandboxLoki();
	const directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-bench-'));
	try {
		const nowMs = Date.now();
		writeFleet(loki.push, nowMs - (hours * 60 * minuteMs), nowMs);
		const cold = await runCheck(loki.url, directory);
		const warm: Run[] = [];
		for (let index = 0; index < runs; index++) {
			warm.push(await runCheck(loki.url, directory));
		}

		const [file = ''] = await readdir(path.join(directory, 'check'));
		const {size} = await stat(path.join(directory, 'check', file));
		return [
			{name: 'check: 500 services, nothing learnt yet', value: cold.wallMs, unit: 'ms'},
			{name: 'check: its Loki requests', value: cold.requests, unit: 'requests'},
			{name: 'check: 500 services, warm, median', value: median(warm.map(({wallMs}) => wallMs)), unit: 'ms'},
			{name: 'check: its peak memory, largest', value: Math.max(...warm.map(({maxRssBytes}) => maxRssBytes)) / megabyte, unit: 'MB'},
			{name: 'check: its Loki requests, most', value: Math.max(...warm.map(({requests}) => requests)), unit: 'requests'},
			{name: 'check: what it leaves on disk', value: size / megabyte, unit: 'MB'},
		];
	} finally {
		await loki.close();
		await rm(directory, {recursive: true, force: true});
	}
}
