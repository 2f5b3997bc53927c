import type {ReactElement} from 'react';
import {fit} from '../../terminal/width.js';
import type {State} from '../../store/state.js';
import {currentScreen} from '../../store/view-state.js';
import type {StyledRow} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {usableBindings, type KeyBinding} from '../keys/key-table.js';

type HelpProps = {
	readonly state: State;
	readonly columns: number;
	readonly rows: number;
};

const keyColumns = 14;

/** The keys that work on the screen behind it, from the key table; in two columns where one is not enough. */
export function Help({state, columns, rows}: HelpProps): ReactElement {
	const entries = usableBindings(state).filter(binding => binding.help !== undefined);
	const height = Math.max(1, rows - 3);
	const width = Math.floor(columns / Math.ceil(entries.length / height));
	const list = Array.from({length: Math.min(height, entries.length)}, (_, row): StyledRow =>
		entries.filter((_entry, index) => index % height === row).flatMap(entry => entryOf(entry, width)));
	const text: StyledRow[] = [
		[[` Keys here (${currentScreen(state.view).type})`, 'heading'], ['   in a text field only editing keys, enter and esc work', 'dim']],
		[],
		...list,
	];
	return <Lines rows={text} height={rows}/>;
}

function entryOf(binding: KeyBinding, width: number): StyledRow {
	return [
		[' '],
		[fit(binding.shown ?? binding.keys.join(' '), keyColumns), 'key'],
		[fit(binding.help ?? '', width - keyColumns - 1)],
	];
}
