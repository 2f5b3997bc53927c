import {minuteMs} from '../minute.js';
import {idOf, type Past} from './past.js';
import {shareScore} from './share-score.js';
import type {Finding, Slice} from './types.js';

/** Fewer lines are no news. */
const minLines = 3;
/** An error that never was says more of the cause than anything that was. */
const weight = 2;

/** Errors that nobody in the fleet told before and that tell of their own service. A burst of what is told in usual times too is no news. */
export function findNewErrors(now: Slice, past: Past): readonly Finding[] {
	const minutes = (now.endMs - now.startMs) / minuteMs;
	return now.errors.flatMap(({service, key, text, count, isOfOther, firstMs}): readonly Finding[] => {
		if (count < minLines || isOfOther || past.said.has(key) || past.errors.has(idOf(service, key))) {
			return [];
		}

		const score = shareScore(count, now.errorLines, 0, past.errorLines);
		return score <= 0
			? []
			: [{
				sense: 'new-error', service, key, text, score, blame: weight * score, onsetMs: firstMs, observedPerMinute: count / minutes, expectedPerMinute: 0,
			}];
	});
}
