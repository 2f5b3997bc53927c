import {wrap} from '../../terminal/wrap.js';
import type {Trouble} from '../../store/state.js';
import type {StyledRow} from '../components/line.js';

const indent = '  ';

/** What went wrong and why, what to do next, and the key that tries again where the screen has one; nothing is cut. */
export function troubleRows({what, why, nextStep}: Trouble, columns: number, retryKey?: string): readonly StyledRow[] {
	const rows = (text: string, tone: 'warning' | 'dim') => wrap(text, columns - indent.length).map(row => [[`${indent}${row}`, tone]] satisfies StyledRow);
	return [
		...rows(`${what}: ${why}`, 'warning'),
		...rows(nextStep, 'dim'),
		...retryKey === undefined ? [] : [[[indent], [retryKey, 'key'], [' tries again', 'dim']] satisfies StyledRow],
	];
}
