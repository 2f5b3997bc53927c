import type {ZodType} from 'zod';
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
};

export type WholeLineAction = Scrolled;

export const wholeLineState = (service: string, {timeMs, line, labels}: WholeLineState['entry']): WholeLineState => ({
	type: 'whole-line', service, entry: {timeMs, line, labels}, scroll: fromTop,
});

export const reduceWholeLine = (screen: WholeLineState, {scroll}: WholeLineAction): WholeLineState => ({...screen, scroll});

export const wholeLineSchema = (z: Zod): ZodType<WholeLineState> => z.object({
	type: z.literal('whole-line'),
	service: z.string(),
	entry: z.object({timeMs: z.number(), line: z.string(), labels: z.record(z.string(), z.string())}),
	scroll: scrollSchema(z),
});
