import {LRUCache} from 'lru-cache';
import type {Connections} from '../../detect/connections/connections.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import {saidOfId} from '../../detect/kinds/said.js';
import type {PatternShare, PatternWindow} from '../../detect/types.js';
import {sampleLogs} from '../../loki/lines/sample-logs.js';
import type {
	Labels,
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../../loki/types.js';
import {serviceSelector} from '../../loki/logql/logql.js';
import {streamKey} from '../../loki/lines/stream-key.js';
import type {KnownPatterns} from '../../patterns/known-patterns.js';
import {joinLines} from '../../patterns/join-lines.js';
import {levelOfLabels} from '../../patterns/label-level.js';
import {isErrorLevel, levelOfWord} from '../../patterns/level-words.js';
import {fromLokiPattern} from '../../patterns/loki-pattern.js';
import {literalsIn} from '../../patterns/literal.js';
import {createMiner} from '../../patterns/mining/miner.js';
import type {KnownNames} from '../../patterns/read/known-names.js';
import {saidOf} from '../../patterns/read/said.js';
import {traceIdsOf} from '../../patterns/read/trace.js';
import type {SeenPattern} from '../../patterns/seen-set.js';
import type {MinerOptions, PatternMiner} from '../../patterns/types.js';
import {lineFacts} from './line-facts.js';
import {saidIn} from './said-in.js';
import type {HideLines} from './senses/hide-entries.js';

/** Lines of one look at a service, and of the one look at its past. */
const sampleLines = 500;
const pastLines = 1000;

/** A hundred services are remembered at once. */
const maxPatternsPerService = 500;
const maxSaidPerService = 500;

const windowMs = 5 * minuteMs;
const pastMs = 24 * hourMs;
/** What was first seen this recently counts as new; what is older than it is the past that new is measured against. */
const newForMs = 15 * minuteMs;
/** A margin before the onset, whose minute is known only roughly. */
const beforeOnsetMs = 2 * minuteMs;
/** How far back Loki keeps its own patterns by default. */
const lokiPatternsMs = 3 * hourMs;

/** One service's patterns as they were learnt so far. */
type Memory = {
	readonly miner: PatternMiner;
	/** When a pattern was announced as new. */
	readonly newSinceMs: Map<string, number>;
	/** What new errors say, as the senses know them, and which pattern that is. */
	readonly said: LRUCache<string, string>;
};

export type PatternWatchOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly miner?: MinerOptions;
	/** The services of the fleet: which one an error names is a part of its pattern. */
	readonly names: () => KnownNames;
	/** Learns who has to do with whom from the lines that are read. */
	readonly connections?: Pick<Connections, 'take'>;
	/** As what the senses read has its secrets taken out: what an error says is a part of its anomaly. */
	readonly hide: HideLines;
	/** What was seen in the week before, on this Loki. */
	readonly known: KnownPatterns;
	/** Whether the past of a service is in `known` already: then it is not read again. */
	readonly isPastKnown?: (service: string) => boolean;
};

export type LookOptions = {
	readonly service: string;
	readonly nowMs: number;
	/** When the service's trouble began; what was before is what new is measured against. */
	readonly onsetMs: number | undefined;
	/** Lines that Loki counted in the minutes of the window. */
	readonly countLines: (range: TimeRange) => number;
	readonly signal: AbortSignal;
};

/** Looks at a bounded sample of one service's newest lines and says which patterns they are. */
export type PatternWatch = {
	readonly look: (options: LookOptions) => Promise<PatternWindow>;
	/** The fixed parts of a pattern as they stand in its lines; undefined where no line of it was read here. */
	readonly literals: (service: string, patternId: string) => readonly string[] | undefined;
};

