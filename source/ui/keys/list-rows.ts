import type {Effects} from './binding.js';

/** Stands for the last row of a list, also of one that is not read yet. */
export const lastRow = Number.MAX_SAFE_INTEGER;

/** The row of a list that is nearest to a wanted one; the first of an empty list. */
export const nearestRow = (row: number, length: number): number => Math.max(0, Math.min(length - 1, row));

/** Puts the cursor of a list on a row, or on the nearest one that there is. */
export const selectRow = (row: number, length: number): Effects => [{type: 'row-selected', row: nearestRow(row, length)}];
