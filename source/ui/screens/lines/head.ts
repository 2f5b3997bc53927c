import {formatCount} from '../../../words/numbers.js';
import type {LogView, State} from '../../../store/state.js';
import type {StyledRow} from '../../components/line.js';
import {logHead, windowWords} from '../../layout/log-rows.js';
import {justify} from '../../layout/row.js';
import type {ShownLines} from './shown-lines.js';
import type {LinesState} from './state.js';

/** Which lines are shown: their window, how many of how many, from which level on. What has no room goes from the end. */
export function linesHead(state: State, {template, leastLevel}: LinesState, {view, indexes}: ShownLines, columns: number): StyledRow {
	const level: StyledRow = leastLevel === undefined ? [] : [[`level >= ${leastLevel}`, 'bold'], [`: ${formatCount(indexes.length)}`, 'dim']];
	return justify([
		[[`${windowWords(view, state.timeZone)} ${logHead(view, template)}`.trim(), 'dim']],
		level,
		template === undefined ? [] : [[`"${template}"`]],
	], [newsOf(view)], columns, {gap: 2});
}

/** What is on its way, and what went wrong with lines that are shown as they were before. */
function newsOf(view: LogView | undefined): StyledRow {
	if (view?.reading !== undefined) {
		return [[`reading ${view.reading} lines`, 'bold']];
	}

	return view?.trouble && view.entries.length > 0 ? [[`not read anew: ${view.trouble.what}`, 'warning']] : [];
}
