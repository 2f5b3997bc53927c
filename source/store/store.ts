import type {Action, AnyScreenAction, DataAction} from './actions.js';
import {isViewAction, reduce} from './reducer.js';
import type {State} from './state.js';
import type {ReduceScreen} from './view-reducer.js';
import type {AnyScreen} from './view-state.js';

/** Listeners hear of data at most this often; of the user's own doing at once. */
const notifyEveryMs = 100;
/** An answer streams for a minute or two: read at this pace it costs half as much. */
const notifyOfTextEveryMs = 250;

/** What the rooms see of the store: they read the state and report facts. */
export type Store = {
	readonly getState: () => State;
	readonly dispatch: (action: DataAction) => void;
	/** Returns the function that ends it. */
	readonly subscribe: (listener: () => void) => () => void;
	/** Called with every fact that changed the state, at once and unbatched; it must not dispatch. Returns the function that ends it. */
	readonly onAction: (listener: (action: DataAction) => void) => () => void;
};

/** The store as whoever made it has it, with the screens that it may show. */
export type OwnStore<Screen extends AnyScreen, ScreenAction extends AnyScreenAction> = Omit<Store, 'getState' | 'dispatch'> & {
	readonly getState: () => State<Screen>;
	readonly dispatch: (action: Action<Screen, ScreenAction>) => void;
	/** Stops the timer; later actions still change the state, silently. */
	readonly close: () => void;
};

/** Holds the state and tells listeners of changes, batched: a paint costs more than a change. `reduceScreen` is for those that show screens. */
export function createStore<Screen extends AnyScreen, ScreenAction extends AnyScreenAction>(initial: State<Screen>, reduceScreen: ReduceScreen<Screen, ScreenAction> = screen => screen): OwnStore<Screen, ScreenAction> {
	let state = initial;
	let timer: NodeJS.Timeout | undefined;
	let isClosed = false;
	const listeners = new Set<() => void>();
	const actionListeners = new Set<(action: DataAction) => void>();

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
			const next = reduce(state, action, reduceScreen);
			if (next === state) {
				return;
			}

			state = next;
			if (isViewAction(action)) {
				if (!isClosed) {
					notify();
				}

				return;
			}

			for (const listener of actionListeners) {
				listener(action);
			}

			if (!isClosed) {
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
