import {Buffer} from 'node:buffer';
import {clip, encodeBlock, type Json} from '../evidence/evidence-json.js';
import type {Redactor} from '../types.js';
import {createPause} from './pause.js';
import type {ShownLines} from './shown-lines.js';
import type {CiteLine, ToolAnswer} from './types.js';

export const maxResultBytes = 8 * 1024;
const maxStringLength = 400;
/** As long as any that is given out: what fits with it fits with the real one. */
const someId = 'L9999';

export type PresentOptions = {
	readonly lines: Pick<ShownLines, 'idOf' | 'show'>;
	/** Whose answer it is. */
	readonly callId: string;
	readonly redactor: Pick<Redactor, 'redact' | 'redactEach'>;
	/** Of the answer. */
	readonly maxBytes: number;
};

export type Presented = {
	readonly content: string;
	readonly shown: number;
};

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

/** The texts of lines that stand in one list are lines of one stream. */
const streamsIn = (value: Json): ReadonlyArray<readonly string[]> => {
	if (Array.isArray(value)) {
		const entries = value as readonly Json[];
		const texts = entries.map(entry => typeof entry === 'object' && !Array.isArray(entry) ? (entry as Readonly<Record<string, Json>>).text : undefined).filter(text => typeof text === 'string');
		return [texts, ...entries.flatMap(entry => streamsIn(entry))].filter(stream => stream.length > 0);
	}

	return typeof value === 'object' ? Object.values(value).flatMap(inner => streamsIn(inner)) : [];
};

/** Redacts all lines of an answer, each among its neighbours, and lets the screen work in between. */
const redactStreams = async (value: Json, redactEach: Redactor['redactEach']): Promise<Map<string, string>> => {
	const safe = new Map<string, string>();
	const pause = createPause();
	for (const stream of streamsIn(value)) {
		let index = 0;
		for (const text of redactEach(stream)) {
			safe.set(stream[index++]!, text);
			await pause();
		}
	}

	return safe;
};

/** Redacts a text once, however often it is asked for. */
const remember = (known: Map<string, string>, redact: (text: string) => string): (text: string) => string => text => {
	const before = known.get(text);
	if (before !== undefined) {
		return before;
	}

	const after = redact(text);
	known.set(text, after);
	return after;
};

/**
An answer as the model gets it: redacted, each string cut, encoded so that no text can close the block around it, and as many rows as fit into `maxBytes`.
Lines get their ids here, so that only a line that is shown has one. Undefined where not even the answer without rows fits.
*/
export const present = async (answer: ToolAnswer, {lines, callId, redactor: {redact, redactEach}, maxBytes}: PresentOptions): Promise<Presented | undefined> => {
	// With all rows: what is left out for want of room may be what tells that the rest is a key.
	const known = await redactStreams(answer.arrange(answer.rows, entry => lines.idOf(entry) ?? someId), redactEach);
	const redactOnce = remember(known, redact);
	const head = makeSafe(answer.head, remember(new Map(), redact)) as ToolAnswer['head'];
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

	return {content: write(most, entry => lines.show(entry, callId)), shown: most};
};
