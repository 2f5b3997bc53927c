import {answerKey, type QueryAnswer} from '../../../store/query.js';
import {minuteMs} from '../../../detect/minute.js';
import {shownMinutes} from '../../../store/view-state.js';
import {act, type Binding} from '../../keys/binding.js';
import {moveInList, nearestRow} from '../../keys/movement.js';
import {copyKey} from '../../keys/shared-bindings.js';
import type {UiState} from '../registry.js';
import {promptKey} from './prompt.js';
import {namesOf} from './series.js';
import type {QueryState} from './state.js';

/** What was answered; undefined before anything was asked. */
export const answerOf = ({answers}: Pick<UiState, 'answers'>, {query}: QueryState): QueryAnswer | undefined => answers.get(answerKey(query));

export const queryMove = moveInList<QueryState>((state, screen) => {
	const length = answerOf(state, screen)?.series.length ?? 0;
	return {cursor: nearestRow(screen.selected, length), length, select: row => act('query', {type: 'row-selected', row})};
});

/** A number at one moment has no chart. */
export const isTable = (answer: QueryAnswer | undefined, screen: QueryState): boolean => answer?.form === 'moment' || screen.isTable === true;

export const queryKeys: ReadonlyArray<Binding<QueryState>> = [
	promptKey<QueryState>(({screen}) => ({type: 'query', text: screen.query.text})),
	{
		keys: ['tab', 'l', 'c'],
		footer: 'table',
		help: 'the numbers of all series as a table, and back to the chart',
		obstacle: (state, screen) => answerOf(state, screen)?.form === 'moment' ? 'these are numbers of one moment: there is no chart of them' : undefined,
		run: () => act('query', {type: 'table-toggled'}),
	},
	{
		keys: ['1', '2', '3', '4', '5', '6'],
		shown: '1-6',
		footer: 'range',
		help: 'time range: 15 min, 1 h, 3 h, 6 h, 12 h, 24 h',
		run({name, screen}) {
			const rangeMs = shownMinutes({rangeIndex: Number(name) - 1}) * minuteMs;
			return [...act('query', {type: 'range-changed', rangeMs}), {type: 'open-query', query: {...screen.query, rangeMs}}];
		},
	},
	copyKey(({state, screen}) => {
		const series = answerOf(state, screen)?.series ?? [];
		const row = nearestRow(screen.selected, series.length);
		const [one, name] = [series[row], namesOf(series)[row]];
		return one && name !== undefined ? {text: `${name} ${one.samples.at(-1)?.[1] ?? ''}`.trim(), what: 'the series with its last value'} : undefined;
	}),
	{
		keys: ['Y'], help: 'copy the query', run: ({screen}) => [{type: 'copy', text: screen.query.text, what: 'the LogQL'}],
	},
];
