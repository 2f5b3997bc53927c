const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type SignalSource = {
	readonly once: (signal: typeof signals[number], listener: () => void) => unknown;
	readonly off: (signal: typeof signals[number], listener: () => void) => unknown;
};

/** Resolves when the process is asked to end. */
export async function untilInterrupted(source: SignalSource): Promise<void> {
	await new Promise<void>(resolve => {
		const end = () => {
			for (const signal of signals) {
				source.off(signal, end);
			}

			resolve();
		};

		for (const signal of signals) {
			source.once(signal, end);
		}
	});
}
