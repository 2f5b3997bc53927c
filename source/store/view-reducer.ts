import type {AnyScreenAction, ViewAction} from './actions.js';
import {assertNever} from './assert-never.js';
import {
	orders,
	rangeMinutes,
	type AnyScreen,
	type View,
} from './view-state.js';

/** Deeper than any real path through the screens. */
export const maxScreens = 16;
/** Texts of one kind of field that can be called back. */
const maxSent = 200;
/** Of one service; more would make a query that no Loki takes. */
const maxHidden = 30;

/** What an action of its own makes of a screen; an action that is meant for another screen leaves it as it is. */
export type ReduceScreen<Screen extends AnyScreen, ScreenAction extends AnyScreenAction> = (screen: Screen, action: ScreenAction) => Screen;

/** What a key press does to the view. Pure. */
export function reduceView<Screen extends AnyScreen, ScreenAction extends AnyScreenAction>(view: View<Screen>, action: ViewAction<Screen, ScreenAction>, reduceScreen: ReduceScreen<Screen, ScreenAction>): View<Screen> {
	switch (action.type) {
		case 'screen-pushed': {
			return {...view, screens: [...view.screens, action.screen].slice(-maxScreens)};
		}

		case 'screen-popped': {
			return view.screens.length > 1 ? {...view, screens: view.screens.slice(0, -1)} : view;
		}

		case 'view-restored': {
			return {...view, ...action.view};
		}

		case 'screen-acted': {
			const screen = view.screens.at(-1);
			return screen === undefined ? view : {...view, screens: [...view.screens.slice(0, -1), reduceScreen(screen, action)]};
		}

		case 'service-selected': {
			return {...view, selectedService: action.service};
		}

		case 'help-toggled': {
			return {...view, isHelpOpen: !view.isHelpOpen, helpRow: 0};
		}

		case 'help-scrolled': {
			return {...view, helpRow: action.row};
		}

		case 'field-opened': {
			return {...view, field: action.field};
		}

		case 'field-edited': {
			return view.field ? {...view, field: {purpose: view.field.purpose, ...action.field}, killed: action.killed ?? view.killed} : view;
		}

		case 'field-closed': {
			const {field, sent} = view;
			return {...view, field: undefined, sent: field && action.sent !== undefined ? remember(sent, field.purpose, action.sent) : sent};
		}

		case 'texts-recalled': {
			const known = view.sent.get(action.purpose) ?? [];
			const texts = [...action.texts.filter(text => !known.includes(text)), ...known].slice(-maxSent);
			return {...view, sent: new Map(view.sent).set(action.purpose, texts)};
		}

		case 'filter-changed': {
			return {...view, filter: action.filter};
		}

		case 'order-changed': {
			const next = (orders.indexOf(view.order) + 1) % orders.length;
			return {...view, order: orders[next] ?? 'abnormal'};
		}

		case 'range-chosen': {
			return action.rangeIndex < rangeMinutes.length ? {...view, rangeIndex: action.rangeIndex} : view;
		}

		case 'pattern-hidden': {
			return {...view, hiddenPatterns: toggle(view.hiddenPatterns, action.service, action.template)};
		}

		case 'pause-toggled': {
			return {...view, isPaused: !view.isPaused};
		}

		case 'watch-toggled': {
			return {...view, isWatched: !view.isWatched};
		}

		default: {
			return assertNever(action);
		}
	}
}

/** What was sent again moves to the end. */
function remember(sent: View['sent'], purpose: string, text: string): View['sent'] {
	return text.trim() === '' ? sent : new Map(sent).set(purpose, [...(sent.get(purpose) ?? []).filter(other => other !== text), text].slice(-maxSent));
}

/** Excludes a template, or takes it back. */
function toggle(hidden: View['hiddenPatterns'], service: string, template: string): View['hiddenPatterns'] {
	const templates = hidden.get(service) ?? [];
	const next = templates.includes(template) ? templates.filter(other => other !== template) : [...templates, template].slice(-maxHidden);
	return new Map(hidden).set(service, next);
}
