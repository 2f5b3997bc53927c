import {act, type Binding, type KeyContext} from '../../keys/binding.js';
import type {UiState} from '../registry.js';
import type {LinesState} from './state.js';

/** So much of what was at one edge is still there after a step. */
const stepColumns = 20;

const whereWrapped = (_state: UiState, {isWrapped}: LinesState): string | undefined => isWrapped ? 'lines are wrapped: w cuts them at the edge' : undefined;

/** Moves all rows that are shown; the longest of them says how far. */
const move = (to: (columnsLeft: number, most: number) => number) => ({screen, columnsBeyond = 0}: KeyContext<LinesState>) => {
	const from = Math.min(screen.columnsLeft ?? 0, columnsBeyond);
	const columnsLeft = Math.max(0, Math.min(columnsBeyond, to(from, columnsBeyond)));
	return columnsLeft === from ? [] : act('lines', {type: 'moved-sideways', columnsLeft});
};

/** Along lines that are cut at the edge. */
export const sidewaysKeys: ReadonlyArray<Binding<LinesState>> = [
	{
		keys: ['left', 'h'], shown: 'left right h l', help: 'along lines that are cut; 0 $ to their beginning, their end', obstacle: whereWrapped, idle: 'lines are shown from their beginning', run: move(left => left - stepColumns),
	},
	{
		keys: ['right', 'l'], obstacle: whereWrapped, idle: 'no line here goes on', run: move(left => left + stepColumns),
	},
	{
		keys: ['0'], obstacle: whereWrapped, idle: 'lines are shown from their beginning', run: move(() => 0),
	},
	{
		keys: ['$'], obstacle: whereWrapped, idle: 'no line here goes on', run: move((_left, most) => most),
	},
];
