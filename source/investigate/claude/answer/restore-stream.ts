/** A placeholder that is still being streamed: `<`, capital letters, digits, underscores, no `>` yet. */
const unfinished = /<[\dA-Z_]{0,40}$/;

/** Puts real values back into streamed text; a placeholder can be split between two pieces. */
export type PlaceholderRestorer = {
	/** The text that is sure by now. */
	readonly take: (piece: string) => string;
	/** What was held back, once nothing more comes. */
	readonly rest: () => string;
};

/** A whole placeholder, as the redactor writes it. */
const placeholder = /<[A-Z][A-Z_]{0,30}_\d{1,6}>/g;

/** Puts a value into text that is JSON: quotes and line ends in it must not end the string that it stands in. */
export const restoreInJson = (text: string, restore: (text: string) => string): string =>
	text.replaceAll(placeholder, found => JSON.stringify(restore(found)).slice(1, -1));

export function createPlaceholderRestorer(restoreText: (text: string) => string): PlaceholderRestorer {
	let held = '';
	let isJson: boolean | undefined;
	// What begins with a brace is a structured answer.
	const restore = (text: string): string => {
		isJson ??= text.trim() === '' ? undefined : text.trimStart().startsWith('{');
		return isJson ? restoreInJson(text, restoreText) : restoreText(text);
	};

	return {
		take(piece) {
			const text = held + piece;
			const cut = unfinished.exec(text)?.index ?? text.length;
			held = text.slice(cut);
			return restore(text.slice(0, cut));
		},
		rest() {
			const text = held;
			held = '';
			return restore(text);
		},
	};
}
