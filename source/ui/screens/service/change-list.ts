import {formatFactor, formatRate, formatShare} from '../../../words/numbers.js';
import {fit, fitMiddle} from '../../../terminal/width.js';
import type {Change} from '../../../facts/evidence.js';
import type {PatternChange} from '../../../patterns/changes.js';
import type {StyledRow} from '../../components/line.js';

/** What changed, one row each: `version=1.42.0   100 % of errors,  0 % before`. */
export function changeRow(change: Change, columns: number, isSelected: boolean): StyledRow {
	const shares = `${fit(formatShare(change.badShare), 8, {align: 'right'})} now,${fit(formatShare(change.baselineShare), 8, {align: 'right'})} before`;
	// How much more frequent it became, with the lines that say so, where there is room.
	const numbers = columns >= 70 ? `${shares}${fit(formatFactor(change.lift), 7, {align: 'right'})}${fit(`${change.badLines} lines`, 12, {align: 'right'})}` : shares;
	return [
		[isSelected ? '>' : ' ', 'selected'],
		[fitMiddle(`${change.name}=${change.value}`, columns - numbers.length - 2), isSelected ? 'selected' : 'plain'],
		[numbers, 'dim'],
	];
}

const words = {
	appeared: 'new', vanished: 'gone', grown: 'more', shrunk: 'less',
} as const satisfies Record<PatternChange['type'], string>;

/** A pattern that changed: `more  14x  0.2 -> 2.9 a minute  template`. */
export function patternChangeRow(change: PatternChange, columns: number, isSelected: boolean): StyledRow {
	const numbers = `${formatRate(change.baselinePerMinute)} before, ${formatRate(change.badPerMinute)} a minute now`;
	const isMore = change.type === 'appeared' || change.type === 'grown';
	return [
		[isSelected ? '>' : ' ', 'selected'],
		[fit(words[change.type], 6), isMore ? 'warning' : 'dim'],
		[fit(change.template, Math.max(10, columns - numbers.length - 9)), isSelected ? 'selected' : 'plain'],
		[`  ${numbers}`, 'dim'],
	];
}
