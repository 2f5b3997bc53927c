// How many of a recording's statements (`Class#532`, `file.go:88`) have all their lines in one pattern:
// `npm run --silent bench:statements -- DIRECTORY [show]`, where the folder has the format of docs/evaluation.md; `show` prints the others.
// Mines its usual minutes as the program does, one miner a service.
import process from 'node:process';
import {joinLines} from '../source/patterns/join-lines.js';
import {createMiner} from '../source/patterns/mining/miner.js';
import {statementOf} from '../source/patterns/read/statement.js';
import type {PatternMiner} from '../source/patterns/types.js';
import {openRecording} from './replay/recording.js';

const minuteMs = 60_000;
const exitWrongUse = 2;

type Mined = {readonly miner: PatternMiner; readonly idsByStatement: Map<string, Set<string>>};

async function mine(directory: string): Promise<ReadonlyMap<string, Mined>> {
	const {usual} = await openRecording(directory);
	const services = new Map<string, Mined>();
	const take = (service: string, line: string, timeMs: number): void => {
		const {miner, idsByStatement} = services.get(service) ?? {miner: createMiner(), idsByStatement: new Map<string, Set<string>>()};
		services.set(service, {miner, idsByStatement});
		const {patternId} = miner.add(line, timeMs);
		const statement = statementOf(line);
		if (statement !== undefined) {
			idsByStatement.set(statement, (idsByStatement.get(statement) ?? new Set<string>()).add(patternId));
		}
	};

	for (const [minute, {lines}] of usual.entries()) {
		const timed = lines.map(line => ({...line, timeMs: (minute * minuteMs) + line.ms}));
		for (const {line, timeMs, lines: parts} of joinLines(timed, ({pod}) => pod)) {
			take(parts[0]!.service, line, timeMs);
		}
	}

	return services;
}

async function main(directory: string, isShown: boolean): Promise<void> {
	const services = [...await mine(directory)];
	const statements = services.flatMap(([service, {miner, idsByStatement}]) => Array.from(idsByStatement, ([statement, ids]) => ({
		name: `${service} ${statement}`,
		patterns: [...new Set([...ids].map(id => miner.resolve(id)))].map(id => miner.pattern(id)),
	})));
	const split = statements.filter(({patterns}) => patterns.length > 1);
	for (const {name, patterns} of isShown ? split : []) {
		console.log([name, ...patterns.map(pattern => `  ${pattern?.level} ${pattern?.count} ${pattern?.template}`)].join('\n'));
	}

	const patternCount = services.reduce((sum, [, {miner}]) => sum + miner.patterns().length, 0);
	console.log(`${statements.length - split.length} of ${statements.length} statements in exactly one pattern; ${patternCount} patterns`);
}

const [directory, show] = process.argv.slice(2);
if (directory === undefined) {
	console.error('Wanted: the folder of a recording.');
	process.exitCode = exitWrongUse;
} else {
	await main(directory, show !== undefined);
}
