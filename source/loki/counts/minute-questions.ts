import {addCosts} from '../http/cost-meter.js';
import {
	allErrorsQuery,
	countsQuery,
	linesQuery,
	ownErrorsQuery,
} from '../logql/logql.js';
import type {
	LokiClient,
	QueryCost,
	Scope,
	TimeRange,
} from '../types.js';
import {minuteMs} from '../../detect/minute.js';
import type {CountKind, MinuteTable} from './minute-counts.js';

/** One query whose answer goes into the table. */
export type MinuteQuestion = {readonly query: string; readonly kind: CountKind};

/** One query where the level is a label, with one more for all services that it does not tell the errors of; else one for lines and one for errors. */
export function minuteQuestions(scope: Scope): readonly MinuteQuestion[] {
	if (scope.capabilities.errorSource === 'line') {
		return plainQuestions(scope);
	}

	const own = ownErrorsQuery(scope);
	return [{query: countsQuery(scope), kind: 'by-level'}, ...own === undefined ? [] : [{query: own, kind: 'errors'} as const]];
}

/** Two queries with one series a service, for a service with more levels than Loki allows series. */
export function plainQuestions(scope: Scope): readonly MinuteQuestion[] {
	return [{query: linesQuery(scope), kind: 'lines'}, {query: allErrorsQuery(scope), kind: 'errors'}];
}

export type AskMinutesOptions = {
	readonly client: LokiClient;
	/** Whole minutes. */
	readonly range: TimeRange;
	readonly table: MinuteTable;
	readonly signal: AbortSignal;
};

/** Puts the answers of all questions into the table, or none where one fails. */
export async function askMinutes(questions: readonly MinuteQuestion[], {client, range, table, signal}: AskMinutesOptions): Promise<QueryCost> {
	const {endMs} = range;
	// A sample at T counts the minute before T. Loki refuses a range without length, so a single minute is asked with the one before it.
	const startMs = Math.min(range.startMs + minuteMs, endMs - minuteMs);
	const answers = await Promise.all(questions.map(async ({query}) => client.queryMetrics({query, range: {startMs, endMs}, stepMs: minuteMs}, {signal})));
	for (const [index, {kind}] of questions.entries()) {
		table.add(answers[index]?.series ?? [], kind);
	}

	if (answers.some(({warnings}) => warnings.length > 0)) {
		table.markPartial();
	}

	return addCosts(...answers.map(({cost}) => cost));
}