export function createPatternWatch({client, scope, miner: minerOptions, names, connections, hide, known, isPastKnown}: PatternWatchOptions): PatternWatch {
	const memories = new LRUCache<string, Memory>({max: 100});

	/** What the service wrote before, by a bounded sample and by Loki's own patterns, so that new means new in a week and not new since the start. */
	const learnPast = async ({service, nowMs, onsetMs, signal}: LookOptions): Promise<Memory> => {
		const miner = createMiner({maxPatterns: maxPatternsPerService, names, ...minerOptions});
		if (isPastKnown?.(service)) {
			return {miner, newSinceMs: new Map(), said: new LRUCache({max: maxSaidPerService})};
		}

		const endMs = Math.min(nowMs - newForMs, (onsetMs ?? nowMs) - beforeOnsetMs);
		const range = {startMs: nowMs - pastMs, endMs};
		const common = {
			client, scope, service, range, limit: pastLines, spread: 'head-peak-tail', signal,
		} as const;
		const [errors, all, listed] = await Promise.all([
			sampleLogs({...common, onlyErrors: true}),
			sampleLogs({...common, onlyErrors: false}),
			scope.capabilities.hasPatterns ? client.patterns(serviceSelector(scope, service), {startMs: endMs - lokiPatternsMs, endMs}, {signal}) : undefined,
		]);
		for (const {template, level} of listed ?? []) {
			known.take(service, fromLokiPattern(template, level === undefined ? undefined : levelOfWord(level)), endMs);
		}

		for (const event of eventsOf([...errors.entries, ...all.entries].toSorted((a, b) => a.timeMs - b.timeMs))) {
			const pattern = miner.pattern(miner.add(event.line, event.timeMs, event.level).patternId);
			if (pattern) {
				known.take(service, pattern, event.timeMs);
			}
		}

		return {miner, newSinceMs: new Map(), said: new LRUCache({max: maxSaidPerService})};
	};

	return {
		literals(service, patternId) {
			const memory = memories.peek(service);
			const said = saidOfId(patternId);
			const pattern = memory?.miner.pattern(said === undefined ? patternId : memory.said.get(said) ?? '');
			return pattern && literalsIn(pattern.template, pattern.examples, memory?.miner.patterns().filter(({id}) => id !== pattern.id).flatMap(({examples}) => examples));
		},
		async look(options) {
			const {service, nowMs, countLines, signal} = options;
			const memory = memories.get(service) ?? await learnPast(options);
			memories.set(service, memory);
			const range = {startMs: nowMs - windowMs, endMs: nowMs};
			const {entries} = await sampleLogs({
				client, scope, service, range, onlyErrors: false, limit: sampleLines, spread: 'newest', signal,
			});
			const sampled = {startMs: entries[0]?.timeMs ?? range.startMs, endMs: nowMs};
			return {
				service,
				...sampled,
				sampledLines: entries.length,
				totalLines: Math.max(entries.length, countLines(sampled)),
				patterns: await sharesOf(entries, memory, {
					nowMs,
					totalLines: Math.max(entries.length, countLines(sampled)),
					wasSeen: pattern => known.has(service, pattern, nowMs),
					onLine({line, timeMs, labels, isBad}) {
						connections?.take([lineFacts({
							service, timeMs, line, labels, isBad, said: isBad ? saidOf(line, service, names()) : undefined, trace: traceIdsOf(line, labels)?.trace,
						}, names())]);
					},
					say: async lines => saidIn(lines, {
						service, names: names(), hide, signal,
					}),
				}),
			};
		},
	};
}

/** Lines with the stack traces that belong to them, each with the level of its first line. */
const eventsOf = (entries: readonly LogEntry[]) => joinLines(entries, ({labels}) => streamKey(labels)).map(event => ({
	...event, level: levelOfLabels(event.lines[0]?.labels ?? {}),
}));

type SharesOptions = {
	readonly nowMs: number;
	readonly totalLines: number;
	readonly wasSeen: (pattern: SeenPattern) => boolean;
	/** Hears of each line; bad ones are errors, and of patterns that are new. */
	readonly onLine: (line: {readonly line: string; readonly timeMs: number; readonly labels: Labels; readonly isBad: boolean}) => void;
	/** What lines of errors say. */
	readonly say: (entries: readonly LogEntry[]) => Promise<readonly string[]>;
};

async function sharesOf(entries: readonly LogEntry[], {miner, newSinceMs, said: saidBefore}: Memory, {nowMs, totalLines, wasSeen, onLine, say}: SharesOptions): Promise<readonly PatternShare[]> {
	const added = new Map<string, LogEntry[]>();
	for (const {line, timeMs, level, lines} of eventsOf(entries)) {
		const {patternId, isNew} = miner.add(line, timeMs, level);
		const pattern = isNew ? miner.pattern(patternId) : undefined;
		if (pattern && !wasSeen(pattern)) {
			newSinceMs.set(patternId, timeMs);
		}

		added.set(patternId, [...added.get(patternId) ?? [], ...lines]);
		onLine({
			line, timeMs, labels: lines[0]?.labels ?? {}, isBad: newSinceMs.has(patternId) || isErrorLevel(miner.pattern(patternId)?.level ?? 'unknown'),
		});
	}

	const merged = new Map<string, LogEntry[]>();
	for (const [patternId, lines] of added) {
		const id = miner.resolve(patternId);
		merged.set(id, [...merged.get(id) ?? [], ...lines]);
	}

	forgetOld(newSinceMs, nowMs);
	const shares: PatternShare[] = [];
	for (const [patternId, lines] of merged) {
		const pattern = miner.pattern(patternId);
		if (!pattern) {
			continue;
		}

		const isError = isErrorLevel(pattern.level);
		const isNew = newSinceMs.has(patternId);
		const said = isError && isNew ? await say(lines) : undefined;
		for (const text of said ?? []) {
			saidBefore.set(text, patternId);
		}

		shares.push({
			patternId,
			template: pattern.template,
			isError,
			isNew,
			...(said && {said}),
			sampledLines: lines.length,
			estimatedLines: Math.round(totalLines * lines.length / entries.length),
			share: lines.length / entries.length,
			firstSeenMs: pattern.firstSeenMs,
		});
	}

	return shares.toSorted((a, b) => b.sampledLines - a.sampledLines);
}

function forgetOld(newSinceMs: Map<string, number>, nowMs: number): void {
	for (const [patternId, sinceMs] of newSinceMs) {
		if (nowMs - sinceMs > newForMs) {
			newSinceMs.delete(patternId);
		}
	}
}
