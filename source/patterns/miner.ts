import {readLine} from './read-line.js';
import {scan} from './scan.js';
import type {
	LogLevel,
	MinedLine,
	MinerOptions,
	Pattern,
	PatternMiner,
} from './types.js';

const defaultMaxPatterns = 2000;
const maxExamples = 3;
const maxExampleLength = 2048;

type MutablePattern = {-readonly [name in keyof Pattern]: Pattern[name]} & {examples: string[]};

/** A miner that gives each masked key one pattern. */
export function createMiner(options: MinerOptions = {}): PatternMiner {
	const maxPatterns = options.maxPatterns ?? defaultMaxPatterns;
	// In order of last use, oldest first.
	const byKey = new Map<string, MutablePattern>();
	const byId = new Map<string, MutablePattern>();
	let nextId = 1;

	const create = (key: string, template: string, level: LogLevel, timeMs: number): MutablePattern => {
		const pattern: MutablePattern = {
			id: `p${nextId++}`, template, level, count: 0, firstSeenMs: timeMs, lastSeenMs: timeMs, examples: [],
		};
		byKey.set(key, pattern);
		byId.set(pattern.id, pattern);
		if (byKey.size > maxPatterns) {
			const [oldestKey, oldest] = byKey.entries().next().value!;
			byKey.delete(oldestKey);
			byId.delete(oldest.id);
		}

		return pattern;
	};

	return {
		add(line: string, timeMs: number, givenLevel?: LogLevel): MinedLine {
			const {text, level: ownLevel} = readLine(line);
			const level = (givenLevel === 'unknown' ? undefined : givenLevel) ?? ownLevel;
			const template = scan(text);
			const key = `${level} ${template}`;
			const known = byKey.get(key);
			const pattern = known ?? create(key, template, level, timeMs);
			if (known) {
				byKey.delete(key);
				byKey.set(key, known);
			}

			pattern.count++;
			pattern.firstSeenMs = Math.min(pattern.firstSeenMs, timeMs);
			pattern.lastSeenMs = Math.max(pattern.lastSeenMs, timeMs);
			if (pattern.examples.length < maxExamples) {
				pattern.examples.push(line.slice(0, maxExampleLength));
			}

			return {patternId: pattern.id, isNew: !known, level};
		},
		resolve: patternId => patternId,
		pattern: patternId => byId.get(patternId),
		patterns: () => [...byId].map(([, pattern]) => pattern).toSorted((a, b) => b.count - a.count),
		save: () => ({version: 1}),
	};
}
