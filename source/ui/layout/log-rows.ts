import {formatCount, formatTime} from '../../words/numbers.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {fit} from '../../terminal/width.js';
import {wrap} from '../../terminal/wrap.js';
import {isErrorLevel} from '../../patterns/level-words.js';
import type {LogEntry} from '../../loki/types.js';
import type {LogView} from '../../store/state.js';
import type {StyledRow} from '../components/line.js';
import {fitRow} from './row.js';

/** What the list is a part of: `200 of 1,204 lines`, how many patterns are left out of it, and the pattern where it is one's. */
export function logHead(view: LogView | undefined, template: string | undefined, columns: number): StyledRow {
	const hidden = view?.hidden ? `, ${formatCount(view.hidden)} ${view.hidden === 1 ? 'pattern' : 'patterns'} hidden` : '';
	const words = view?.isByWords === true ? ' containing these words; none confirmed as this pattern' : '';
	const count = `${countOf(view)}${foundIn(view, template)}${words}${hidden}`;
	return fitRow([[` ${view?.status === 'loading' ? 'reading' : count}`, 'dim'], [template === undefined ? '' : `   "${template}"`]], columns);
}

function countOf(view: LogView | undefined): string {
	const shown = view?.entries.length ?? 0;
	return view?.total === undefined ? `${formatCount(shown)} lines` : `${formatCount(shown)} of ${formatCount(view.total)} lines`;
}

/** Loki counts by words and not by patterns: what is behind the lines that were read is not known. */
function foundIn(view: LogView | undefined, template: string | undefined): string {
	if (!view?.found) {
		return '';
	}

	const {inNewest, of} = view.found;
	return `, found in the newest ${formatCount(inNewest)}${of === undefined ? '' : ` of ${formatCount(of)}`}${template === undefined ? '' : ' with its words'}`;
}

type LogRowOptions = {
	readonly columns: number;
	readonly isSelected: boolean;
	readonly timeZone: string | undefined;
};

/** The line's own time and level at its start: they stand in columns of their own, and the message is what is looked for. The whole line is below. */
const leadingStamp = /^\[?\d{4}-\d\d-\d\d[ t]\d\d:\d\d:\d\d[\d,.]{0,10}(?:z|[+-]\d\d:?\d\d)?\]?\s+(?:\[?(?:trace|debug|info|warn|warning|error|fatal)\]?\s+)?/i;

export function logRow(entry: LogEntry, {columns, isSelected, timeZone}: LogRowOptions): StyledRow {
	const level = entry.labels.detected_level ?? entry.labels.level ?? '';
	const line = sanitizeLine(entry.line).replace(leadingStamp, '');
	return [
		[isSelected ? '>' : ' ', 'selected'],
		[`${formatTime(entry.timeMs, {timeZone, withSeconds: true})} `, 'dim'],
		[fit(level.slice(0, 5), 6), isErrorLevel(level) ? 'critical' : 'dim'],
		[fit(line, Math.max(1, columns - 17)), isSelected ? 'bold' : 'plain'],
	];
}

/** The line in full, as far as it fits, then its labels. */
export function wholeLine(entry: LogEntry, columns: number, height: number): readonly StyledRow[] {
	const labels = Object.entries(entry.labels).map(([name, value]) => `${name}=${value}`).join('  ');
	const text = entry.line.split('\n').flatMap(part => wrap(part, columns - 2));
	const shown = text.slice(0, height - 1);
	const cut = text.length > shown.length ? ` ... ${text.length - shown.length} more rows` : '';
	return [...shown.map(row => [[` ${row}`]] satisfies StyledRow), fitRow([[` ${labels}${cut}`, 'dim']], columns)];
}

export function logTrouble(view: LogView | undefined): readonly StyledRow[] {
	return view?.trouble ? [[[`  ${view.trouble.what}: ${view.trouble.why}`, 'warning']], [[`  ${view.trouble.nextStep}`, 'dim']]] : [[[view?.status === 'ready' ? '  no line in this window' : '  reading', 'dim']]];
}
