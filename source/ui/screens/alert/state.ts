import type {ZodType} from 'zod';
import {
	fromTop,
	scrollSchema,
	type Scroll,
	type Scrolled,
} from '../../layout/scroll.js';
import type {Zod} from '../screen-module.js';

/** One alert, on its way or delivered. */
export type AlertState = {
	readonly type: 'alert';
	readonly service: string;
	readonly alertId: string;
	readonly scroll: Scroll;
};

export type AlertAction = Scrolled;

export const alertState = ({service, id}: {readonly service: string; readonly id: string}): AlertState => ({
	type: 'alert', service, alertId: id, scroll: fromTop,
});

export const reduceAlert = (screen: AlertState, {scroll}: AlertAction): AlertState => ({...screen, scroll});

export const alertSchema = (z: Zod): ZodType<AlertState> => z.object({
	type: z.literal('alert'), service: z.string(), alertId: z.string(), scroll: scrollSchema(z),
});
