import {filterTrouble} from '../../../store/selectors/name-filter.js';
import {selectedRow} from '../../../store/selectors/overview.js';
import type {Binding, Effects} from '../../keys/binding.js';
import {moveInList} from '../../keys/movement.js';
import {
	alertKey,
	analyseKey,
	anomalyKeys,
	exportServiceKey,
	incidentsKey,
	logsKey,
	liveKey,
	muteKey,
	namespacesKey,
	openKey,
	previewKey,
	rangeKey,
	treeKey,
	watchKey,
	withService,
} from '../../keys/shared-bindings.js';
import {timeKeys} from '../../keys/time-keys.js';
import type {Field} from '../screen-module.js';
import {openService} from '../service/commands.js';
import {promptKey} from '../query/prompt.js';
import type {OverviewState} from './state.js';

const selectService = (service: string): Effects => [{type: 'service-selected', service}];

/** Moves over the services as they are listed. */
export const overviewMove = moveInList<OverviewState>(state => {
	const {rows, index} = selectedRow(state);
	return {cursor: index, length: rows.length, select: row => selectService(rows[row]?.service ?? '')};
});

export const overviewKeys: ReadonlyArray<Binding<OverviewState>> = [
	openKey(withService(openService)),
	analyseKey,
	alertKey,
	logsKey,
	liveKey,
	{
		keys: ['/'],
		footer: 'filter',
		help: 'filter services by name: word, /regex/, !word excludes',
		run({state}) {
			const {filter} = state.view;
			return [{type: 'field-opened', field: {purpose: 'filter', text: filter, cursor: filter.length}}];
		},
	},
	...anomalyKeys(selectService),
	treeKey,
	muteKey,
	{
		keys: ['o'], footer: 'order', help: 'order by: abnormal first, errors, error share, lines, name', run: () => [{type: 'order-changed'}],
	},
	rangeKey,
	previewKey('alert'),
	incidentsKey,
	exportServiceKey,
	watchKey,
	namespacesKey,
	...timeKeys,
	promptKey<OverviewState>(({state}) => ({type: 'services', services: [selectedRow(state).row?.service ?? []].flat()})),
];

/** There is nothing to go back to. */
export const clearKey: Binding<OverviewState> = {
	keys: ['esc'],
	help: 'clear the filter; from the past, back to the present',
	run: ({state: {view, behindMs}}) => [behindMs > 0 && view.filter === '' ? {type: 'look-back', atMs: undefined} : {type: 'filter-changed', filter: ''}],
};

/** A filter works while it is typed. */
export const filterField: Field<OverviewState> = {
	prompt: ' / ',
	onEdit: filter => [{type: 'filter-changed', filter}],
	onCancel: () => [{type: 'filter-changed', filter: ''}],
	hint: ({view}) => filterTrouble(view.filter),
};
