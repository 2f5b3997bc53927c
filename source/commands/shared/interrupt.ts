const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Signal = typeof signals[number];

type SignalSource = {
	readonly once: (signal: Signal, listener: () => void) => unknown;
	readonly off: (signal: Signal, listener: () => void) => unknown;
};

/** Resolves when the process is asked to end by one of these signals; stops listening then, or when `ended` is aborted. */
export async function untilInterrupted(source: SignalSource, {wanted = signals, ended}: {readonly wanted?: readonly Signal[]; readonly ended?: AbortSignal} = {}): Promise<void> {
	await new Promise<void>(resolve => {
		const end = () => {
			for (const signal of wanted) {
				source.off(signal, end);
			}

			resolve();
		};

		ended?.addEventListener('abort', end, {once: true});
		for (const signal of wanted) {
			source.once(signal, end);
		}
	});
}
