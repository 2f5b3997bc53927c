import type {ZodType} from 'zod';
import {assertNever} from '../../../store/assert-never.js';
import type {AskedQuery, LeastLevel, LinesSource} from '../../../store/view-state.js';
import type {Zod} from '../screen-module.js';

/** Numbers that a query asks for: over time, and as a table. */
export type QueryState = {
	readonly type: 'query';
	readonly query: AskedQuery;
	/** The series under the cursor. */
	readonly selected: number;
	readonly isTable?: boolean | undefined;
};

export type QueryAction =
	| {readonly type: 'row-selected'; readonly row: number}
	| {readonly type: 'table-toggled'}
	| {readonly type: 'range-changed'; readonly rangeMs: number};

/** What a prompt begins with: the streams of services, of all that is watched where there are none; the lines of a screen; a query that was asked. */
export type PromptOrigin =
	| {readonly type: 'services'; readonly services: readonly string[]}
	| {readonly type: 'lines'; readonly source: LinesSource; readonly leastLevel: LeastLevel | undefined; readonly search: string | undefined}
	| {readonly type: 'query'; readonly text: string};

export type QueryIntent =
	| {readonly type: 'open-prompt'; readonly origin: PromptOrigin}
	/** Finds what can stand at the cursor; `isTaken` also takes it. */
	| {readonly type: 'complete-query'; readonly text: string; readonly cursor: number; readonly isTaken: boolean}
	/** Opens the answer to what was typed, in place of the screen that is seen where that is an answer already. */
	| {readonly type: 'ask-query'; readonly query: AskedQuery}
	| {readonly type: 'open-query'; readonly query: AskedQuery};

export const queryState = (query: AskedQuery): QueryState => ({type: 'query', query, selected: 0});

export function reduceQuery(screen: QueryState, action: QueryAction): QueryState {
	switch (action.type) {
		case 'row-selected': {
			return {...screen, selected: action.row};
		}

		case 'table-toggled': {
			return {...screen, isTable: !screen.isTable};
		}

		case 'range-changed': {
			return {...screen, query: {...screen.query, rangeMs: action.rangeMs}};
		}

		default: {
			return assertNever(action);
		}
	}
}

export const querySchema = (z: Zod): ZodType<QueryState> => z.object({
	type: z.literal('query'),
	query: z.object({text: z.string(), rangeMs: z.number(), endMs: z.number().optional()}),
	selected: z.number(),
	isTable: z.boolean().optional(),
});
