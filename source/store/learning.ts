import type {Backfill} from './state.js';

/** Hours of the past without which nothing is called normal, or all that are wanted where those are fewer. */
const minPastHours = 3;

/** Whether so little of the past is read yet that what is normal, and who was first, is not known. */
export const isLearning = ({isRunning, doneHours, wantedHours}: Pick<Backfill, 'isRunning' | 'doneHours' | 'wantedHours'>): boolean => isRunning && doneHours < Math.min(minPastHours, wantedHours);
