import {minuteMs} from '../minute.js';
import {idOf, type Past} from './past.js';
import {shareScore} from './share-score.js';
import type {Finding, Slice} from './types.js';

/** Fewer slices of the past do not show what is usual to be warned of. */
const minSlices = 4;
/** Fewer lines are a one-off, or do not matter. */
const minLines = 8;
/** In so many half minutes, and still in the last of them. */
const minPlaces = 4;
const stillMs = 45_000;
/** What each pod writes once or twice, it writes at its start. */
const minLinesPerWriter = 3;
/** A warning never accuses as an error does. */
const weight = 0.25;

/**
Warnings that nobody in the fleet wrote before, again and again over minutes: memory above a limit, a queue that fills.
Of services only that are known, since all that a new one writes is new. What is usual at another level is none.
*/
export function findNewWarnings(now: Slice, past: Past): readonly Finding[] {
	const minutes = (now.endMs - now.startMs) / minuteMs;
	if (past.slices.length < minSlices) {
		return [];
	}

	return now.usual.flatMap(({service, key, count, firstMs, lastMs, warning}): readonly Finding[] => {
		if (!warning || count < minLines || warning.places < minPlaces || count < minLinesPerWriter * warning.writers || now.endMs - lastMs > stillMs) {
			return [];
		}

		const {said} = warning;
		if (past.warned.has(said) || past.said.has(said) || past.usual.has(idOf(service, key)) || !past.services.has(service)) {
			return [];
		}

		const score = shareScore(count, now.lines, 0, past.lines);
		return score <= 0
			? []
			: [{
				sense: 'new-warning', service, key: said, text: said, score, blame: weight * score, onsetMs: firstMs, observedPerMinute: count / minutes, expectedPerMinute: 0,
			}];
	});
}
