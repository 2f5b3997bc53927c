import {wrap} from '../../terminal/wrap.js';
import type {StyledRow} from '../components/line.js';
import {rowWidth} from './row.js';

/** A text of several lines, each wrapped behind the same lead; an empty line stays one. */
export const messageRows = (lines: readonly string[], columns: number, lead: StyledRow = [[' ']]): readonly StyledRow[] => lines
	.flatMap(line => line === '' ? [''] : wrap(line, columns - rowWidth(lead) - 1))
	.map((line): StyledRow => [...lead, [line]]);
