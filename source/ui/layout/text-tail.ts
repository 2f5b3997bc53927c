import {displayWidth} from '../../terminal/width.js';

/** The end of a text in so many columns at most: from the start of a word, with a leading `…` where something was left out. */
export function textTail(text: string, columns: number): string {
	if (displayWidth(text) <= columns) {
		return text;
	}

	const words = takeFromEnd(text.split(' '), columns - 1, ' ');
	const last = text.split(' ').at(-1) ?? '';
	return `…${words === '' ? takeFromEnd([...last], columns - 1, '') : words}`;
}

/** As many whole parts from the end as fit. */
function takeFromEnd(parts: readonly string[], columns: number, separator: string): string {
	let taken = '';
	for (const part of parts.toReversed()) {
		const longer = taken === '' ? part : part + separator + taken;
		if (displayWidth(longer) > columns) {
			break;
		}

		taken = longer;
	}

	return taken;
}
