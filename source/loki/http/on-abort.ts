import {setMaxListeners} from 'node:events';

/** Calls `listener` when the signal is aborted; what it returns lets go of the signal. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
	// One signal for many requests is as it should be, and older versions of Node warn of it on the terminal.
	setMaxListeners(0, signal);
	signal.addEventListener('abort', listener, {once: true});
	return () => {
		signal.removeEventListener('abort', listener);
	};
}
