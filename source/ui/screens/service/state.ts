import type {ZodType} from 'zod';
import {assertNever} from '../../../store/assert-never.js';
import type {Zod} from '../screen-module.js';

export type ServicePane = 'patterns' | 'changes';

/** One service: what is wrong with it, and in which pane the cursor is where. */
export type ServiceState = {
	readonly type: 'service';
	readonly service: string;
	readonly pane: ServicePane;
	/** The row under the cursor, of either pane. */
	readonly selectedPattern: number;
	/** The first millisecond of the minute under the cursor of the chart, where it has one. */
	readonly cursorMs?: number | undefined;
};

export type ServiceAction =
	| {readonly type: 'row-selected'; readonly row: number}
	| {readonly type: 'pane-chosen'; readonly pane: ServicePane}
	| {readonly type: 'cursor-moved'; readonly cursorMs: number | undefined};

/** `forceRefresh` reads it though what is known of it is fresh. */
export type ServiceIntent = {readonly type: 'open-service'; readonly service: string; readonly forceRefresh?: boolean};

export const serviceState = (service: string): ServiceState => ({
	type: 'service', service, pane: 'patterns', selectedPattern: 0,
});

export function reduceService(screen: ServiceState, action: ServiceAction): ServiceState {
	switch (action.type) {
		case 'row-selected': {
			return {...screen, selectedPattern: action.row};
		}

		case 'pane-chosen': {
			return {...screen, pane: action.pane};
		}

		case 'cursor-moved': {
			return {...screen, cursorMs: action.cursorMs};
		}

		default: {
			return assertNever(action);
		}
	}
}

export const serviceSchema = (z: Zod): ZodType<ServiceState> => z.object({
	type: z.literal('service'), service: z.string(), pane: z.enum(['patterns', 'changes']), selectedPattern: z.number(), cursorMs: z.number().optional(),
});
