import {listedIncidents} from '../../store/selectors/incident-list.js';
import {lineCursor} from '../../store/selectors/log-view.js';
import {selectedRow} from '../../store/selectors/overview.js';
import type {State} from '../../store/state.js';
import type {Screen, Scroll} from '../../store/view-state.js';
import {shownLines} from '../screens/lines/commands.js';
import {selectService} from '../screens/overview/commands.js';
import {paneLength} from '../screens/service/commands.js';
import {lastRow, nearestRow, selectRow} from './list-rows.js';
import type {Effects, KeyContext} from './binding.js';

/** Moves the cursor of a list or scrolls a text. */
export function moveBy(context: KeyContext, rows: number): Effects {
	const {state, screen} = context;
	if (state.view.isHelpOpen) {
		return showHelpFrom(context, Math.min(state.view.helpRow, lastStart(context)) + rows);
	}

	if (screen.type === 'overview') {
		return selectService(state, selectedRow(state).index + rows);
	}

	if (screen.type === 'service') {
		return selectRow(screen.selectedPattern + rows, paneLength(state, screen));
	}

	if (screen.type === 'lines') {
		const view = shownLines(state, screen);
		return view ? selectRow(lineCursor(view, screen.selected) + rows, view.entries.length) : [];
	}

	if (screen.type === 'incidents') {
		const {length} = listedIncidents(state);
		return selectRow(nearestRow(screen.selected, length) + rows, length);
	}

	return scrollBy(context, screen.scroll, rows);
}

/** To the first or last row; a text that streams is followed from its end. */
export function moveTo(context: KeyContext, end: Scroll['from']): Effects {
	const {state, screen} = context;
	const row = end === 'top' ? 0 : lastRow;
	if (state.view.isHelpOpen) {
		return showHelpFrom(context, row);
	}

	if (screen.type === 'overview') {
		return selectService(state, row);
	}

	const length = listLength(state, screen);
	return length === undefined ? [{type: 'scrolled', scroll: {from: end, rows: 0}}] : selectRow(row, length);
}

/** Rows of the list on a screen; undefined where it shows a text. */
function listLength(state: State, screen: Screen): number | undefined {
	if (screen.type === 'service') {
		return paneLength(state, screen);
	}

	if (screen.type === 'lines') {
		return shownLines(state, screen)?.entries.length ?? 0;
	}

	return screen.type === 'incidents' ? listedIncidents(state).length : undefined;
}

/** A scroll counts from the end that it holds on to, and passes neither. */
function scrollBy(context: KeyContext, {from, rows: scrolled}: Scroll, rows: number): Effects {
	const most = lastStart(context);
	const moved = Math.min(scrolled, most) + (from === 'top' ? rows : -rows);
	return [{type: 'scrolled', scroll: {from, rows: Math.max(0, Math.min(most, moved))}}];
}

/** The furthest that a text can be scrolled. */
const lastStart = ({pageRows, contentRows}: KeyContext): number => Math.max(0, contentRows - pageRows);

const showHelpFrom = (context: KeyContext, row: number): Effects => [{type: 'help-scrolled', row: Math.max(0, Math.min(lastStart(context), row))}];
