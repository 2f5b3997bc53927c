import {levelLabelOf} from '../logql/logql.js';
import type {Capabilities, Scope} from '../types.js';

/** What could not be determined yet about a Loki, and why; a guess is used until a retry answers. */
export type Guess = {
	readonly about: 'version' | 'serviceLabel' | 'errorSource' | 'patterns' | 'volume';
	readonly why: string;
};

/** Asked again after this, twice as long each time, up to a limit that is nearer where counts depend on it. */
const firstAgainMs = 30_000;
const lastAgainMs = 60 * 60_000;
const lastCountedAgainMs = 10 * 60_000;

const isCounted = ({about}: Guess): boolean => about === 'errorSource' || about === 'serviceLabel';

/** How long after they were last asked for the guesses are asked for again, in milliseconds; Infinity where there are none. */
export function askAgainAfterMs({guesses = []}: Capabilities, tries: number): number {
	const maxMs = guesses.some(guess => isCounted(guess)) ? lastCountedAgainMs : lastAgainMs;
	return guesses.length === 0 ? Infinity : Math.min(maxMs, firstAgainMs * (2 ** Math.min(tries, 10)));
}

/**
What is known of a Loki after it was asked again: what is known now replaces what was guessed, and no guess replaces what was known.
A label that was found twice is no guess any more.
*/
export function settle(before: Scope, again: Scope): Scope {
	const guesses: Guess[] = [];
	const isKept = (about: Guess['about'], isSame = false): boolean => {
		const guess = (again.capabilities.guesses ?? []).find(each => each.about === about);
		const wasGuess = (before.capabilities.guesses ?? []).some(each => each.about === about);
		if (guess && wasGuess && !isSame) {
			guesses.push(guess);
		}

		return guess !== undefined;
	};

	const {capabilities: old} = before;
	const {capabilities: now} = again;
	const isLabelKnown = now.serviceLabel === old.serviceLabel;
	const label = isKept('serviceLabel', isLabelKnown) && (old.guesses ?? []).every(({about}) => about !== 'serviceLabel') ? before : again;
	const version = isKept('version') ? old.version : now.version;
	const errorSource = isKept('errorSource') ? old.errorSource : now.errorSource;
	const hasPatterns = isKept('patterns') ? old.hasPatterns : now.hasPatterns;
	const hasVolume = isKept('volume') ? old.hasVolume : now.hasVolume;
	return {
		selector: label.selector,
		capabilities: {
			version, serviceLabel: label.capabilities.serviceLabel, errorSource, ...now.levelLabel !== undefined && {levelLabel: now.levelLabel}, hasPatterns, ...hasVolume !== undefined && {hasVolume}, ...guesses.length > 0 && {guesses},
		},
	};
}

/** Whether minutes that were counted in one scope mean the same in the other. */
export const areCountsAlike = (a: Scope, b: Scope): boolean => a.selector === b.selector && a.capabilities.serviceLabel === b.capabilities.serviceLabel && a.capabilities.errorSource === b.capabilities.errorSource;

/** What a person has to know of the guesses; undefined where the counts do not depend on one. */
export function guessSentence({guesses = [], errorSource, levelLabel, serviceLabel}: Capabilities): string | undefined {
	const guess = guesses.find(({about}) => about === 'errorSource');
	if (guess) {
		return `Cannot tell yet which lines are errors (${guess.why}): assuming ${levelLabelOf({errorSource, levelLabel}) ?? 'the text of lines'}, errors may be missed. Retrying.`;
	}

	const label = guesses.find(({about}) => about === 'serviceLabel');
	return label && `Cannot tell yet which label names services (${label.why}): assuming ${serviceLabel}. Retrying.`;
}
