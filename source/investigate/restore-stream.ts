/** A placeholder that is still being streamed: `<`, capital letters, digits, underscores, no `>` yet. */
const unfinished = /<[\dA-Z_]{0,40}$/;

/** Puts real values back into streamed text; a placeholder can be split between two pieces. */
export type PlaceholderRestorer = {
	/** The text that is sure by now. */
	readonly take: (piece: string) => string;
	/** What was held back, once nothing more comes. */
	readonly rest: () => string;
};

export function createPlaceholderRestorer(restore: (text: string) => string): PlaceholderRestorer {
	let held = '';
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
