type Listener = (error: NodeJS.ErrnoException) => void;

const listeners = new Set<Listener>();

/** For a command that has more to do than to write: it goes on once stdout is lost, and ends by itself. Gives what stops the listening. */
export function onLostStdout(listener: Listener): () => void {
	listeners.add(listener);
	return () => {
		listeners.delete(listener);
	};
}

/** What was lost, for stderr. */
export const lostStdoutSentence = ({code, message}: NodeJS.ErrnoException): string => code === 'EPIPE'
	? 'Nobody reads stdout any more (EPIPE).'
	: `stdout cannot be written (${code ?? message}): what it was to hold is lost.`;

/** Nothing can be written to stdout any more. Says whether the command knows it now and ends by itself. */
export function loseStdout(error: NodeJS.ErrnoException): boolean {
	for (const listener of listeners) {
		listener(error);
	}

	return listeners.size > 0;
}
