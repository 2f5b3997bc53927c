import {useRef, useSyncExternalStore} from 'react';
import type {UiState} from '../screens/registry.js';
import type {ScreenStore} from '../screens/screen-store.js';

/** The store's state; while the screen is paused only what the user does and the clock go on. */
export function useStateOf(store: ScreenStore): UiState {
	const state = useSyncExternalStore(store.subscribe, store.getState);
	const frozen = useRef<UiState>(undefined);
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
