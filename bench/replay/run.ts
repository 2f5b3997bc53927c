// Replays recorded incidents: `npm run --silent bench:replay -- DIRECTORY SEED [CASE...]`, see docs/evaluation.md.
// Prints one JSON document a line: for each case, and for eight controls without an incident.
import process from 'node:process';
import {
	isMainThread,
	parentPort,
	Worker,
	workerData,
} from 'node:worker_threads';
import {openRecording} from './recording.js';
import {replayCase} from './replay-case.js';

const threads = 2;
const controls = 8;
const exitWrongUse = 2;
const megabytes = 4096;

type Job = {readonly directory: string; readonly seed: number; readonly names: readonly string[]};

async function playAll({directory, seed, names}: Job, tell: (line: string) => void): Promise<void> {
	const recording = await openRecording(directory);
	for (const name of names) {
		tell(JSON.stringify(await replayCase(recording, name, seed)));
	}
}

async function main(): Promise<void> {
	const [directory, seed = '1', ...wanted] = process.argv.slice(2);
	if (directory === undefined || !/^\d+$/.test(seed)) {
		console.error('Wanted: npm run --silent bench:replay -- DIRECTORY SEED [CASE...], where SEED is a whole number.');
		process.exitCode = exitWrongUse;
		return;
	}

	const {cases} = await openRecording(directory);
	const all = [...cases, ...Array.from({length: controls}, (_, index) => `control-${index + 1}`)];
	const names = wanted.length === 0 ? all : all.filter(name => wanted.includes(name));
	await Promise.all(Array.from({length: threads}, async (_, thread) => new Promise<void>((resolve, reject) => {
		const worker = new Worker(new URL(import.meta.url), {
			workerData: {directory, seed: Number(seed), names: names.filter((_name, index) => index % threads === thread)} satisfies Job,
			resourceLimits: {maxOldGenerationSizeMb: megabytes},
		});
		worker.on('message', (line: string) => {
			console.log(line);
		});
		worker.once('error', reject);
		worker.once('exit', () => {
			resolve();
		});
	})));
}

if (isMainThread) {
	await main();
} else {
	await playAll(workerData as Job, line => {
		parentPort?.postMessage(line);
	});
}
