import {formatTime} from '../../words/numbers.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {citationsOf, linesById} from '../../store/selectors/citations.js';
import type {Analysis} from '../../store/state.js';
import type {StyledRow} from '../components/line.js';
import {fitRow} from './row.js';

/** The line that the citation under the cursor names, as it was written. */
export function citedLineRow(analysis: Analysis, number: number, timeZone: string | undefined, columns: number): StyledRow {
	const citation = citationsOf(analysis)[number];
	const line = citation && linesById(analysis).get(citation.id);
	return fitRow(line
		? [[` ${line.id} `, 'selected'], [`${line.service} ${formatTime(line.timeMs, {timeZone, withSeconds: true})} `, 'dim'], [sanitizeLine(line.line)], ['  enter', 'key'], [' opens it', 'dim']]
		: [[` ${citation?.id ?? ''}: no such line was shown to the model`, 'warning']], columns);
}
