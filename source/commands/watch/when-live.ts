import type {Store} from '../../store/store.js';

export type WhenLiveOptions = {
	readonly store: Store;
	/** Undefined while it is not known what this Loki is. */
	readonly scope: () => unknown;
	readonly signal: AbortSignal;
};

/** Screens that can be open at once ask for no more than this. */
const maxWaiting = 16;

/**
For what a screen wants of Loki: at once where this Loki is known, else as soon as it has answered, as with the screens of a session that goes on.
Ends with the session; what waits longest is given up where too much does.
*/
export function createWhenLive({store, scope, signal}: WhenLiveOptions): (read: () => Promise<unknown>) => void {
	const waiting: Array<() => Promise<unknown>> = [];
	const end = store.subscribe(() => {
		if (waiting.length === 0 || store.getState().connection.status !== 'live') {
			return;
		}

		for (const read of waiting.splice(0)) {
			void read();
		}
	});
	signal.addEventListener('abort', end, {once: true});
	return read => {
		if (scope() !== undefined) {
			void read();
			return;
		}

		waiting.push(read);
		waiting.splice(0, waiting.length - maxWaiting);
	};
}
