import type {ZodType} from 'zod';
import type {Zod} from '../screen-module.js';

/** The list of services. Its cursor, order and filter are of the view: they stay while other screens are open. */
export type OverviewState = {readonly type: 'overview'};

export const overviewSchema = (z: Zod): ZodType<OverviewState> => z.object({type: z.literal('overview')});
