import {formatBytes, formatDuration} from '../../words/numbers.js';
import {sanitize, sanitizeLine} from '../../terminal/sanitize.js';
import {displayWidth, fit} from '../../terminal/width.js';
import {wrap} from '../../terminal/wrap.js';
import type {ToolCall} from '../../store/analysis.js';
import type {StyledRow} from '../components/line.js';
import type {Tone} from '../theme.js';
import {fitRow} from './row.js';

const signs: Readonly<Record<ToolCall['state'], readonly [sign: string, tone: Tone]>> = {
	running: ['…', 'key'], ok: ['✓', 'good'], refused: ['-', 'warning'], failed: ['!', 'warning'],
};

/** Rows of one result that are shown where the calls are opened. */
const maxResultRows = 14;

/** What the model looked up: a line each, and below it what it was given where somebody wants to see that. */
export const toolRows = (calls: readonly ToolCall[], width: number, isOpen: boolean): readonly StyledRow[] => {
	const rows = calls.flatMap(call => [callRow(call, width), ...isOpen ? resultRows(call, width) : []]);
	return rows.length === 0 ? [] : [...rows, []];
};

/** Columns that a call's arguments have at least; before they have fewer, its size and its time are left out. */
const minWordColumns = 12;

function callRow({name, arguments: words, state, summary, durationMs, bytes}: ToolCall, width: number): StyledRow {
	const [sign, tone] = signs[state];
	const facts = state === 'running' ? [] : [sanitizeLine(summary), formatDuration(durationMs), ...bytes > 0 ? [formatBytes(bytes)] : []].filter(fact => fact !== '');
	const roomBeside = (right: string): number => width - name.length - 4 - displayWidth(right);
	while (facts.length > 1 && roomBeside(facts.join(gap)) < minWordColumns) {
		facts.pop();
	}

	const right = facts.join(gap);
	const room = Math.max(0, roomBeside(right));
	return fitRow([
		[' '], [sign, tone], [` ${name} `, 'bold'], [fit(sanitizeLine(words), room), 'dim'], [` ${right}`, state === 'ok' ? 'dim' : 'warning'],
	], width + 1);
}

const gap = ' '.repeat(3);

function resultRows({result}: ToolCall, width: number): readonly StyledRow[] {
	const rows = wrap(sanitize(result), width - 5);
	const shown = rows.slice(0, maxResultRows).map((row): StyledRow => [['   │ ', 'dim'], [row, 'dim']]);
	return rows.length > maxResultRows ? [...shown, [[`   │ ... ${rows.length - maxResultRows} more rows`, 'dim']]] : shown;
}
