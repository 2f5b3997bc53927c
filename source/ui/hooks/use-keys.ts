import {useInput, usePaste} from 'ink';
import {useContext} from 'react';
import {isViewAction} from '../../store/reducer.js';
import {isLocked} from '../../store/lock.js';
import type {Intent} from '../intents.js';
import type {Effects} from '../keys/binding.js';
import {effectsInField, effectsOfPaste} from '../keys/field-keys.js';
import {keyPresses, typedPresses} from '../keys/key-name.js';
import {effectsOfKey} from '../keys/key-table.js';
import type {ScreenStore} from '../screens/screen-store.js';
import {PageContext} from './use-page.js';
import {useSuspend} from './use-suspend.js';

/** The one key handler: a text field takes all keys while it is open, else the key table decides. */
export function useKeys(store: ScreenStore, onIntent: (intent: Intent) => void): void {
	const page = useContext(PageContext);
	const suspend = useSuspend();

	const perform = (effects: Effects): void => {
		for (const effect of effects) {
			if (isViewAction(effect)) {
				store.dispatch(effect);
			} else if (effect.type === 'suspend') {
				suspend();
			} else {
				onIntent(effect);
			}
		}
	};

	/** Notes that somebody is there; gives whether the keys that came may do something. */
	const unlock = (): boolean => {
		const state = store.getState();
		if (state.lock) {
			store.dispatch({type: 'key-pressed'});
		}

		return !isLocked(state);
	};

	useInput((input, key) => {
		if (!unlock()) {
			return;
		}

		const presses = keyPresses(input, key);
		const isTyping = store.getState().view.field !== undefined;
		for (const press of isTyping ? typedPresses(presses) : presses) {
			const state = store.getState();
			if (state.view.field) {
				perform(effectsInField(press, state.view.field, state));
			} else if (press.name !== undefined) {
				perform(effectsOfKey(press.name, state, page.current));
			}
		}
	});

	usePaste(text => {
		if (!unlock()) {
			return;
		}

		const state = store.getState();
		if (state.view.field) {
			perform(effectsOfPaste(text, state.view.field, state));
		}
	});
}
