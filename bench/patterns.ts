// Lines on standard input, oldest first; for each, in the same order: PATTERN_ID <tab> NEW <tab> TEMPLATE.
// The id is the one after all merges; NEW is 1 where the line was announced as never seen when it arrived.
import process from 'node:process';
import {createMiner} from '../source/patterns/mining/miner.js';

const lineIntervalMs = 10;
const answersPerWrite = 2000;

const miner = createMiner();
const ids: string[] = [];
const news: boolean[] = [];

function take(line: string) {
	const {patternId, isNew} = miner.add(line, ids.length * lineIntervalMs);
	ids.push(patternId);
	news.push(isNew);
}

let rest = '';
process.stdin.setEncoding('utf8');
for await (const chunk of process.stdin) {
	const lines = (rest + String(chunk)).split('\n');
	rest = lines.pop() ?? '';
	for (const line of lines) {
		take(line);
	}
}

if (rest !== '') {
	take(rest);
}

// Each pattern's answer, once as known and once as new.
const answersById = new Map<string, {known: string; fresh: string}>();
let answers = '';
for (const [index, patternId] of ids.entries()) {
	let answer = answersById.get(patternId);
	if (!answer) {
		const id = miner.resolve(patternId);
		const template = (miner.pattern(id)?.template ?? '').replaceAll(/\s+/g, ' ');
		answer = {known: `${id}\t0\t${template}\n`, fresh: `${id}\t1\t${template}\n`};
		answersById.set(patternId, answer);
	}

	answers += news[index] === true ? answer.fresh : answer.known;
	if (index % answersPerWrite !== 0) {
		continue;
	}

	process.stdout.write(answers);
	answers = '';
}

process.stdout.write(answers);
