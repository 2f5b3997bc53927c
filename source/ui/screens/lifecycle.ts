import type {ViewAction} from '../../store/actions.js';
import {assertNever} from '../../store/assert-never.js';
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
	switch (action.type) {
		case 'screen-pushed': {
			return {left: open.slice(0, Math.max(0, open.length + 1 - maxScreens)), opened: [action.screen]};
		}

		case 'screen-popped': {
			return {left: open.length > 1 ? open.slice(-1) : [], opened: []};
		}

		case 'view-restored': {
			return {left: open, opened: action.view.screens};
		}

		case 'screen-acted':
		case 'service-selected':
		case 'help-toggled':
		case 'help-scrolled':
		case 'field-opened':
		case 'field-edited':
		case 'field-closed':
		case 'filter-changed':
		case 'order-changed':
		case 'range-chosen':
		case 'pattern-hidden':
		case 'texts-recalled':
		case 'pause-toggled':
		case 'watch-toggled': {
			return {left: [], opened: []};
		}

		default: {
			return assertNever(action);
		}
	}
}

/** What the screens that an action leaves and opens ask for. Pure. */
export function lifecycle(before: View<Screen>, action: ViewAction<Screen, ScreenAction>): readonly ScreenIntent[] {
	const {left, opened} = changedScreens(before, action);
	return [...left.flatMap(screen => onLeave(screen.type, screen)), ...opened.flatMap(screen => onOpen(screen.type, screen))];
}

const onOpen = <Type extends ScreenType>(type: Type, screen: ScreenOf<Type>): readonly ScreenIntent[] => screens[type].onOpen(screen);

const onLeave = <Type extends ScreenType>(type: Type, screen: ScreenOf<Type>): readonly ScreenIntent[] => screens[type].onLeave(screen);
