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

/** The screens that an action leaves and opens, of the view as it was before it, in that order. Pure. */
export function changedScreens({screens: open}: Pick<View<Screen>, 'screens'>, action: ViewAction<Screen, ScreenAction>): {readonly left: readonly Screen[]; readonly opened: readonly Screen[]} {
	if (action.type === 'screen-pushed') {
		return {left: open.slice(0, Math.max(0, open.length + 1 - maxScreens)), opened: [action.screen]};
	}

	if (action.type === 'screen-popped') {
		return {left: open.length > 1 ? open.slice(-1) : [], opened: []};
	}

	return action.type === 'view-restored' ? {left: open, opened: action.view.screens} : {left: [], opened: []};
}

/** What the screens that an action leaves and opens ask for. Pure. */
export function lifecycle(before: View<Screen>, action: ViewAction<Screen, ScreenAction>): readonly ScreenIntent[] {
	const {left, opened} = changedScreens(before, action);
	return [...left.flatMap(screen => onLeave(screen.type, screen)), ...opened.flatMap(screen => onOpen(screen.type, screen))];
}

const onOpen = <Type extends ScreenType>(type: Type, screen: ScreenOf<Type>): readonly ScreenIntent[] => screens[type].onOpen(screen);

const onLeave = <Type extends ScreenType>(type: Type, screen: ScreenOf<Type>): readonly ScreenIntent[] => screens[type].onLeave(screen);
