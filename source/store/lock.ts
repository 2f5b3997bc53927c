import type {State} from './state.js';

/** Idle hands: after so long without a key, the next key only unlocks. */
export type Lock = {readonly afterMs: number; readonly lastKeyMs: number};

/** Whether the next key only unlocks. */
export const isLocked = ({lock, nowMs}: Pick<State, 'lock' | 'nowMs'>): boolean => lock !== undefined && nowMs - lock.lastKeyMs >= lock.afterMs;
