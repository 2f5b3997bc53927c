import type {ReactElement} from 'react';
import {fit} from '../../terminal/width.js';
import type {ScreenType} from '../../store/view-state.js';
import type {StyledRow} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {bindingsOf, type KeyBinding} from '../keys/key-table.js';

type HelpProps = {
	readonly screen: ScreenType;
	readonly columns: number;
	readonly rows: number;
};

const keyColumns = 14;

/** The keys that work on the screen behind it, from the key table; in two columns where one is not enough. */
export function Help({screen, columns, rows}: HelpProps): ReactElement {
	const entries = bindingsOf(screen).filter(binding => binding.help !== undefined);
	const height = Math.max(1, rows - 3);
	const width = Math.floor(columns / Math.ceil(entries.length / height));
	const list = Array.from({length: Math.min(height, entries.length)}, (_, row): StyledRow =>
		entries.filter((_entry, index) => index % height === row).flatMap(entry => entryOf(entry, width)));
	const text: StyledRow[] = [
		[[` Keys here (${screen})`, 'heading'], ['   in a text field only editing keys, enter and esc work', 'dim']],
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
