import {useInput, usePaste} from 'ink';
import {useContext} from 'react';
import type {Intent} from '../intents.js';
import {isWaitingToAsk} from '../../store/selectors/analysis.js';
import {isViewAction} from '../../store/reducer.js';
import type {Store} from '../../store/store.js';
import {currentScreen, screenService} from '../../store/view-state.js';
import {editText, insertText} from '../keys/edit-text.js';
import type {Effects} from '../keys/binding.js';
import {keyPresses, type KeyPress} from '../keys/key-name.js';
import {effectsOfKey} from '../keys/key-table.js';
import {PageContext} from './use-page.js';
import {useSuspend} from './use-suspend.js';

/** The one key handler: a text field takes all keys while it is open, else the key table decides. */
export function useKeys(store: Store, onIntent: (intent: Intent) => void): void {
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

	useInput((input, key) => {
		for (const press of keyPresses(input, key)) {
			const state = store.getState();
			if (state.view.field) {
				perform(effectsInField(store, press));
			} else if (press.name !== undefined) {
				perform(effectsOfKey(press.name, state, page.current));
			}
		}
	});

	usePaste(text => {
		const {field} = store.getState().view;
		if (field) {
			perform(edited(store, insertText(field, text)));
		}
	});
}

function effectsInField(store: Store, {name, input}: KeyPress): Effects {
	const {view} = store.getState();
	const {field} = view;
	if (!field) {
		return [];
	}

	if (name === 'ctrl-c') {
		return [{type: 'quit'}];
	}

	if (name === 'esc') {
		const isFilter = field.purpose === 'filter';
		return [{type: 'field-closed'}, ...(isFilter ? [{type: 'filter-changed', filter: ''} as const] : [])];
	}

	if (name === 'enter') {
		return submitted(store);
	}

	const next = editText(field, name, input);
	return next ? edited(store, next) : [];
}

/** A filter works while it is typed. */
function edited(store: Store, {text, cursor}: {readonly text: string; readonly cursor: number}): Effects {
	const isFilter = store.getState().view.field?.purpose === 'filter';
	return [{type: 'field-edited', text, cursor}, ...(isFilter ? [{type: 'filter-changed', filter: text} as const] : [])];
}

function submitted(store: Store): Effects {
	const {view} = store.getState();
	const service = screenService(currentScreen(view));
	const question = view.field?.text.trim() ?? '';
	// One question at a time: what is typed stays until it can be sent.
	if (view.field?.purpose === 'question' && isWaitingToAsk(store.getState())) {
		return [];
	}

	return view.field?.purpose !== 'question' || service === undefined || question === '' ? [{type: 'field-closed'}] : [{type: 'field-closed'}, {type: 'scrolled', scroll: {from: 'end', rows: 0}}, {type: 'ask', service, question}];
}
