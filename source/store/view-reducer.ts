import type {ViewAction} from './actions.js';
import {
	currentScreen,
	orders,
	rangeMinutes,
	type Screen,
	type View,
} from './view-state.js';

/** Deeper than any real path through the screens. */
const maxScreens = 16;
/** Of one service; more would make a query that no Loki takes. */
const maxExcluded = 30;

const withScreen = (view: View, screen: Screen): View => ({...view, screens: [...view.screens.slice(0, -1), screen]});

/** What a key press does to the screen. Pure. */
export function reduceView(view: View, action: ViewAction): View {
	switch (action.type) {
		case 'screen-pushed': {
			return {...view, screens: [...view.screens, action.screen].slice(-maxScreens)};
		}

		case 'screen-popped': {
			return view.screens.length > 1 ? {...view, screens: view.screens.slice(0, -1)} : view;
		}

		case 'service-selected': {
			return {...view, selectedService: action.service};
		}

		case 'row-selected': {
			return withScreen(view, selectRow(currentScreen(view), action.row));
		}

		case 'pane-chosen': {
			const screen = currentScreen(view);
			return screen.type === 'service' ? withScreen(view, {...screen, pane: action.pane}) : view;
		}

		case 'scrolled': {
			const screen = currentScreen(view);
			// Who scrolls has left the citation.
			return 'scroll' in screen ? withScreen(view, {...screen, scroll: action.scroll, ...(screen.type === 'analysis' && {citation: undefined})}) : view;
		}

		case 'citation-selected': {
			const screen = currentScreen(view);
			return screen.type === 'analysis' ? withScreen(view, {...screen, citation: action.citation}) : view;
		}

		case 'tools-toggled': {
			const screen = currentScreen(view);
			return screen.type === 'analysis' ? withScreen(view, {...screen, areToolsOpen: !(screen.areToolsOpen ?? false)}) : view;
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
			return view.field ? {...view, field: {...view.field, text: action.text, cursor: action.cursor}} : view;
		}

		case 'field-closed': {
			return {...view, field: undefined};
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

		case 'pattern-excluded': {
			return {...view, excluded: toggle(view.excluded, action.service, action.template)};
		}

		case 'pause-toggled': {
			return {...view, isPaused: !view.isPaused};
		}
	}
}

/** Excludes a template, or takes it back. */
function toggle(excluded: View['excluded'], service: string, template: string): View['excluded'] {
	const templates = excluded.get(service) ?? [];
	const next = templates.includes(template) ? templates.filter(other => other !== template) : [...templates, template].slice(-maxExcluded);
	return new Map(excluded).set(service, next);
}

function selectRow(screen: Screen, row: number): Screen {
	if (screen.type === 'service') {
		return {...screen, selectedPattern: row};
	}

	return screen.type === 'lines' || screen.type === 'incidents' ? {...screen, selected: row} : screen;
}
