import {inspect} from 'node:util';

const shownElsewhere = '(on the screen only)';

let reveal: (restored: RestoredText) => string;

/**
A text in which placeholders have become real secrets again. It is no string, so that nothing that takes one (a message, a file, a record, a log) takes this.
Only the screen unwraps it, with `revealOnScreen`; whatever else prints it by accident prints no word of it.
*/
export class RestoredText {
	static {
		reveal = restored => restored.#text;
	}

	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	toString(): string {
		return shownElsewhere;
	}

	toJSON(): string {
		return shownElsewhere;
	}

	[inspect.custom](): string {
		return shownElsewhere;
	}
}

/** Puts the real values in the place of placeholders. */
export type RestoreText = (text: string) => RestoredText;

/** The words themselves, for the screen in front of the user and nothing else: only `source/ui/` may import this. */
export const revealOnScreen = (restored: RestoredText): string => reveal(restored);
