import {
	errorLinePattern,
	errorStageOf,
	levelLabelOf,
	matcher,
	quote,
} from '../loki/logql/logql.js';
import {withStoredValues} from '../loki/logql/stored-values.js';
import type {Scope} from '../loki/types.js';
import {errorWords, wordsOfLevel} from '../patterns/level-words.js';
import {readSearch} from '../store/selectors/line-search.js';
import type {LogView} from '../store/state.js';
import type {LeastLevel, LinesSource} from '../store/view-state.js';
import {fieldStages, textStage} from './field-query.js';
import {traceQueries} from './read-trace.js';

/** What a screen shows of a view: its least level, and what is searched for in it. */
export type Narrowing = {
	readonly leastLevel?: LeastLevel | undefined;
	readonly search?: string | undefined;
};

/** What the query of a screen does not say as the screen does. */
export type Unsaid =
	/** Loki cannot tell the least level of these services, or not in one query. */
	| {readonly type: 'level'}
	| {readonly type: 'hidden-patterns'; readonly count: number}
	/** Other patterns may have the words of this one. */
	| {readonly type: 'pattern-by-words'}
	/** Of the lines of a trace, those that have its id in a label only. */
	| {readonly type: 'trace-labels'};

/** What a screen shows as a question to Loki, and the window that it was read from. */
export type ShownQuery = {
	readonly query: string;
	readonly unsaid: readonly Unsaid[];
	readonly startMs: number;
	/** The first moment that is not in it any more. */
	readonly endMs: number;
};

/** What a screen shows of a view, in LogQL as far as LogQL can say it. Undefined before anything was read. */
export function shownQuery(scope: Scope, source: LinesSource, view: LogView, {leastLevel, search = ''}: Narrowing): ShownQuery | undefined {
	const base = source.trace ? traceQuery(scope, source, source.trace.id, view) : {query: view.query, unsaid: []};
	if (base.query === undefined) {
		return undefined;
	}

	const stage = leastLevel === undefined ? '' : levelStage(scope, servicesOf(source, view), leastLevel);
	const {from, value} = readSearch(search);
	const isAskedFor = source.filters?.some(filter => filter.from === from && filter.value === value && !filter.isNot) === true;
	const filter = search === '' || isAskedFor ? '' : textStage({from, value, isNot: false}) ?? '';
	return {
		query: withStoredValues([base.query, stage ?? '', filter].filter(part => part !== '').join(' ')),
		unsaid: [
			...base.unsaid,
			...source.template !== undefined && view.isByWords !== true ? [{type: 'pattern-by-words'} as const] : [],
			...view.hidden ? [{type: 'hidden-patterns', count: view.hidden} as const] : [],
			...stage === undefined ? [{type: 'level'} as const] : [],
		],
		startMs: view.startMs,
		endMs: view.endMs + 1,
	};
}

/** No single query finds an id in lines and in labels: the one that finds all of those that are here, else that of the lines. */
function traceQuery({selector}: Scope, {filters = []}: LinesSource, id: string, {entries}: LogView): {readonly query: string; readonly unsaid: readonly Unsaid[]} {
	const {inLines, inLabels} = traceQueries(selector, id, fieldStages(filters));
	if (entries.every(({line}) => line.includes(id))) {
		return {query: inLines, unsaid: []};
	}

	return entries.every(({labels}) => Object.values(labels).includes(id)) ? {query: inLabels, unsaid: []} : {query: inLines, unsaid: [{type: 'trace-labels'}]};
}

function servicesOf({service, services, trace}: LinesSource, {entries, serviceLabel = ''}: LogView): readonly string[] {
	return trace ? [...new Set(entries.map(({labels}) => labels[serviceLabel] ?? ''))] : services ?? [service];
}

const anyWord = (words: readonly string[]): string => `(?i)(${words.join('|')})([+-][0-9]+)?`;

/** The stage that keeps lines of a level or above; undefined where Loki cannot tell it of all of these services in the same way. */
function levelStage(scope: Scope, services: readonly string[], least: LeastLevel): string | undefined {
	// Of a query that names no service, nobody knows whose lines it finds.
	if (services.includes('') && (scope.errorFilters?.groups().size ?? 0) > 0) {
		return undefined;
	}

	if (least === 'error') {
		const stages = new Set(services.map(service => errorStageOf(scope, service)));
		return stages.size > 1 ? undefined : [...stages][0] ?? `|~ ${quote(errorLinePattern)}`;
	}

	const label = levelLabelOf(scope.capabilities);
	if (label === undefined || services.some(service => scope.errorFilters?.stageOf(service) !== undefined)) {
		return undefined;
	}

	// A line without a level counts as information, so what is quieter is named.
	const stages: Readonly<Record<Exclude<LeastLevel, 'error'>, string>> = {
		warn: matcher(label, '=~', anyWord([...errorWords, ...wordsOfLevel('warn')])),
		info: matcher(label, '!~', anyWord([...wordsOfLevel('debug'), ...wordsOfLevel('trace')])),
		debug: matcher(label, '!~', anyWord(wordsOfLevel('trace'))),
	};
	return `| ${stages[least]}`;
}
