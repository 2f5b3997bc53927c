import type {Backfill} from './state.js';

/** Hours of the past without which nothing is called normal, or all that are wanted where those are fewer. */
const minPastHours = 3;

/** Whether so little of the past is read yet that what is normal, and who was first, is not known; the rest is being read, or about to be. */
export const isLearning = ({isRunning, doneHours, wantedHours, trouble}: Backfill): boolean => doneHours < Math.min(minPastHours, wantedHours) && (isRunning || (doneHours === 0 && trouble === undefined));
