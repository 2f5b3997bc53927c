import {setTimeout} from 'node:timers/promises';
import {LokiError} from '../../loki/http/errors/index.js';
import {minuteMs} from '../../detect/minute.js';
import {isAbort} from '../../loki/http/trouble.js';
import {
	joinMinutes,
	readPieces,
	type Pieces,
	type Reading,
} from './read-pieces.js';

/** Known minutes that the second reading holds beside those that are unclear. */
const knownMs = 3 * minuteMs;

/** Lets time pass; rejects with the signal's reason. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export const letPass: Wait = async (ms, signal) => {
	await setTimeout(ms, undefined, {signal});
};

/**
As `readPieces`. Where the newest minutes are empty, late lines and silence look alike, and a check may be the only look there is: what comes in within the next seconds tells them apart.
Throws what the client throws for the first piece.
*/
export async function readTwice({wait, ...reading}: Reading & {readonly wait: Wait}): Promise<Pieces> {
	const {corroborator, signal} = reading;
	const first = await readPieces(reading);
	const unclearMs = corroborator.unclearForMs();
	if (unclearMs === undefined) {
		return first;
	}

	await wait(unclearMs, signal);
	const endMs = reading.endMs();
	try {
		const second = await readPieces({...reading, pieces: [{startMs: (corroborator.reachedMs() ?? endMs) - knownMs, endMs}]});
		return {
			minutes: joinMinutes([...first.minutes, ...second.minutes]), read: [...first.read, ...second.read], notes: [...new Set([...first.notes, ...second.notes])],
		};
	} catch (error) {
		if (!(error instanceof LokiError) || isAbort(error, signal)) {
			throw error;
		}

		// What is not clear yet is left to the next pass.
		return first;
	}
}
