import {onAbort} from './on-abort.js';

export type LinkedAbort = {
	readonly signal: AbortSignal;
	readonly abort: (reason?: unknown) => void;
	/** Lets go of the outer signals, which may live as long as the program. */
	readonly unlink: () => void;
};

/** A signal of one's own that outer ones abort as well. In place of `AbortSignal.any`: what that makes stays with the outer signals for ever on older versions of Node. */
export function linkAbort(...outers: ReadonlyArray<AbortSignal | undefined>): LinkedAbort {
	const controller = new AbortController();
	const abort = (reason?: unknown) => {
		controller.abort(reason);
	};

	const unlinks = outers.flatMap(outer => {
		if (!outer) {
			return [];
		}

		if (outer.aborted) {
			abort(outer.reason);
		}

		return [onAbort(outer, () => {
			abort(outer.reason);
		})];
	});
	return {
		signal: controller.signal,
		abort,
		unlink() {
			for (const unlink of unlinks) {
				unlink();
			}
		},
	};
}
