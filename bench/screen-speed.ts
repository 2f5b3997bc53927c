import {spawnSync} from 'node:child_process';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {runOnPty} from '../test/helpers/pty.js';
import type {Measurement} from './all.js';

const runs = 5;
const presses = 20;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const demo = [process.execPath, 'bin/loki-sentinel.js', 'demo'] as const;

/** First frame, first useful screen and key presses of the built demo, each the median of several runs on a real pty. */
export async function run(): Promise<readonly Measurement[]> {
	const bare: number[] = [];
	const firstFrame: number[] = [];
	const firstUseful: number[] = [];
	for (let index = 0; index < runs; index++) {
		const bareStartMs = performance.now();
		spawnSync(process.execPath, ['-e', '0']);
		bare.push(performance.now() - bareStartMs);

		const startMs = performance.now();
		const terminal = runOnPty(demo);
		await terminal.see('loki-sentinel');
		firstFrame.push(performance.now() - startMs);
		await terminal.see(/abnormal: payment (?:likely )?first/);
		firstUseful.push(performance.now() - startMs);
		terminal.press('q');
		await terminal.exit;
		terminal.kill();
	}

	const many = runOnPty([...demo, '--sandbox-services', '200'], {rows: 48, columns: 160});
	await many.see(/abnormal: payment (?:likely )?first/, /baseline 24\/24 h/);
	const painted: number[] = [];
	for (let index = 0; index < presses; index++) {
		const before = many.screen();
		const startMs = performance.now();
		many.press('j');
		await many.changed(before);
		painted.push(performance.now() - startMs);
	}

	const queries = /(\d+) quer/.exec(many.screen())?.[1];
	many.press('q');
	await many.exit;
	many.kill();
	return [
		{name: 'node -e 0', value: median(bare), unit: 'ms'},
		{name: 'first frame of the demo', value: median(firstFrame), unit: 'ms'},
		{name: 'first frame by node -e 0', value: median(firstFrame) / median(bare), unit: 'x'},
		{name: 'first useful screen of the demo', value: median(firstUseful), unit: 'ms'},
		{name: 'key press to changed screen, 200 services', value: median(painted), unit: 'ms'},
		{name: 'Loki requests of the last poll, 200 services', value: Number(queries), unit: 'requests'},
	];
}
