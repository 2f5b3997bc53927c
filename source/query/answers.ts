import {logQueriesIn} from '../logql/walk.js';
import {isBeyond} from '../loki/logql/own-query.js';
import {readLogql} from '../loki/logql/read-logql.js';
import {isAbort, troubleOf} from '../loki/http/trouble.js';
import type {LokiClient, MetricSeries, Scope} from '../loki/types.js';
import {answerKey, type QueryAnswer} from '../store/query.js';
import type {Store} from '../store/store.js';
import type {AskedQuery} from '../store/view-state.js';

/** Series that are held of one answer. */
const maxSeries = 500;
/** Points of a series: about as many as a wide chart has columns. */
const mostPoints = 240;
const secondMs = 1000;
const stepsSeconds: readonly number[] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];

export type QueryAnswersOptions = {
	readonly client: LokiClient;
	readonly scope: () => Scope | undefined;
	readonly store: Store;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

/** Asks for numbers, and puts the answer into the store. */
export function createQueryAnswers({client, scope, store, now, signal}: QueryAnswersOptions): (query: AskedQuery) => Promise<void> {
	/** Which question is the last one: the answer to an earlier one comes too late. */
	const asked = new Map<string, symbol>();
	return async query => {
		const key = answerKey(query);
		const turn = Symbol('turn');
		asked.set(key, turn);
		const publish = (answer: QueryAnswer) => {
			if (asked.get(key) === turn) {
				store.dispatch({type: 'query-answered', key, answer});
			}
		};

		const before = store.getState().answers.get(key);
		const loading: QueryAnswer = {
			...timesOf(query, now()), form: 'over-time', series: before?.series ?? [], total: before?.total ?? 0, warnings: [], isBeyond: before?.isBeyond ?? false, readMs: before?.readMs ?? now(), status: 'loading', trouble: undefined,
		};
		try {
			const read = readLogql(query.text);
			const form = logQueriesIn(read).length === 0 || isSorted(read) ? 'moment' : 'over-time';
			const watched = scope();
			const begun = {...loading, form, isBeyond: watched !== undefined && isBeyond(query.text, watched.selector)} as const;
			publish(begun);
			const {startMs, endMs, stepMs} = begun;
			const {series, warnings} = await (form === 'moment'
				? client.queryInstant({query: query.text, timeMs: endMs}, {signal})
				: client.queryMetrics({query: query.text, range: {startMs, endMs}, stepMs}, {signal}));
			publish({
				...begun, status: 'ready', series: (isSorted(read) ? series : largestFirst(series)).slice(0, maxSeries), total: series.length, warnings, readMs: now(),
			});
		} catch (error) {
			if (!isAbort(error, signal)) {
				publish({...loading, status: 'failed', trouble: troubleOf(error)});
			}
		} finally {
			if (asked.get(key) === turn) {
				asked.delete(key);
			}
		}
	};
}

/** Over time an order says nothing: series keep their places. */
const isSorted = (query: ReturnType<typeof readLogql>): boolean => query.type === 'aggregation' && (query.operation === 'sort' || query.operation === 'sort_desc');

/** The time of a question, on whole steps so that an answer that is asked again has the same points. */
export function timesOf({rangeMs, endMs}: Omit<AskedQuery, 'text'>, nowMs: number): Pick<QueryAnswer, 'startMs' | 'endMs' | 'stepMs'> {
	const seconds = stepsSeconds.find(step => rangeMs / step / secondMs <= mostPoints) ?? Math.ceil(rangeMs / mostPoints / secondMs);
	const stepMs = seconds * secondMs;
	const lastMs = Math.floor((endMs ?? nowMs) / stepMs) * stepMs;
	return {startMs: Math.ceil((lastMs - rangeMs) / stepMs) * stepMs, endMs: lastMs, stepMs};
}

const highest = ({samples}: MetricSeries): number => {
	let most = -Infinity;
	for (const [, value] of samples) {
		most = Math.max(value, most);
	}

	return most;
};

const largestFirst = (series: readonly MetricSeries[]): readonly MetricSeries[] => series
	.map(one => ({one, most: highest(one)}))
	.toSorted((a, b) => b.most - a.most || 0)
	.map(({one}) => one);
