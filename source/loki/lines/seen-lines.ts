import {createHash} from 'node:crypto';
import {LRUCache} from 'lru-cache';
import type {Labels, LogEntry} from '../types.js';

const defaultMaxLines = 20_000;

export type LineSource = 'tail' | 'query';

type Seen = {readonly source: LineSource; readonly labels: Labels};

/**
Remembers which lines were delivered, the last so many.
A tail shows a line with its stream's labels only, a query with structured metadata among them: between the two, the labels of one and the same line are equal or the one set holds the other.
*/
export class SeenLines {
	readonly #lines: LRUCache<string, readonly Seen[]>;

	constructor(maxLines = defaultMaxLines) {
		this.#lines = new LRUCache({max: maxLines});
	}

	/** True the first time that a line comes by. */
	take({timeNs, line, labels}: LogEntry, source: LineSource): boolean {
		const key = `${timeNs} ${createHash('sha1').update(line).digest('base64')}`;
		const known = this.#lines.get(key) ?? [];
		if (known.some(seen => isSameLine(seen, {source, labels}))) {
			return false;
		}

		this.#lines.set(key, [...known, {source, labels}]);
		return true;
	}
}

function isSameLine(a: Seen, b: Seen): boolean {
	const [isWithinA, isWithinB] = [isWithin(b.labels, a.labels), isWithin(a.labels, b.labels)];
	return a.source === b.source ? isWithinA && isWithinB : isWithinA || isWithinB;
}

/** Whether all labels of one line are among those of another. */
export function isWithin(small: Labels, large: Labels): boolean {
	return Object.entries(small).every(([label, value]) => large[label] === value);
}
