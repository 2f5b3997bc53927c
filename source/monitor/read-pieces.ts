import type {Minute} from '../detect/types.js';
import {LokiError} from '../loki/http/errors/index.js';
import type {MinuteReader} from '../loki/counts/read-minutes.js';
import {isAbort} from '../loki/http/trouble.js';
import type {LokiClient, Scope, TimeRange} from '../loki/types.js';

export type PassBudget = {
	/** Of what Loki scans for the baseline; the newest gap is read in any case. */
	readonly maxBytes: number;
	readonly maxMs: number;
};

type Reading = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly readMinutes: MinuteReader;
	readonly pieces: readonly TimeRange[];
	readonly budget: PassBudget;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type Pieces = {
	/** Oldest first. */
	readonly minutes: readonly Minute[];
	readonly read: readonly TimeRange[];
	readonly notes: readonly string[];
};

/** Reads the first piece in any case, the others as far as the budget goes. Throws what the client throws for the first. */
export async function readPieces({client, scope, readMinutes, pieces, budget, now, signal}: Reading): Promise<Pieces> {
	const startMs = now();
	const startBytes = client.cost().bytesScanned;
	const minutes: Minute[] = [];
	const read: TimeRange[] = [];
	const notes: string[] = [];
	let lastBytes = 0;
	for (const range of pieces) {
		const spent = client.cost().bytesScanned - startBytes;
		// The next piece will cost about what the last one did.
		if (read.length > 0 && (now() - startMs >= budget.maxMs || spent + lastBytes > budget.maxBytes)) {
			break;
		}

		try {
			const answer = await readMinutes({
				client, scope, range, signal,
			});
			minutes.push(...answer.minutes);
			read.push(range);
			lastBytes = client.cost().bytesScanned - startBytes - spent;
		} catch (error) {
			if (read.length === 0 || !(error instanceof LokiError) || isAbort(error, signal)) {
				throw error;
			}

			notes.push(`${error.what}: ${error.why}. The baseline is filled with the next pass.`);
			break;
		}
	}

	return {minutes: minutes.toSorted((a, b) => a.startMs - b.startMs), read, notes};
}
