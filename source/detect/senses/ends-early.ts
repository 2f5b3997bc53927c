import {idOf, type Past} from './past.js';
import {shareScore} from './share-score.js';
import type {Finding, Slice} from './types.js';

const weight = 1;
const leastSeen = 4;
const leastEnds = 3;
const leastSeenBefore = 20;

/** Requests whose last line is one that used to be followed by another. */
export function findEarlyEnds(now: Slice, past: Past): readonly Finding[] {
	const minutes = (now.endMs - now.startMs) / 60_000;
	return now.ends.flatMap(({service, key, text, seen, ends, firstMs}): readonly Finding[] => {
		const before = past.ends.get(idOf(service, key));
		if (!before || seen < leastSeen || ends < leastEnds || before.seen < leastSeenBefore) {
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
