import {minuteMs} from '../../../detect/minute.js';
import {logViewKey} from '../../../store/state.js';
import {shownMinutes, type AskedQuery, type TextField} from '../../../store/view-state.js';
import {displayWidth, fit} from '../../../terminal/width.js';
import type {StyledRow} from '../../components/line.js';
import type {Binding, KeyContext} from '../../keys/binding.js';
import {askedTime} from '../../layout/query-rows.js';
import {fitRow, justify} from '../../layout/row.js';
import {fieldWindow} from '../../layout/field-window.js';
import type {LinesState} from '../lines/state.js';
import type {Screen, UiState} from '../registry.js';
import type {Field} from '../screen-module.js';
import type {PromptOrigin} from './state.js';

type AskedTime = Omit<AskedQuery, 'text'>;

/** Lines whose window ends so long ago are of a time that is over. */
const pastAfterMs = 5 * minuteMs;
/** A window that was cut to its newest lines is of a longer time. */
const leastRangeMs = 15 * minuteMs;

/** Which time a query is asked of on a screen: that of what it shows. */
export function askedTimeOn(state: UiState, screen: Screen): AskedTime {
	switch (screen.type) {
		case 'query': {
			const {rangeMs, endMs} = screen.query;
			return {rangeMs, endMs};
		}

		case 'lines': {
			return timeOfLines(state, screen);
		}

		default: {
			return timeOfRange(state);
		}
	}
}

const timeOfRange = ({view}: UiState): AskedTime => ({rangeMs: shownMinutes(view) * minuteMs});

function timeOfLines(state: UiState, screen: LinesState): AskedTime {
	if (screen.query && !screen.around) {
		const {rangeMs, endMs} = screen.query;
		return {rangeMs, endMs};
	}

	const view = state.logs.get(logViewKey(screen));
	if (!view || view.endMs <= view.startMs) {
		return timeOfRange(state);
	}

	const isPast = state.nowMs - view.endMs > pastAfterMs;
	const rangeMs = (isPast ? view.endMs : state.nowMs) - view.startMs;
	return {rangeMs: Math.max(leastRangeMs, Math.ceil(rangeMs / minuteMs) * minuteMs), ...isPast && {endMs: view.endMs + 1}};
}

/** Opens the prompt, with what is under the cursor as a query. */
export const promptKey = <Of extends Screen>(originOf: (context: KeyContext<Of>) => PromptOrigin): Binding<Of> => ({
	keys: [':'], footer: 'query', help: 'ask Loki in LogQL, of the time that is shown; tab completes', run: context => [{type: 'open-prompt', origin: originOf(context)}],
});

/** What a text of several rows is in one: comments go with the rows that they end. */
const inOneRow = (text: string): string => /[\n\r]/.test(text)
	? text
		.replaceAll(/("(?:[^\n"\\]|\\.)*"|`[^`]*`)|#[^\n\r]*/g, (_whole, string: string | undefined) => string ?? '')
		.split(/[\n\r]/)
		.map(row => row.trim())
		.filter(row => row !== '')
		.join(' ')
	: text;

const complete = (text: string, cursor: number, isTaken: boolean) => [{
	type: 'complete-query', text, cursor, isTaken,
} as const];

/** A query in LogQL, on every screen where it can be typed. */
export const queryField: Field<Screen> = {
	prompt: ' : ',
	onEdit: (text, cursor) => complete(text, cursor, false),
	onComplete: ({text, cursor}) => complete(text, cursor, true),
	onPaste: inOneRow,
	onSubmit: (text, state, screen) => [{type: 'ask-query', query: {text, ...askedTimeOn(state, screen)}}],
	below: {height: 2, rows: (field, state, screen, columns) => state.prompt.fault?.text === field.text ? faultRows(field, state, columns) : [choicesRow(field, state, columns), keysRow(state, screen, columns)]},
};

/** A caret under the place that is wrong, and why. */
function faultRows(field: TextField, {prompt: {fault}}: UiState, columns: number): readonly StyledRow[] {
	const {at, why = ''} = fault ?? {};
	const {promptColumns, hidden} = fieldWindow(field, {prompt: queryField.prompt, columns});
	const column = at === undefined ? -1 : promptColumns + displayWidth(field.text.slice(0, at)) - hidden;
	const place = at === undefined ? '' : `line 1, column ${at + 1}: `;
	return [
		at === undefined || column < promptColumns || column >= columns ? [] : [[' '.repeat(column)], ['^', 'critical']],
		fitRow([[`   ${place}`, 'dim'], [why, 'warning']], columns),
	];
}

/** What can stand at the cursor, in one row around the one that was taken. */
function choicesRow({text, cursor}: TextField, {prompt: {choices}}: UiState, columns: number): StyledRow {
	if (choices?.text !== text || choices.cursor !== cursor) {
		return [];
	}

	const {items, total, taken, note} = choices;
	const count = total > 1 ? `${taken === undefined ? '' : `${taken + 1} of `}${total}` : '';
	const right = [note, count].filter(part => part !== '').join('  ');
	const room = columns - 4 - displayWidth(right) - (right === '' ? 0 : 2);
	const widths = items.map(({shown}) => Math.min(displayWidth(shown), room) + 2);
	let first = 0;
	let used = widths.slice(0, (taken ?? 0) + 1).reduce((sum, width) => sum + width, 0);
	while (first < (taken ?? 0) && used > room) {
		used -= widths[first]!;
		first++;
	}

	const parts: StyledRow[] = [];
	let left = room;
	for (let index = first; index < items.length && widths[index]! <= left + 2; index++) {
		parts.push([[fit(items[index]!.shown, widths[index]! - 2), index === taken ? 'selected' : 'plain']]);
		left -= widths[index]!;
	}

	return justify(parts.map((part, index): StyledRow => index === 0 ? [['  '], ...part] : part), right === '' ? [] : [[[right, 'dim']]], columns, {gap: 2, first: 'right'});
}

const keysRow = (state: UiState, screen: Screen, columns: number): StyledRow => justify([
	[['tab', 'key'], [' completes', 'dim']],
	[['enter', 'key'], [` asks Loki, ${askedTime(askedTimeOn(state, screen), state.timeZone)}`, 'dim']],
	[['up ctrl-r', 'key'], [' earlier ones', 'dim']],
], [[['esc', 'key'], [' closes', 'dim']]], columns, {gap: 2, first: 'right'});
