export type LinkedAbort = {
	readonly signal: AbortSignal;
	readonly abort: (reason?: unknown) => void;
	/** Lets go of the outer signal, which may live as long as the program. */
	readonly unlink: () => void;
};

/** A signal of one's own that an outer one aborts as well. */
export function linkAbort(outer: AbortSignal | undefined): LinkedAbort {
	const controller = new AbortController();
	const onAbort = () => {
		controller.abort(outer?.reason);
	};

	if (outer?.aborted) {
		onAbort();
	}

	outer?.addEventListener('abort', onAbort, {once: true});
	return {
		signal: controller.signal,
		abort(reason) {
			controller.abort(reason);
		},
		unlink() {
			outer?.removeEventListener('abort', onAbort);
		},
	};
}
