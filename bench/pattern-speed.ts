import {Buffer} from 'node:buffer';
import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';
import {createMiner} from '../source/patterns/mining/miner.js';
import {
	createRandom,
	linesOfLength,
	randomWordLine,
	serviceLine,
} from './pattern-lines.js';

type Measure = {readonly name: string; readonly value: number; readonly unit: string};

const warmUpLines = 50_000;
const timedLines = 300_000;
const randomLines = 1_000_000;
const triesPerLine = 5;
const megabyte = 1_048_576;

/** How fast lines are mined, how much memory a flood of unlike lines takes, and how long the worst line of 1 MB takes. */
export const run = async (): Promise<readonly Measure[]> => [
	{name: 'patterns: lines of 12 services', value: Math.round(linesPerSecond()), unit: 'lines/s'},
	{name: 'patterns: heap growth over a million lines of random words', value: Math.round(heapGrowth() / megabyte), unit: 'MB'},
	{name: 'patterns: worst line of 1 MB', value: Math.round(worstLineMs() * 100) / 100, unit: 'ms'},
];

function linesPerSecond(): number {
	const random = createRandom(1);
	const lines = Array.from({length: timedLines}, () => serviceLine(random));
	const miner = createMiner();
	for (let index = 0; index < warmUpLines; index++) {
		miner.add(lines[index]!, index);
	}

	const start = performance.now();
	for (const [index, line] of lines.entries()) {
		miner.add(line, index);
	}

	return timedLines / (performance.now() - start) * 1000;
}

function heapGrowth(): number {
	const random = createRandom(2);
	const miner = createMiner();
	const before = heapUsed();
	for (let index = 0; index < randomLines; index++) {
		miner.add(randomWordLine(random), index);
	}

	const growth = heapUsed() - before;
	// The miner is still in use here, so all that it holds was counted.
	return miner.totals().lines === randomLines ? growth : NaN;
}

function heapUsed(): number {
	v8.setFlagsFromString('--expose-gc');
	vm.runInNewContext('gc()');
	return process.memoryUsage().heapUsed;
}

/** The longest of the lines, each at its best of a few times: what another process took is not the line's. */
function worstLineMs(): number {
	const miner = createMiner();
	const timesMs = linesOfLength(megabyte).map((line, index) => Math.min(...Array.from({length: triesPerLine}, (_, attempt) => {
		// Each time another first word: a masked form that was not seen yet.
		const text = Buffer.from(`${'ab'.repeat(attempt + 1)}${String.fromCharCode(0x67 + index)} ${line}`).toString();
		const start = performance.now();
		miner.add(text, index);
		return performance.now() - start;
	})));
	return Math.max(...timesMs);
}
