import {findEarlyEnds} from './ends-early.js';
import {findNewErrors} from './new-errors.js';
import {findNewWarnings} from './new-warnings.js';
import type {Past} from './past.js';
import {findSlow} from './slow.js';
import type {Finding, Slice} from './types.js';
import {findVanished} from './vanished.js';

const maxFindings = 200;

/** What changed of shares alone: a short while holds too few times to say what is slow. */
export const judgeShares = (now: Slice, past: Past): readonly Finding[] => past.lines === 0 || now.lines === 0
	? []
	: [
		...findNewErrors(now, past),
		...findNewWarnings(now, past),
		...findVanished(now, past),
		...findEarlyEnds(now, past),
	];

/** All that changed between the past and now, most to blame first. Pure; nothing of it is an anomaly before it was compared with what calm times give. */
export const judgeSlice = (now: Slice, past: Past): readonly Finding[] => [
	...judgeShares(now, past),
	...(past.lines === 0 || now.lines === 0 ? [] : findSlow(now, past)),
].toSorted((a, b) => b.blame - a.blame).slice(0, maxFindings);
