import type {ZodType} from 'zod';
import {assertNever} from '../../../store/assert-never.js';
import type {LogEntry} from '../../../loki/types.js';
import {
	fromTop,
	scrollSchema,
	type Scroll,
	type Scrolled,
} from '../../layout/scroll.js';
import type {Zod} from '../screen-module.js';

/** One log line from its beginning to its end. */
export type WholeLineState = {
	readonly type: 'whole-line';
	readonly service: string;
	readonly entry: Pick<LogEntry, 'timeMs' | 'line' | 'labels'>;
	readonly scroll: Scroll;
	/** Where the keys that move do so; in the line where not given. */
	readonly pane?: 'fields' | undefined;
	readonly selectedField?: number | undefined;
};

export type WholeLineAction =
	| Scrolled
	| {readonly type: 'pane-switched'}
	| {readonly type: 'field-selected'; readonly row: number};

export const wholeLineState = (service: string, {timeMs, line, labels}: WholeLineState['entry'], pane?: WholeLineState['pane']): WholeLineState => ({
	type: 'whole-line', service, entry: {timeMs, line, labels}, scroll: fromTop, ...pane && {pane},
});

export function reduceWholeLine(screen: WholeLineState, action: WholeLineAction): WholeLineState {
	switch (action.type) {
		case 'scrolled': {
			return {...screen, scroll: action.scroll};
		}

		case 'pane-switched': {
			return {...screen, pane: screen.pane === 'fields' ? undefined : 'fields'};
		}

		case 'field-selected': {
			return {...screen, selectedField: action.row};
		}

		default: {
			return assertNever(action);
		}
	}
}

export const wholeLineSchema = (z: Zod): ZodType<WholeLineState> => z.object({
	type: z.literal('whole-line'),
	service: z.string(),
	entry: z.object({timeMs: z.number(), line: z.string(), labels: z.record(z.string(), z.string())}),
	scroll: scrollSchema(z),
	pane: z.literal('fields').optional(),
	selectedField: z.number().optional(),
});
