import {minuteMs} from '../../detect/minute.js';
import {LokiError} from '../../loki/http/errors/index.js';
import {isAbort} from '../../loki/http/trouble.js';
import {quote} from '../../loki/logql/logql.js';
import type {LokiClient, MetricSeries, TimeRange} from '../../loki/types.js';
import {literalsIn} from '../../patterns/literal.js';
import type {Evidence, EvidencePattern} from '../../facts/evidence.js';

/** Patterns that are counted at most: those that a screen shows. */
const maxPatterns = 24;
/** Loki looks at each line for each pattern: of more lines it would take longer than anybody waits. */
const maxLines = 2_000_000;
/** No label of a stream has this name. */
const label = 'sentinel_pattern';

export type CountPatternsOptions = {
	readonly client: LokiClient;
	readonly evidence: Evidence;
	/** Lines of each pattern as they came, by its id. */
	readonly linesOf: ReadonlyMap<string, readonly string[]>;
	readonly signal: AbortSignal;
};

/**
The patterns with their lines counted by Loki, slice by slice of the window, in one question: a sample knows too little of most of a window.
A pattern that no fixed words tell from the others, and every one where Loki does not answer, keeps what the sample says of it.
*/
export async function countPatterns({client, evidence, linesOf, signal}: CountPatternsOptions): Promise<readonly EvidencePattern[]> {
	const {patterns, selector, startMs, endMs, totalLines} = evidence;
	const slices = patterns[0]?.history.length ?? 0;
	const told = tellApart(patterns, linesOf);
	if (told.size === 0 || slices === 0 || totalLines > maxLines) {
		return patterns;
	}

	try {
		const {series} = await client.queryMetrics({
			query: `sum by (${label}) (count_over_time(${selector} | label_format ${label}=${quote(namesOf(told))} [1m]))`,
			range: {startMs: startMs + minuteMs, endMs},
			stepMs: minuteMs,
		}, {signal});
		const histories = new Map(series.map(({labels, samples}) => [labels[label], inSlices(samples, {startMs, endMs}, slices)]));
		return patterns.map((pattern, index) => {
			const history = told.has(index) ? histories.get(String(index)) : undefined;
			return history ? {...pattern, history} : pattern;
		});
	} catch (error) {
		if (error instanceof LokiError && !isAbort(error, signal)) {
			return patterns;
		}

		throw error;
	}
}

/** Minutes, each told by its end, in equal slices of a window. */
function inSlices(samples: MetricSeries['samples'], {startMs, endMs}: TimeRange, slices: number): readonly number[] {
	const history = Array.from({length: slices}, () => 0);
	for (const [timeMs, value] of samples) {
		const slice = Math.floor((timeMs - (minuteMs / 2) - startMs) / (endMs - startMs) * slices);
		history[Math.min(slices - 1, Math.max(0, slice))]! += value;
	}

	return history;
}

type Told = ReadonlyMap<number, readonly string[]>;

/**
The fixed words of each pattern, by its place, that stand in all of its lines and together in no line of another one that is not told before it.
An error that repeats what its cause says is told first, and then the cause by the words that both have.
*/
function tellApart(patterns: readonly EvidencePattern[], linesOf: CountPatternsOptions['linesOf']): Told {
	const told = new Map<number, readonly string[]>();
	const toldIds = new Set<string>();
	const tell = ({id, template}: EvidencePattern, index: number): void => {
		const others = [...linesOf].filter(([other]) => other !== id && !toldIds.has(other)).flatMap(([, lines]) => lines);
		const literals = toldIds.has(id) ? [] : literalsIn(template, linesOf.get(id) ?? [], others);
		if (literals.length === 0) {
			return;
		}

		told.set(index, literals);
		toldIds.add(id);
	};

	for (let before = -1; before < told.size;) {
		before = told.size;
		for (const [index, pattern] of patterns.slice(0, maxPatterns).entries()) {
			tell(pattern, index);
		}
	}

	return told;
}

/** A template of Loki that makes of a line the place of its pattern; of any other line, nothing. */
const namesOf = (told: Told): string => [...told].map(([index, literals], place) => {
	const tests = literals.map(literal => `(contains ${quote(literal)} __line__)`);
	return `{{${place === 0 ? 'if' : 'else if'} ${tests.length === 1 ? tests[0]! : `and ${tests.join(' ')}`}}}${index}`;
}).join('') + '{{end}}';
