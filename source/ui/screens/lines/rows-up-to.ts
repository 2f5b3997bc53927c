import type {StyledRow} from '../../components/line.js';

/**
The rows of entries that take several each, `height` of them, so that the entry under the cursor is among them: whole where it fits, as far down in the list as it can be.
`rowsOf` gives at least one row.
*/
export function rowsUpTo(cursor: number, count: number, height: number, rowsOf: (index: number) => readonly StyledRow[]): readonly StyledRow[] {
	let shown: readonly StyledRow[] = count === 0 ? [] : rowsOf(cursor).slice(0, height);
	for (let index = cursor - 1; index >= 0 && shown.length < height; index--) {
		shown = [...rowsOf(index), ...shown].slice(-height);
	}

	for (let index = cursor + 1; index < count && shown.length < height; index++) {
		shown = [...shown, ...rowsOf(index)].slice(0, height);
	}

	return shown;
}
