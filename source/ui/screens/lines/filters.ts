import {readSearch} from '../../../store/selectors/line-search.js';
import {logViewKey} from '../../../store/state.js';
import type {AroundLine, FieldFilter} from '../../../store/view-state.js';
import {sanitizeLine} from '../../../terminal/sanitize.js';
import {displayWidth, fit} from '../../../terminal/width.js';
import {push, type Effects} from '../../keys/binding.js';
import {lastRow} from '../../keys/movement.js';
import {currentScreen, type UiState} from '../registry.js';
import {shownLines} from './shown-lines.js';
import type {LinesState} from './state.js';

/** More would make a query that no Loki takes. */
const maxFilters = 12;
const maxColumns = 40;
const noFilters: readonly FieldFilter[] = [];

type Field = Omit<FieldFilter, 'isNot'>;

/** Whether two are of one field and one value, whatever is done with their lines. */
export const isSameField = (a: Field, b: Field): boolean => a.from === b.from && a.name === b.name && a.value === b.value;

/** `pod=payment-x2`, in so many columns at most. */
export function fieldWords({from, name, value}: Field, columns = maxColumns): string {
	const text = {words: `"${value}"`, regex: `/${value}/`} as const;
	const words = sanitizeLine(from === 'words' || from === 'regex' ? text[from] : `${name}=${value}`, {maxLength: columns * 4});
	return fit(words, Math.min(columns, displayWidth(words))).trimEnd();
}

/** `pod=payment-x2`, `not version=1.42.0`. */
export const filterWords = (filter: FieldFilter): string => `${filter.isNot ? 'not ' : ''}${fieldWords(filter)}`;

/** The filters with one more; without it where it is among them, and in place of its opposite. */
function toggled(filters: readonly FieldFilter[], field: Field, isNot: boolean): readonly FieldFilter[] {
	const others = filters.filter(filter => !isSameField(filter, field));
	const isOn = filters.some(filter => isSameField(filter, field) && filter.isNot === isNot);
	const {name, value, from, label, expression} = field;
	return isOn
		? others
		: [...others, {
			name, value, from, label, expression, isNot,
		}].slice(-maxFilters);
}

/** The screen of lines below the one that is seen. */
export function linesBelow({view}: UiState): LinesState | undefined {
	const below = view.screens.at(-2);
	return below?.type === 'lines' ? below : undefined;
}

/** From a line on a screen of its own back to the lines that it is among, with those that have one of its fields kept or left out: a screen on top of them, so that the way back is the way there. The same again leads back. */
export function filterLines(state: UiState, line: Pick<AroundLine, 'timeMs'>, field: Field, isNot: boolean): Effects {
	const below = linesBelow(state);
	if (!below) {
		return [];
	}

	const {filters: before = []} = below;
	const filters = toggled(before, field, isNot);
	const {view} = shownLines(state, below);
	// The newest lines are read where one is at them; else one stays where one is.
	const isNewest = below.isLive === true || (view?.entries.at(-1)?.timeMs ?? 0) <= line.timeMs;
	const filtered: LinesState = {
		...below, around: undefined, filters: filters.length === 0 ? undefined : filters, selected: lastRow, atMs: isNewest ? undefined : line.timeMs,
	};
	const toBelow = {type: 'screen-popped'} as const;
	if (filters.length > before.length) {
		return [toBelow, ...push(filtered)];
	}

	const beforeIt = state.view.screens.at(-3);
	const isWayBack = beforeIt?.type === 'lines' && logViewKey(beforeIt) === logViewKey(filtered);
	return [toBelow, toBelow, ...isWayBack ? [] : push(filtered)];
}

const searchFilter = (search: string): FieldFilter => ({
	...readSearch(search), name: 'line', label: '', expression: '', isNot: false,
});

/** Whether the lines of a screen are those that have what is searched for. */
export const isAskedFor = ({filters = []}: LinesState, search: string): boolean => filters.some(filter => isSameField(filter, searchFilter(search)));

/** The lines of the screen that have what is searched for: from Loki, and not only of those that are here. */
export const askForSearch = (screen: LinesState, search: string): Effects => push({
	...screen, around: undefined, filters: [...screen.filters ?? [], searchFilter(search)].slice(-maxFilters), selected: lastRow, atMs: undefined, search, searched: search,
});

/** The filters of the lines that are seen, or stand below the line that is. */
export const filtersOf = (state: UiState): readonly FieldFilter[] => {
	const screen = currentScreen(state.view);
	return (screen.type === 'lines' ? screen : linesBelow(state))?.filters ?? noFilters;
};
