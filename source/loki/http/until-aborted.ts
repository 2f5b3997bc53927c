import {onAbort} from './on-abort.js';

/** Settles as `work` does, or rejects with the signal's reason as soon as it is aborted. */
export async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
	if (!signal) {
		return work;
	}

	let letGo: (() => void) | undefined;
	const aborted = new Promise<never>((_resolve, reject) => {
		const rejectWithReason = () => {
			reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', {cause: signal.reason}));
		};

		if (signal.aborted) {
			rejectWithReason();
		} else {
			letGo = onAbort(signal, rejectWithReason);
		}
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		letGo?.();
	}
}
