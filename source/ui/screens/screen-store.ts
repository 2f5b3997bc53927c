import type {Action} from '../../store/actions.js';
import {isViewAction, reduce} from '../../store/reducer.js';
import {createStore, type OwnStore} from '../../store/store.js';
import type {State} from '../../store/state.js';
import type {ScreenIntent} from '../intents.js';
import {lifecycle} from './lifecycle.js';
import {
	screens,
	type ActionOf,
	type Screen,
	type ScreenAction,
	type ScreenOf,
	type ScreenType,
	type UiState,
} from './registry.js';

/** The store of a program that shows its screens. */
export type ScreenStore = OwnStore<Screen, ScreenAction>;

/** The state of a program that has just begun, with the first screen open. */
export const openState = (state: State<never>): UiState => ({...state, view: {...state.view, screens: [{type: 'overview'}]}});

/** A store of screens. What a screen asks for when it is opened or left goes to `onIntent`, whoever opened or left it. */
export function createScreenStore(initial: UiState, onIntent: (intent: ScreenIntent) => void): ScreenStore {
	const store = createStore(initial, reduceScreen);
	return {
		...store,
		dispatch(action) {
			const before = store.getState().view;
			store.dispatch(action);
			if (!isViewAction(action)) {
				return;
			}

			for (const intent of lifecycle(before, action)) {
				onIntent(intent);
			}
		},
	};
}

/** The one place where the state of a program with screens changes. Pure. */
export const reduceState = (state: UiState, action: Action<Screen, ScreenAction>): UiState => reduce(state, action, reduceScreen);

const reduceScreen = (screen: Screen, acted: ScreenAction): Screen => reduceOne(acted.screen, screen, acted.action);

/** What is meant for a screen that is not seen any more changes nothing. */
const reduceOne = <Type extends ScreenType>(type: Type, screen: Screen, action: ActionOf<Type>): Screen => isOfType(type, screen) ? screens[type].reduce(screen, action) : screen;

const isOfType = <Type extends ScreenType>(type: Type, screen: Screen): screen is ScreenOf<Type> => screen.type === type;
