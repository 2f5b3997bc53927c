import {formatTime, zoneName} from '../../words/times.js';
import type {State} from '../../store/state.js';
import type {StyledRow} from '../components/line.js';
import {justify} from './row.js';

type TitleParts = {
	readonly left: readonly StyledRow[];
	readonly right: readonly StyledRow[];
};

/**
The first row of a screen, with the time at its right end, which is never left out: `03:12 UTC`.
It names the zone of every time below it.
*/
export function titleRow({nowMs, timeZone}: Pick<State, 'nowMs' | 'timeZone'>, {left, right}: TitleParts, columns: number, options: {readonly gap?: number} = {}): StyledRow {
	const clock = `${formatTime(nowMs, {timeZone})} ${zoneName(nowMs, timeZone)} `;
	const gap = ' '.repeat((options.gap ?? 3) - 1);
	return [...justify(left, right, columns - clock.length - gap.length, options), [gap], [clock, 'dim']];
}
