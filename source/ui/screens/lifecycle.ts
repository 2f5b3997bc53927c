import type {ViewAction} from '../../store/actions.js';
import {maxScreens} from '../../store/view-reducer.js';
import type {View} from '../../store/view-state.js';
import type {ScreenIntent} from '../intents.js';
import {
	screens,
	type Screen,
	type ScreenAction,
	type ScreenOf,
	type ScreenType,
} from './registry.js';

/** What the screens that an action opens and leaves ask for, of the view as it was before it. Pure. */
export function lifecycle({screens: open}: View<Screen>, action: ViewAction<Screen, ScreenAction>): readonly ScreenIntent[] {
	if (action.type === 'screen-pushed') {
		return [...leaving(open.slice(0, Math.max(0, open.length + 1 - maxScreens))), ...opening([action.screen])];
	}

	if (action.type === 'screen-popped') {
		return open.length > 1 ? leaving(open.slice(-1)) : [];
	}

	return action.type === 'view-restored' ? [...leaving(open), ...opening(action.view.screens)] : [];
}

const opening = (opened: readonly Screen[]): readonly ScreenIntent[] => opened.flatMap(screen => onOpen(screen.type, screen));

const onOpen = <Type extends ScreenType>(type: Type, screen: ScreenOf<Type>): readonly ScreenIntent[] => screens[type].onOpen(screen);

const leaving = (left: readonly Screen[]): readonly ScreenIntent[] => left.flatMap(screen => onLeave(screen.type, screen));

const onLeave = <Type extends ScreenType>(type: Type, screen: ScreenOf<Type>): readonly ScreenIntent[] => screens[type].onLeave(screen);
