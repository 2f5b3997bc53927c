import type {Action} from './actions.js';
import {isViewAction, reduce} from './reducer.js';
import type {State} from './state.js';

/** Listeners hear of data at most this often; of the user's own doing at once. */
const notifyEveryMs = 100;
/** An answer streams for a minute or two: read at this pace it costs half as much. */
const notifyOfTextEveryMs = 250;

export type Store = {
	readonly getState: () => State;
	readonly dispatch: (action: Action) => void;
	/** Returns the function that ends it. */
	readonly subscribe: (listener: () => void) => () => void;
	/** Called with every action that changed the state, at once and unbatched; it must not dispatch. Returns the function that ends it. */
	readonly onAction: (listener: (action: Action) => void) => () => void;
	/** Stops the timer; later actions still change the state, silently. */
	readonly close: () => void;
};

/** Holds the state and tells listeners of changes, batched: a paint costs more than a change. */
export function createStore(initial: State): Store {
	let state = initial;
	let timer: NodeJS.Timeout | undefined;
	let isClosed = false;
	const listeners = new Set<() => void>();
	const actionListeners = new Set<(action: Action) => void>();

	const notify = () => {
		clearTimeout(timer);
		timer = undefined;
		for (const listener of listeners) {
			listener();
		}
	};

	return {
		getState: () => state,
		dispatch(action) {
			const next = reduce(state, action);
			if (next === state) {
				return;
			}

			state = next;
			for (const listener of actionListeners) {
				listener(action);
			}

			if (isClosed) {
				return;
			}

			if (isViewAction(action)) {
				notify();
			} else {
				timer ??= setTimeout(notify, action.type === 'analysis-event' ? notifyOfTextEveryMs : notifyEveryMs);
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		onAction(listener) {
			actionListeners.add(listener);
			return () => {
				actionListeners.delete(listener);
			};
		},
		close() {
			isClosed = true;
			clearTimeout(timer);
			listeners.clear();
		},
	};
}
