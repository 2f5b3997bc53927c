import type {State} from '../../../store/state.js';
import {act, type Binding} from '../../keys/binding.js';
import {moveInList, nearestRow} from '../../keys/movement.js';
import type {NamespacesState} from './state.js';

/** The first row stands for all of them. */
export const namespaceRows = ({namespaces}: State): readonly string[] => namespaces.status === 'ready' ? ['', ...namespaces.rates.map(({name}) => name)] : [];

const nameAt = (state: State, {selected}: NamespacesState): string | undefined => {
	const rows = namespaceRows(state);
	return rows[nearestRow(selected, rows.length)];
};

export const namespacesMove = moveInList<NamespacesState>((state, {selected}) => {
	const {length} = namespaceRows(state);
	return {cursor: nearestRow(selected, length), length, select: row => act('namespaces', {type: 'row-selected', row})};
});

const nothingRead = 'no namespace is under the cursor';

export const namespacesKeys: ReadonlyArray<Binding<NamespacesState>> = [
	{
		keys: ['enter'],
		footer: 'watch',
		help: 'watch this namespace, or those that are marked',
		idle: nothingRead,
		run({state, screen}) {
			const name = nameAt(state, screen);
			if (name === undefined) {
				return [];
			}

			const names = screen.marked.length > 0 ? screen.marked : [name].filter(each => each !== '');
			return [{type: 'watch-namespaces', label: state.namespaces.label, names}];
		},
	},
	{
		keys: ['space'],
		footer: 'mark',
		help: 'mark it, to watch several together; again takes the mark off',
		idle: nothingRead,
		run({state, screen}) {
			const name = nameAt(state, screen);
			return name === undefined || name === '' ? [] : act('namespaces', {type: 'mark-toggled', name});
		},
	},
];
