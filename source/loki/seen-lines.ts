import {createHash} from 'node:crypto';
import {LRUCache} from 'lru-cache';
import type {Labels, LogEntry} from './types.js';

const defaultMaxLines = 20_000;

/**
Remembers which lines were delivered, the last so many.
A tail shows a line with its stream's labels only, a query with structured metadata among them, so the labels of one and the same line are equal or the one set holds the other.
*/
export class SeenLines {
	readonly #lines: LRUCache<string, readonly Labels[]>;

	constructor(maxLines = defaultMaxLines) {
		this.#lines = new LRUCache({max: maxLines});
	}

	/** True the first time that a line comes by. */
	take({timeNs, line, labels}: LogEntry): boolean {
		const key = `${timeNs} ${createHash('sha1').update(line).digest('base64')}`;
		const known = this.#lines.get(key) ?? [];
		if (known.some(other => isWithin(other, labels) || isWithin(labels, other))) {
			return false;
		}

		this.#lines.set(key, [...known, labels]);
		return true;
	}
}

function isWithin(small: Labels, large: Labels): boolean {
	return Object.entries(small).every(([label, value]) => large[label] === value);
}
