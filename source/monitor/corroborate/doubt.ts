import {hollowMinutes, talkativeLines} from '../../detect/hollow.js';
import {isOdd, isTakingBack, type Counts} from '../../detect/merge-answer.js';
import type {Minute} from '../../detect/types.js';
import type {KnownCounts, Usual} from './known-counts.js';

/** What of an answer is not believed at once, and why. */
export type Doubt = {
	/** Of the whole answer; undefined where only some minutes are doubted. */
	readonly reason: string | undefined;
	/** Minutes that show a fleet that is silent. */
	readonly hollow: ReadonlySet<number>;
	readonly isDoubted: (startMs: number) => boolean;
};

/** Holds an answer against what is known. Pure. */
export function doubtOf(answer: readonly Minute[], known: KnownCounts, usual: Usual): Doubt {
	const reason = reasonOf(answer, isTakingBack(answer, known.at));
	const unseen = answer.filter(({startMs, counts}) => counts && !hasLines(known.at(startMs)));
	const hollow = new Set(hollowMinutes(unseen, usual));
	// What was confirmed before is not asked again.
	const isNewlyHollow = (startMs: number): boolean => hollow.has(startMs) && !known.isConfirmedEmpty(startMs);
	const missing = new Set(answer.filter(({startMs, counts}) => counts && isMissingAgain(known.at(startMs), counts, usual)).map(({startMs}) => startMs));
	const doubted = new Set(answer.map(({startMs}) => startMs).filter(startMs => reason !== undefined || isNewlyHollow(startMs) || missing.has(startMs)));
	return {reason, hollow, isDoubted: startMs => doubted.has(startMs)};
}

function reasonOf(answer: readonly Minute[], isLess: boolean): string | undefined {
	if (answer.some(({isPartial}) => isPartial)) {
		return 'Loki says it is incomplete';
	}

	if (answer.some(({counts}) => [...counts?.values() ?? []].some(count => isOdd(count)))) {
		return 'some counts are not numbers';
	}

	return isLess ? 'fewer lines than read before' : undefined;
}

const hasLines = (counts: Counts | undefined): boolean => counts !== undefined && [...counts.values()].some(({lines}) => lines > 0);

/** A service that would be heard, of which a minute that was believed in part says nothing yet, is not in this answer either. */
const isMissingAgain = (known: Counts | undefined, counts: Counts, usual: Usual): boolean => known !== undefined && hasLines(known)
	&& [...usual].some(([service, {linesPerMinute}]) => linesPerMinute >= talkativeLines && !known.has(service) && !((counts.get(service)?.lines ?? 0) > 0));

/** What is said of minutes that are not believed, and why not. */
export function doubtSentence(minutes: number, {reason, hollow}: Doubt, why: string): string {
	const what = reason ?? (hollow.size > 0 ? 'it shows the whole fleet silent' : 'services that were missing before are missing again');
	return `Ignoring Loki's answer for ${minutes} minute${minutes === 1 ? '' : 's'} (${what}; ${why}). Keeping earlier counts, retrying.`;
}
