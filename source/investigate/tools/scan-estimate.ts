import {minuteMs} from '../../detect/minute.js';
import {LokiError} from '../../loki/http/errors/index.js';
import type {LokiClient} from '../../loki/types.js';
import {formatBytes} from '../../words/numbers.js';
import {ToolRefusal} from './tool-errors.js';
import type {Scan} from './types.js';

export type ScanLimits = {
	/** Of one call. */
	readonly maxBytes: number;
	/** Sets bytes aside from what the question may scan in all; false where not so many are left. */
	readonly reserve: (bytes: number) => boolean;
};

/** By the index, which costs nothing to ask. Zero where this Loki has no such estimate. */
const estimate = async (client: LokiClient, {selector, range, passes}: Scan, signal: AbortSignal): Promise<number> => {
	try {
		const stats = await client.stats(selector, range, {signal});
		return (stats?.bytes ?? 0) * passes;
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof LokiError) {
			return 0;
		}

		throw error;
	}
};

/** What a call is going to scan, in bytes, set aside. Throws ToolRefusal where that is too much. */
export const reserveScan = async (client: LokiClient, scans: readonly Scan[], {limits, signal}: {readonly limits: ScanLimits; readonly signal: AbortSignal}): Promise<number> => {
	const estimates = await Promise.all(scans.map(async scan => estimate(client, scan, signal)));
	const bytes = estimates.reduce((sum, one) => sum + one, 0);
	const rangeMs = Math.max(0, ...scans.map(({range}) => range.endMs - range.startMs));
	if (bytes > limits.maxBytes) {
		const minutes = Math.floor(rangeMs * limits.maxBytes / bytes / minuteMs);
		throw new ToolRefusal({
			why: `this would make Loki read about ${formatBytes(bytes)}; a call may read ${formatBytes(limits.maxBytes)}`,
			instead: minutes >= 1 ? `Ask for at most ${minutes} minutes, or for fewer streams.` : 'Ask for one service or pod, and for less time.',
			short: `about ${formatBytes(bytes)} to scan`,
		});
	}

	if (!limits.reserve(bytes)) {
		throw new ToolRefusal({
			why: `this would make Loki read about ${formatBytes(bytes)}, more than is left of this investigation's budget`,
			instead: 'Ask for less time or fewer streams, or report with what is known.',
			short: `about ${formatBytes(bytes)} to scan, over the budget`,
		});
	}

	return bytes;
};
