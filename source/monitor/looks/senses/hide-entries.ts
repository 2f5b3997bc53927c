import {setImmediate as nextTurn} from 'node:timers/promises';
import {streamKey} from '../../../loki/lines/stream-key.js';
import type {LogEntry} from '../../../loki/types.js';

/** Replaces secrets in lines of one stream, oldest first, one after the other. */
export type HideLines = (lines: readonly string[]) => Iterable<string>;

/** What is longer says no more of what happened, and costs as much to look through. */
const maxLineLength = 4096;
/** The screen works in between. */
const linesPerTurn = 200;
/** A number tells values apart within one reading only: what is remembered must be the same in the next. */
const numbered = /<([A-Z][A-Z_]{0,30})_\d{1,6}>/g;

/**
The same entries without a secret, in their order, each line cut at 4,096 characters.
What the senses learn is kept on disk, so nothing gets into them that may not be there.
*/
export async function hideEntries(entries: readonly LogEntry[], hide: HideLines, signal: AbortSignal): Promise<readonly LogEntry[]> {
	const byStream = new Map<string, number[]>();
	for (const [index, {labels}] of entries.entries()) {
		const key = streamKey(labels);
		const indexes = byStream.get(key) ?? [];
		indexes.push(index);
		byStream.set(key, indexes);
	}

	const hidden = [...entries];
	let done = 0;
	for (const indexes of byStream.values()) {
		const texts = hide(indexes.map(index => entries[index]!.line.slice(0, maxLineLength)));
		let position = 0;
		for (const text of texts) {
			const index = indexes[position++]!;
			hidden[index] = {...entries[index]!, line: text.replaceAll(numbered, '<$1>')};
			if (++done % linesPerTurn === 0) {
				await nextTurn(undefined, {signal});
			}
		}
	}

	return hidden;
}
