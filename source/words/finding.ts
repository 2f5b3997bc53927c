import type {AlertFinding} from '../facts/alert.js';
import type {Reader} from './reader.js';
import {causeWords, verdictLine} from './verdict.js';

/** What is known of a cause, in words. */
export type FindingWords = {
	/** One line. */
	readonly headline: string;
	readonly cause: string | undefined;
	readonly command: string | undefined;
};

/** A model's words where there are some, else the verdict's. */
export function findingWords({told, verdict}: Pick<AlertFinding, 'told' | 'verdict'>, reader: Reader): FindingWords {
	const command = verdict?.command?.text;
	if (told) {
		return {headline: told.headline, cause: told.cause, command: told.command ?? command};
	}

	const cause = verdict && causeWords(verdict, reader);
	return {headline: verdict ? verdictLine(verdict, reader) : '', cause: cause && `${cause.name}: ${cause.reason}`, command};
}
