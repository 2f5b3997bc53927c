import type {ZodType} from 'zod';
import {assertNever} from '../../../store/assert-never.js';
import {
	leastLevels,
	type AroundLine,
	type AskedQuery,
	type FieldFilter,
	type LeastLevel,
	type LinesSource,
} from '../../../store/view-state.js';
import type {ScreenIntent} from '../../intents.js';
import {lastRow} from '../../keys/movement.js';
import type {Zod} from '../screen-module.js';

/** Ways to show times besides the session's own zone. */
export const timeStyles = ['utc', 'relative'] as const;

export type TimeStyle = (typeof timeStyles)[number];

/** Log lines of a service, of one of its patterns, of a query, or around a line. */
export type LinesState = LinesSource & {
	readonly type: 'lines';
	/** The number of the line under the cursor, as the view counts them. */
	readonly selected: number;
	/** Lines below it are not shown; all are where there is none. */
	readonly leastLevel?: LeastLevel | undefined;
	/** What is searched for in the lines that are here. */
	readonly search?: string | undefined;
	/** What `enter` was pressed on last. */
	readonly searched?: string | undefined;
	/** Whether it was last seen with new lines coming in. */
	readonly isLive?: boolean | undefined;
	/** How times are shown; in the session's own zone where not given. */
	readonly times?: TimeStyle | undefined;
	/** The moment at which it was opened; at the newest lines where not given. */
	readonly atMs?: number | undefined;
	/** Whether each line takes as many rows as it needs. */
	readonly isWrapped?: boolean | undefined;
	/** Columns by which lines that are cut are moved to the left. */
	readonly columnsLeft?: number | undefined;
};

export type LinesAction =
	| {readonly type: 'row-selected'; readonly row: number}
	| {readonly type: 'level-changed'; readonly leastLevel: LeastLevel | undefined}
	| {readonly type: 'search-changed'; readonly search: string}
	| {readonly type: 'searched'}
	| {readonly type: 'live-changed'; readonly isLive: boolean}
	| {readonly type: 'times-changed'; readonly times: TimeStyle | undefined}
	| {readonly type: 'wrap-toggled'}
	| {readonly type: 'moved-sideways'; readonly columnsLeft: number};

export type LinesIntent =
	/** Around a moment where one is given, else the newest. */
	| {readonly type: 'open-lines'; readonly source: LinesSource; readonly atMs?: number}
	/** Reads on where the lines that are held end; only errors where nothing else is shown. */
	| {readonly type: 'read-more'; readonly source: LinesSource; readonly side: 'older' | 'newer'; readonly onlyErrors: boolean}
	/** Opens all lines of the request that a line is of. */
	| {readonly type: 'open-trace'; readonly service: string; readonly line: Pick<AroundLine, 'timeMs' | 'line' | 'labels'>}
	/** Lets new lines come in as they are written, and ends that. */
	| {readonly type: 'follow-lines'; readonly source: LinesSource}
	| {readonly type: 'unfollow-lines'; readonly source: LinesSource}
	/** Holds the list still while new lines come in, or lets it go on. */
	| {readonly type: 'hold-lines'; readonly source: LinesSource}
	/** Copies what is shown as a query, or as a link to the same lines in Grafana. */
	| {readonly type: 'copy-query'; readonly as: 'logql' | 'grafana'; readonly source: LinesSource; readonly leastLevel: LeastLevel | undefined; readonly search: string | undefined};

/** The lines that a screen is of. */
export const sourceOf = ({
	service, template, around, services, trace, query, filters,
}: LinesState): LinesSource => ({
	service, template, around, services, trace, query, filters,
});

/** The lines of a service, of one pattern where there is a template; the newest is under the cursor. */
export const linesState = (service: string, template?: string): LinesState => ({
	type: 'lines', service, template, selected: lastRow,
});

/** A line among its neighbours; with the query that found it, in whose streams they are. */
export const contextState = (service: string, around: AroundLine, query?: AskedQuery): LinesState => ({
	type: 'lines', service, template: undefined, around, query, selected: lastRow,
});

/** The lines of a query; `service` is empty where it names none, or several. */
export const queryLinesState = (query: AskedQuery, service: string): LinesState => ({...linesState(service), query});

export function reduceLines(screen: LinesState, action: LinesAction): LinesState {
	switch (action.type) {
		case 'row-selected': {
			return {...screen, selected: action.row};
		}

		case 'level-changed': {
			return {...screen, leastLevel: action.leastLevel};
		}

		case 'search-changed': {
			return {...screen, search: action.search, ...action.search === '' && {searched: undefined}};
		}

		case 'searched': {
			return {...screen, searched: screen.search};
		}

		case 'live-changed': {
			return {...screen, isLive: action.isLive, ...action.isLive && {selected: lastRow}};
		}

		case 'times-changed': {
			return {...screen, times: action.times};
		}

		case 'wrap-toggled': {
			return {...screen, isWrapped: !screen.isWrapped};
		}

		case 'moved-sideways': {
			return {...screen, columnsLeft: action.columnsLeft};
		}

		default: {
			return assertNever(action);
		}
	}
}

/** The lines of several services as one timeline. */
export const timelineState = (services: readonly string[]): LinesState => services.length > 1 ? {...linesState(services[0]!), services} : linesState(services[0] ?? '');

/** The lines of one request, from the service in which it was met. */
export const traceState = (service: string, trace: NonNullable<LinesSource['trace']>): LinesState => ({...linesState(service), trace});

/** The same as they come in. */
export const live = (screen: LinesState): LinesState => ({...screen, isLive: true});

/** Reads the lines that it shows. */
export const readLines = (screen: LinesState): readonly ScreenIntent[] => [{type: 'open-lines', source: sourceOf(screen)}];

export const openLines = (screen: LinesState): readonly ScreenIntent[] => [{type: 'open-lines', source: sourceOf(screen), ...screen.atMs !== undefined && {atMs: screen.atMs}}, ...screen.isLive ? [{type: 'follow-lines', source: sourceOf(screen)} as const] : []];

export const leaveLines = (screen: LinesState): readonly ScreenIntent[] => screen.isLive ? [{type: 'unfollow-lines', source: sourceOf(screen)}] : [];

/** A new kind cannot be forgotten in what is read back. */
const filterKinds: Readonly<Record<FieldFilter['from'], true>> = {
	label: true, json: true, logfmt: true, text: true, words: true, regex: true,
};

export const linesSchema = (z: Zod): ZodType<LinesState> => z.object({
	type: z.literal('lines'),
	service: z.string(),
	template: z.string().optional(),
	around: z.object({
		timeMs: z.number(), timeNs: z.string().optional(), line: z.string(), labels: z.record(z.string(), z.string()),
	}).optional(),
	services: z.array(z.string()).optional(),
	trace: z.object({id: z.string(), timeMs: z.number()}).optional(),
	query: z.object({text: z.string(), rangeMs: z.number(), endMs: z.number().optional()}).optional(),
	filters: z.array(z.object({
		name: z.string(), value: z.string(), from: z.enum(Object.keys(filterKinds) as Array<FieldFilter['from']>), label: z.string(), expression: z.string(), isNot: z.boolean(),
	})).optional(),
	selected: z.number(),
	atMs: z.number().optional(),
	isLive: z.boolean().optional(),
	leastLevel: z.enum(leastLevels).optional(),
	times: z.enum(timeStyles).optional(),
	search: z.string().optional(),
	searched: z.string().optional(),
	isWrapped: z.boolean().optional(),
	columnsLeft: z.number().optional(),
});
