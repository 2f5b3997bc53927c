import {lineFields} from '../../../patterns/line-fields.js';
import {memoizeLast} from '../../../store/selectors/memoize.js';
import type {FieldFilter} from '../../../store/view-state.js';
import {sanitizeLine} from '../../../terminal/sanitize.js';
import {displayWidth, fit} from '../../../terminal/width.js';
import type {StyledRow} from '../../components/line.js';
import {nearestRow} from '../../keys/movement.js';
import {filtersOf, isSameField} from '../lines/filters.js';
import type {UiState} from '../registry.js';
import type {WholeLineState} from './state.js';

const nameColumns = 24;
const markColumns = 6;

/** A field of a line, and what is done with the lines that have it. */
export type ShownField = Omit<FieldFilter, 'isNot'> & {readonly mark: 'kept' | 'out' | undefined};

/** What lines can be told apart by: the filters that are on and this line does not show, then its own labels and fields. */
export const shownFields = (state: UiState, {entry}: WholeLineState): readonly ShownField[] => markedFields({entry, filters: filtersOf(state)});

const markedFields = memoizeLast(({entry, filters}: Pick<WholeLineState, 'entry'> & {readonly filters: readonly FieldFilter[]}): readonly ShownField[] => {
	const fields = lineFields(entry);
	const absent = filters.filter(filter => fields.every(field => !isSameField(field, filter)));
	return [...absent, ...fields].map(field => {
		const filter = filters.find(other => isSameField(other, field));
		return {...field, mark: filter && (filter.isNot ? 'out' : 'kept')};
	});
}, ({entry, filters}) => [entry, filters]);

/** The place of the cursor among so many fields. */
export const fieldCursor = ({selectedField = 0}: WholeLineState, length: number): number => nearestRow(selectedField, length);

/** The labels of which a row shows all. */
export const labelsInRows = (fields: readonly ShownField[], columns: number): ReadonlySet<string> => new Set(fields.filter(({from, name, value}) => from === 'label' && name.length <= nameColumns && displayWidth(value) <= valueColumns(columns)).map(({name}) => name));

const valueColumns = (columns: number): number => Math.max(1, columns - nameColumns - markColumns - 2);

/** One row a field. */
export function fieldRow({name, value, mark}: ShownField, columns: number, isSelected: boolean): StyledRow {
	return [
		[isSelected ? '>' : ' ', 'selected'],
		[fit(mark ?? '', markColumns), 'selected'],
		[`${fit(sanitizeLine(name, {maxLength: nameColumns * 4}), nameColumns)} `, isSelected ? 'bold' : 'dim'],
		[fit(sanitizeLine(value), valueColumns(columns)), isSelected ? 'bold' : 'plain'],
	];
}
