import {Buffer} from 'node:buffer';
import {encodeBlock, type Json} from '../evidence/evidence-json.js';
import type {ShownLines} from './shown-lines.js';
import type {CiteLine, ToolAnswer} from './types.js';

export const maxResultBytes = 8 * 1024;
const maxStringLength = 400;
/** As long as any that is given out: what fits with it fits with the real one. */
const someId = 'L9999';

export type Presented = {
	readonly content: string;
	readonly shown: number;
};

export type PresentOptions = {
	readonly lines: ShownLines;
	readonly redact: (text: string) => string;
	/** Redacts what repeats the question; `redact` where not given. */
	readonly hide?: (text: string) => string;
	readonly maxBytes: number;
};

const clip = (text: string, maxLength: number): string => text.length <= maxLength ? text : `${text.slice(0, maxLength)}… (${text.length - maxLength} characters more)`;

/** Every string of a value, redacted whole and only then cut. */
const makeSafe = (value: Json, redact: (text: string) => string): Json => {
	if (typeof value === 'string') {
		return clip(redact(value), maxStringLength);
	}

	if (Array.isArray(value)) {
		return value.map(entry => makeSafe(entry as Json, redact));
	}

	return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, makeSafe(inner, redact)])) : value;
};

const remember = (redact: (text: string) => string): (text: string) => string => {
	const known = new Map<string, string>();
	return text => {
		const before = known.get(text);
		if (before !== undefined) {
			return before;
		}

		const after = redact(text);
		known.set(text, after);
		return after;
	};
};

/**
An answer as the model gets it: redacted, each string cut, encoded so that no text can close the block around it, and as many rows as fit into `maxBytes`.
Lines get their ids here, so that only a line that is shown has one. Undefined where not even the answer without rows fits.
*/
export const present = (answer: ToolAnswer, {lines, redact, hide = redact, maxBytes}: PresentOptions): Presented | undefined => {
	const redactOnce = remember(redact);
	const head = makeSafe(answer.head, remember(hide)) as ToolAnswer['head'];
	const write = (count: number, cite: CiteLine): string => {
		const total = answer.total === undefined ? undefined : Math.max(answer.total, count);
		return encodeBlock({
			...head,
			shown: count,
			total: total ?? 'not counted',
			truncated: total === undefined ? count < answer.rows : count < total,
			...makeSafe(answer.arrange(count, cite), redactOnce) as Readonly<Record<string, Json>>,
		});
	};

	const fits = (count: number): boolean => Buffer.byteLength(write(count, entry => lines.idOf(entry) ?? someId)) <= maxBytes;
	let most = answer.rows;
	if (!fits(most)) {
		let least = 0;
		if (!fits(least)) {
			return undefined;
		}

		// The largest number of rows that fits lies in [least, most).
		while (most - least > 1) {
			const middle = Math.floor((least + most) / 2);
			if (fits(middle)) {
				least = middle;
			} else {
				most = middle;
			}
		}

		most = least;
	}

	return {content: write(most, entry => lines.show(entry)), shown: most};
};
