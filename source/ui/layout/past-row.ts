import type {State} from '../../store/state.js';
import {formatDuration} from '../../words/numbers.js';
import {formatDateTime} from '../../words/times.js';
import type {StyledRow} from '../components/line.js';
import {fitRow, rowWidth} from './row.js';

const keys: ReadonlyArray<readonly [key: string, what: string]> = [['[ ]', 'step'], ['@', 'time'], ['@ now', 'present']];

/** Above every screen of an earlier time: which, and the way back. */
export function pastRow({nowMs, behindMs, timeZone}: State, columns: number): StyledRow {
	const when: StyledRow = [[' PAST ', 'warning'], [` ${formatDateTime(nowMs, {timeZone, withSeconds: true})}`, 'bold'], [`, ${formatDuration(behindMs)} ago`]];
	const hints: StyledRow = keys.flatMap(([key, what]): StyledRow => [['  '], [key, 'key'], [` ${what}`, 'dim']]);
	const gap = columns - rowWidth(when) - rowWidth(hints) - 1;
	return fitRow(gap < 2 ? when : [...when, [' '.repeat(gap)], ...hints], columns);
}
