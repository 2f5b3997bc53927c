const codes = new Set(['EIO', 'EPIPE', 'ENXIO']);

type Stream = {
	readonly on: (event: 'error', listener: (error: NodeJS.ErrnoException) => void) => unknown;
	readonly off: (event: 'error', listener: (error: NodeJS.ErrnoException) => void) => unknown;
};

export type HangUpSource = {
	readonly stdin: Stream;
	readonly stdout: Stream;
	readonly on: (signal: 'SIGHUP', listener: () => void) => unknown;
	readonly off: (signal: 'SIGHUP', listener: () => void) => unknown;
};

export type HangUp = {
	/** Resolves when the terminal is gone: its signal comes, or nothing can be read from it or written to it any more. */
	readonly promise: Promise<void>;
	readonly end: () => void;
};

/** Waits for the terminal to go away, as it does when a connection drops. It listens until it is ended: every write to a terminal that is gone fails again. */
export function untilHungUp(source: HangUpSource): HangUp {
	const listening = new AbortController();
	const promise = new Promise<void>(resolve => {
		const onSignal = () => {
			resolve();
		};

		const onError = ({code}: NodeJS.ErrnoException) => {
			if (codes.has(code ?? '')) {
				resolve();
			}
		};

		source.on('SIGHUP', onSignal);
		source.stdin.on('error', onError);
		source.stdout.on('error', onError);
		listening.signal.addEventListener('abort', () => {
			source.off('SIGHUP', onSignal);
			source.stdin.off('error', onError);
			source.stdout.off('error', onError);
		}, {once: true});
	});
	return {
		promise,
		end() {
			listening.abort();
		},
	};
}
