import {minuteMs} from './minute.js';
import type {Anomaly} from './types.js';

/** What comes back sooner after its end is the same anomaly, opened again. */
export const reopenWithinMs = 15 * minuteMs;
/** So long an anomaly is called new. */
export const newForMs = 5 * minuteMs;
/** What lasts longer is how it is from now on. */
export const acceptedAfterMs = 360 * minuteMs;
/** An onset that moves by less is that of the same trouble, known more finely. */
export const sameTroubleMs = 30 * minuteMs;
/** An anomaly that took longer to be noticed rose slowly. */
export const maxNoticeMs = 30 * minuteMs;

/** Whether an anomaly goes on, as far as is known. */
export const isOpen = ({state}: Pick<Anomaly, 'state'>): boolean => state !== 'resolved';
