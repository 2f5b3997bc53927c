import type {LogEntry} from '../../../loki/types.js';
import {lineCursor} from '../../../store/selectors/log-view.js';
import {logViewKey, type LogView, type State} from '../../../store/state.js';
import {act, push, type Binding} from '../../keys/binding.js';
import {moveInList} from '../../keys/movement.js';
import {
	alertKey,
	analyseKey,
	copyKey,
	exportServiceKey,
	incidentsKey,
	openKey,
	previewKey,
} from '../../keys/shared-bindings.js';
import {contextState, type LinesState} from './state.js';

/** What was read of the lines that a screen shows; undefined before it is asked for. */
export const shownLines = ({logs}: State, {service, template, around}: LinesState): LogView | undefined => logs.get(logViewKey(service, template, around));

/** The line under the cursor. */
function selectedEntry(state: State, screen: LinesState): LogEntry | undefined {
	const view = shownLines(state, screen);
	return view?.entries[lineCursor(view, screen.selected)];
}

export const linesMove = moveInList<LinesState>((state, screen) => {
	const view = shownLines(state, screen);
	return {
		cursor: view ? lineCursor(view, screen.selected) : 0,
		length: view?.entries.length ?? 0,
		select: row => act('lines', {type: 'row-selected', row}),
	};
});

export const linesKeys: ReadonlyArray<Binding<LinesState>> = [
	openKey(({state, screen}) => {
		const entry = selectedEntry(state, screen);
		return entry ? push(contextState(screen.service, entry)) : [];
	}),
	analyseKey,
	alertKey,
	previewKey('slack'),
	incidentsKey,
	exportServiceKey,
	copyKey(({state, screen}) => {
		const entry = selectedEntry(state, screen);
		return entry && {text: entry.line, what: 'the line'};
	}),
];
