import type {LogEntry} from '../../../loki/types.js';
import {lineCursor} from '../../../store/selectors/log-view.js';
import {logViewKey, type LogView, type State} from '../../../store/state.js';
import type {AroundLine} from '../../../store/view-state.js';
import type {Effects, KeyContext, ScreenOf} from '../../keys/binding.js';
import {lastRow} from '../../keys/list-rows.js';
import {withService} from '../../keys/service-at-hand.js';

/** Opens the lines of a service, of one pattern where there is a template; the newest is under the cursor. */
export const linesOf = (service: string, template: string | undefined): Effects => [
	{
		type: 'screen-pushed',
		screen: {
			type: 'lines', service, template, selected: lastRow,
		},
	},
	{type: 'open-lines', service, template},
];

export const openLines = (context: KeyContext): Effects => withService(context, service => linesOf(service, undefined));

/** Opens a line among its neighbours. */
export const contextOf = (service: string, line: AroundLine): Effects => [
	{
		type: 'screen-pushed',
		screen: {
			type: 'lines', service, template: undefined, around: line, selected: lastRow,
		},
	},
	{type: 'open-context', service, line},
];

/** `enter` on log lines: the one under the cursor among its neighbours. */
export function openSelectedLine(state: State, screen: ScreenOf<'lines'>): Effects {
	const entry = selectedEntry(state, screen);
	return entry ? contextOf(screen.service, entry) : [];
}

/** The line under the cursor. */
export function selectedEntry(state: State, screen: ScreenOf<'lines'>): LogEntry | undefined {
	const view = shownLines(state, screen);
	return view?.entries[lineCursor(view, screen.selected)];
}

/** What was read of the lines that a screen shows; undefined before it is asked for. */
export const shownLines = ({logs}: State, {service, template, around}: ScreenOf<'lines'>): LogView | undefined => logs.get(logViewKey(service, template, around));
