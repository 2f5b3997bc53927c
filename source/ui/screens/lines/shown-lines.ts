import {noService} from '../../../detect/types.js';
import type {LogEntry} from '../../../loki/types.js';
import {lineCursor, shownIndexes} from '../../../store/selectors/log-view.js';
import {memoizeLast} from '../../../store/selectors/memoize.js';
import {logViewKey, type LogView, type State} from '../../../store/state.js';
import {lastRow} from '../../keys/movement.js';
import {findLines} from './search.js';
import type {LinesState} from './state.js';

/** What was read of the lines that a screen shows; undefined before it is asked for. */
const viewOf = ({logs}: State, screen: LinesState): LogView | undefined => logs.get(logViewKey(screen));

/** What of the lines that are held a screen shows. */
export type ShownLines = {
	readonly view: LogView | undefined;
	/** The places among the entries of those that are loud enough, oldest first. */
	readonly indexes: readonly number[];
	/** The position of the cursor among them. */
	readonly cursor: number;
	/** The line under the cursor. */
	readonly entry: LogEntry | undefined;
};

export function shownLines(state: State, screen: LinesState): ShownLines {
	const view = viewOf(state, screen);
	if (!view) {
		return {
			view, indexes: [], cursor: 0, entry: undefined,
		};
	}

	const indexes = shownIndexes({lines: view, least: screen.leastLevel});
	const cursor = lineCursor(view, indexes, screen.selected);
	return {
		view, indexes, cursor, entry: view.entries[indexes[cursor] ?? -1],
	};
}

/** Who wrote a line of a view. Of several services, a line that names none is of none of them. */
export function serviceOfLine({labels}: LogEntry, view: LogView | undefined, {service, services, trace, query}: LinesState): string {
	const label = view?.serviceLabel;
	const name = label === undefined ? '' : labels[label] ?? '';
	if (name !== '') {
		return name;
	}

	const isOfSeveral = services !== undefined || trace !== undefined || (query !== undefined && service === '');
	return isOfSeveral && label !== undefined ? noService : service;
}

/** The number of the line at a position. */
export const rowAt = ({view, indexes}: ShownLines, position: number): number => (indexes[position] ?? 0) + (view?.firstRow ?? 0);

/** The same for a cursor that was moved there: at the end it goes on with the lines that come in. */
export const movedTo = (shown: ShownLines, position: number): number => position >= shown.indexes.length - 1 && shown.view?.anchor === undefined ? lastRow : rowAt(shown, position);

/** The positions, oldest first, of the shown lines that hold what is searched for. */
export const matchingPositions = ({view, indexes}: ShownLines, search = ''): readonly number[] => view && search !== '' ? positionsOf({found: findLines(view.entries, search), indexes, isAll: indexes.length === view.entries.length}) : [];

/** A frame asks for them more than once, and a hundred thousand lines may be held. */
const positionsOf = memoizeLast(({found, indexes, isAll}: {readonly found: readonly number[]; readonly indexes: readonly number[]; readonly isAll: boolean}): readonly number[] => {
	if (isAll) {
		return found;
	}

	const positions: number[] = [];
	let next = 0;
	for (const index of found) {
		while (next < indexes.length && indexes[next]! < index) {
			next++;
		}

		if (indexes[next] === index) {
			positions.push(next);
		}
	}

	return positions;
}, ({found, indexes, isAll}) => [found, indexes, isAll]);
