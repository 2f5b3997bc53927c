import {onAbort} from './on-abort.js';

export type LinkedAbort = {
	readonly signal: AbortSignal;
	readonly abort: (reason?: unknown) => void;
	/** Lets go of the outer signal, which may live as long as the program. */
	readonly unlink: () => void;
};

/** A signal of one's own that an outer one aborts as well. */
export function linkAbort(outer: AbortSignal | undefined): LinkedAbort {
	const controller = new AbortController();
	const abort = (reason?: unknown) => {
		controller.abort(reason);
	};

	if (outer?.aborted) {
		abort(outer.reason);
	}

	const unlink = outer && onAbort(outer, () => {
		abort(outer.reason);
	});
	return {
		signal: controller.signal,
		abort,
		unlink() {
			unlink?.();
		},
	};
}
