import type {ReactElement} from 'react';
import {wrap} from '../terminal/wrap.js';
import {displayWidth, fit} from '../terminal/width.js';
import type {StyledRow} from './components/line.js';
import {Lines} from './components/lines.js';
import {useReportPage} from './hooks/use-page.js';
import type {KeyText} from './keys/binding.js';
import {usableKeys} from './keys/key-table.js';
import {scrollStart} from './layout/scroll.js';
import {
	currentScreen,
	screens,
	type ScreenType,
	type UiState,
} from './screens/registry.js';
import type {ScreenModule} from './screens/screen-module.js';

type HelpProps = {
	readonly state: UiState;
	readonly columns: number;
	readonly rows: number;
};

/** Of the keys before what they do, and of the marks; more where the keys of a screen have longer names. */
const keyColumns = 14;

/** The keys that work on the screen behind it, from the key table, side by side where no sentence is cut, else one a row; below them, what its marks mean. */
export function Help({state, columns, rows}: HelpProps): ReactElement {
	const height = Math.max(1, rows - 3);
	const {type} = currentScreen(state.view);
	const keys = listOf(usableKeys(state).filter(binding => binding.help !== undefined), columns, height);
	const list = [...keys, ...legendRows(screens[type], columns)];
	useReportPage(height, list.length);
	const start = scrollStart({from: 'top', rows: state.view.helpRow}, list.length, height);
	const text: StyledRow[] = [
		[[` Keys here (${type})`, 'heading'], ['   in a text field only editing keys, enter and esc work', 'dim']],
		[],
		...list.slice(start, start + height),
		...(list.length > height ? [scrollRow(list.length - start - height)] : []),
	];
	return <Lines rows={text} height={rows}/>;
}

function listOf(entries: readonly KeyText[], columns: number, height: number): readonly StyledRow[] {
	const width = Math.floor(columns / Math.ceil(entries.length / height));
	const keyWidth = Math.max(keyColumns, ...entries.map(entry => displayWidth(namesOf(entry)) + 2));
	const isWhole = entries.every(({help = ''}) => displayWidth(help) < width - keyWidth);
	return isWhole
		? Array.from({length: Math.min(height, entries.length)}, (_, row): StyledRow =>
			entries.filter((_entry, index) => index % height === row).flatMap(entry => entryRow(entry, keyWidth, width)))
		: entries.flatMap(entry => entryRows(entry, keyWidth, columns));
}

/** What the marks of the screen mean, below its keys. */
const legendRows = <Type extends ScreenType>({legend = []}: Pick<ScreenModule<Type>, 'legend'>, columns: number): readonly StyledRow[] => legend.length === 0
	? []
	: [
		[],
		[[' Marks and columns', 'heading']],
		...legend.map(([mark, meaning]): StyledRow => [[' '], [fit(mark, keyColumns), 'key'], [fit(meaning, columns - keyColumns - 1)]]),
	];

const namesOf = ({shown, keys}: KeyText): string => shown ?? keys.join(' ');

const entryRow = (key: KeyText, keyWidth: number, width: number): StyledRow => [
	[' '],
	[fit(namesOf(key), keyWidth), 'key'],
	[fit(key.help ?? '', width - keyWidth - 1)],
];

/** A long sentence goes on below itself. */
const entryRows = (key: KeyText, keyWidth: number, columns: number): readonly StyledRow[] => wrap(key.help ?? '', columns - keyWidth - 1).map((row, index): StyledRow => [
	[' '],
	[fit(index === 0 ? namesOf(key) : '', keyWidth), 'key'],
	[row],
]);

const scrollRow = (more: number): StyledRow => [[' j k', 'key'], [more > 0 ? ` scroll: ${more} more rows` : ' scroll: this is the end', 'dim']];
