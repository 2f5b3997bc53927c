import {useRef, useSyncExternalStore} from 'react';
import type {State} from '../../store/state.js';
import type {Store} from '../../store/store.js';

/** The store's state; while the screen is paused only what the user does and the clock go on. */
export function useStateOf(store: Store): State {
	const state = useSyncExternalStore(store.subscribe, store.getState);
	const frozen = useRef<State>(undefined);
	if (!state.view.isPaused) {
		frozen.current = undefined;
		return state;
	}

	frozen.current ??= state;
	return {
		...state,
		history: frozen.current.history,
		openMinute: frozen.current.openMinute,
		anomalies: frozen.current.anomalies,
		expectations: frozen.current.expectations,
	};
}
