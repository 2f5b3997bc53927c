import {minuteMs} from '../minute.js';
import {idOf, type Past} from './past.js';
import {shareScore} from './share-score.js';
import type {Finding, Slice} from './types.js';

const weight = 1;
const minSeen = 4;
const minEnds = 3;
const minSeenBefore = 20;

/** Requests whose last line is one that used to be followed by another. */
export function findEarlyEnds(now: Slice, past: Past): readonly Finding[] {
	const minutes = (now.endMs - now.startMs) / minuteMs;
	return now.ends.flatMap(({service, key, text, seen, ends, firstMs}): readonly Finding[] => {
		const before = past.ends.get(idOf(service, key));
		if (!before || seen < minSeen || ends < minEnds || before.seen < minSeenBefore) {
			return [];
		}

		const score = shareScore(ends, seen, before.ends, before.seen);
		return score <= 0
			? []
			: [{
				sense: 'ends-early', service, key, text, score, blame: weight * score, onsetMs: firstMs, observedPerMinute: ends / minutes, expectedPerMinute: seen * before.ends / before.seen / minutes,
			}];
	});
}
