import {Box} from 'ink';
import type {ReactElement} from 'react';
import type {NamespaceRates} from '../../../loki/discovery/read-namespaces.js';
import type {State} from '../../../store/state.js';
import {fit, fitMiddle} from '../../../terminal/width.js';
import {formatRate, plural} from '../../../words/numbers.js';
import {Line, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {nearestRow} from '../../keys/movement.js';
import {titleRow} from '../../layout/title-row.js';
import {troubleRows} from '../../layout/trouble-rows.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {namespaceRows, namespacesKeys, namespacesMove} from './commands.js';
import {namespacesSchema, reduceNamespaces, type NamespacesState} from './state.js';

const nameColumns = 48;
const rateColumns = 14;

/** The namespaces of this Loki with what they write, those with most errors first. */
function NamespacesScreen({state, screen, columns, rows}: ScreenProps<NamespacesState>): ReactElement {
	const names = namespaceRows(state);
	const listHeight = Math.max(1, rows - 3);
	const cursor = nearestRow(screen.selected, names.length);
	const first = useWindow(cursor, names.length, listHeight);
	useReportPage(listHeight, names.length);
	const width = Math.min(nameColumns, columns - 4 - (2 * rateColumns) - 12);
	const rates = new Map(state.namespaces.rates.map(each => [each.name, each]));
	const visible = names.slice(first, first + listHeight).map((name, index) => namespaceRow(rates.get(name), width, {
		isSelected: first + index === cursor, isMarked: screen.marked.includes(name), isWatched: name === '' ? state.namespaces.watched.length === 0 : state.namespaces.watched.includes(name),
	}));
	const title = titleRow(state, {
		left: [[['NAMESPACES', 'heading']], [[state.connection.host, 'dim']]],
		right: screen.marked.length > 0 ? [[[`${screen.marked.length} marked`, 'key']]] : [[[names.length > 0 ? plural(names.length - 1, 'namespace') : '', 'dim']]],
	}, columns);
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={title}/>
			<Line spans={[[' what each wrote in the last 15 min', 'dim']]}/>
			<Line spans={[[`    ${fit('NAMESPACE', width)}${fit('ERRORS/MIN', rateColumns, {align: 'right'})}${fit('LINES/MIN', rateColumns, {align: 'right'})}`, 'dim']]}/>
			<Lines rows={names.length === 0 ? emptyRows(state, columns) : visible} height={listHeight}/>
		</Box>
	);
}

type RowOptions = {readonly isSelected: boolean; readonly isMarked: boolean; readonly isWatched: boolean};

function namespaceRow(rates: NamespaceRates | undefined, width: number, {isSelected, isMarked, isWatched}: RowOptions): StyledRow {
	return [
		[isSelected ? '>' : ' ', 'selected'],
		[isMarked ? ' * ' : ' '.repeat(3), 'key'],
		[rates ? fitMiddle(rates.name, width) : fit('all namespaces', width), isSelected ? 'selected' : 'plain'],
		[fit(rates ? formatRate(rates.errorsPerMinute) : '', rateColumns, {align: 'right'}), rates && rates.errorsPerMinute > 0 ? 'bold' : 'dim'],
		[fit(rates ? formatRate(rates.linesPerMinute) : '', rateColumns, {align: 'right'}), 'plain'],
		[isWatched ? '  watched' : '', 'good'],
	];
}

function emptyRows({namespaces}: State, columns: number): readonly StyledRow[] {
	return namespaces.trouble ? troubleRows(namespaces.trouble, columns, 'r') : [[[namespaces.status === 'none' ? '    no label of this Loki names namespaces' : '    counting what each namespace writes', 'dim']]];
}

/** The namespaces that can be watched. */
export const namespacesScreen: ScreenModule<'namespaces'> = {
	View: NamespacesScreen,
	reduce: reduceNamespaces,
	schema: namespacesSchema,
	onOpen: () => [{type: 'list-namespaces'}],
	onLeave: nothing,
	bindings: namespacesKeys,
	move: namespacesMove,
	onRefresh: () => [{type: 'list-namespaces'}],
	legend: [['*', 'marked, to be watched together'], ['watched', 'what the overview shows now']],
};
