import {formatShare} from '../../terminal/numbers.js';
import {fit} from '../../terminal/width.js';
import type {Change} from '../../investigate/types.js';
import type {StyledRow} from '../components/line.js';

/** What changed, one row each: `version=1.42.0   100 % of errors,  0 % before`. */
export function changeRow(change: Change, columns: number, isSelected: boolean): StyledRow {
	const numbers = `${fit(formatShare(change.badShare), 8, {align: 'right'})} now,${fit(formatShare(change.baselineShare), 8, {align: 'right'})} before`;
	return [
		[isSelected ? '>' : ' ', 'selected'],
		[fit(`${change.name}=${change.value}`, columns - numbers.length - 2), isSelected ? 'selected' : 'plain'],
		[numbers, 'dim'],
	];
}
