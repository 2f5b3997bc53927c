import type {Minute} from '../../detect/types.js';
import {LokiError} from '../../loki/http/errors/index.js';
import type {MinuteReader} from '../../loki/counts/read-minutes.js';
import {isAbort} from '../../loki/http/trouble.js';
import type {LokiClient, Scope, TimeRange} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import type {Corroborator, Taken} from '../corroborate/corroborate.js';

export type PassBudget = {
	/** Of what Loki scans for the baseline; the newest gap is read in any case. */
	readonly maxBytes: number;
	readonly maxMs: number;
};

export type Reading = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly readMinutes: MinuteReader;
	readonly corroborator: Corroborator;
	/** The end of the newest minute that is over, as far as it is known: the first answer may tell that Loki's clock is behind. */
	readonly endMs: () => number;
	readonly pieces: readonly TimeRange[];
	readonly budget: PassBudget;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type Pieces = {
	/** Oldest first. */
	readonly minutes: readonly Minute[];
	/** Of which everything is known now. */
	readonly read: readonly TimeRange[];
	readonly notes: readonly string[];
};

/** Minutes of a newer piece that are read again with the one before it. */
const overlapMs = 3 * minuteMs;

/** Reads the first piece in any case, the others as far as the budget goes and Loki's answers are believed. Throws what the client throws for the first. */
export async function readPieces({client, scope, readMinutes, corroborator, pieces, endMs: endNow, budget, now, signal}: Reading): Promise<Pieces> {
	const startMs = now();
	const startBytes = client.cost().bytesScanned;
	const taken: Array<Pick<Taken, 'minutes' | 'whole'>> = [];
	const notes: string[] = [];
	let lastBytes = 0;
	let isFirst = true;
	for (const range of pieces) {
		const spent = client.cost().bytesScanned - startBytes;
		// The next piece will cost about what the last one did.
		if (!isFirst && (now() - startMs >= budget.maxMs || spent + lastBytes > budget.maxBytes)) {
			break;
		}

		try {
			// Some minutes that were read before are read again with each piece: two answers that differ there do not both hold all.
			const wider = isFirst ? range : {startMs: range.startMs, endMs: Math.min(endNow(), range.endMs + overlapMs)};
			const answer = await readMinutes({
				client, scope, range: wider, signal,
			});
			const endMs = endNow();
			const piece = await corroborator.take(answer.minutes.filter(minute => minute.startMs < endMs), {scope, endMs, signal});
			const before = taken.at(-1);
			if (before && piece.isRaising && piece.doubt === undefined) {
				corroborator.drop(before.minutes);
				taken[taken.length - 1] = {minutes: before.minutes.map(({startMs: at}) => ({startMs: at, counts: undefined})), whole: new Set()};
				notes.push(`Loki's answer for ${before.minutes.length} minutes had fewer lines than the next one; retrying.`);
			}

			taken.push(piece);
			lastBytes = client.cost().bytesScanned - startBytes - spent;
			isFirst = false;
			if (piece.doubt === undefined) {
				continue;
			}

			notes.push(piece.doubt);
			if (piece.whole.size === 0) {
				// Nothing that this Loki says is believed now: more of it would only be asked for in vain.
				break;
			}
		} catch (error) {
			if (isFirst || !(error instanceof LokiError) || isAbort(error, signal)) {
				throw error;
			}

			notes.push(`${error.what}: ${error.why}. The baseline is filled with the next pass.`);
			break;
		}
	}

	return {
		minutes: joinMinutes(taken.flatMap(({minutes}) => minutes)),
		read: taken.flatMap(({whole}) => wholeRanges(whole)),
		notes,
	};
}

/** Of a minute that was read twice the later answer was merged into the earlier one. */
export const joinMinutes = (minutes: readonly Minute[]): readonly Minute[] => [...new Map(minutes.map(minute => [minute.startMs, minute])).values()].toSorted((a, b) => a.startMs - b.startMs);

/** Minutes as ranges that do not touch. */
function wholeRanges(whole: ReadonlySet<number>): readonly TimeRange[] {
	const ranges: TimeRange[] = [];
	for (const startMs of [...whole].toSorted((a, b) => a - b)) {
		const last = ranges.at(-1);
		if (last?.endMs === startMs) {
			ranges[ranges.length - 1] = {startMs: last.startMs, endMs: startMs + minuteMs};
		} else {
			ranges.push({startMs, endMs: startMs + minuteMs});
		}
	}

	return ranges;
}
