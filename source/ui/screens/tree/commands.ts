import type {TreeNode} from '../../../detect/incidents/call-tree.js';
import {fleetService} from '../../../detect/types.js';
import type {Incident} from '../../../detect/incidents/incident.js';
import {incidentTree} from '../../../store/selectors/calls.js';
import {currentIncidents, incidentOf} from '../../../store/selectors/incidents.js';
import type {State} from '../../../store/state.js';
import {act, type Binding} from '../../keys/binding.js';
import {moveInList, nearestRow} from '../../keys/movement.js';
import {incidentLinesKeys, incidentsKey, openKey} from '../../keys/shared-bindings.js';
import {timeKeys} from '../../keys/time-keys.js';
import {openService} from '../service/commands.js';
import {promptKey} from '../query/prompt.js';
import type {TreeState} from './state.js';

/** The incident that a tree is of: as it is told, or as it was, a moment after it is over. */
export const treeIncident = (state: State, {memberService}: TreeState): Incident | undefined =>
	incidentOf(state, memberService)?.incident ?? currentIncidents(state).find(({members}) => members.some(({service}) => service === memberService));

const nodesOf = (state: State, screen: TreeState): readonly TreeNode[] => {
	const incident = treeIncident(state, screen);
	return incident ? incidentTree(state, incident) : [];
};

export const treeMove = moveInList<TreeState>((state, screen) => {
	const {length} = nodesOf(state, screen);
	return {cursor: nearestRow(screen.selected, length), length, select: row => act('tree', {type: 'row-selected', row})};
});

export const treeKeys: ReadonlyArray<Binding<TreeState>> = [
	openKey(({state, screen}) => {
		const nodes = nodesOf(state, screen);
		const node = nodes[nearestRow(screen.selected, nodes.length)];
		return node?.type === 'member' ? openService(node.member.service) : [];
	}),
	...incidentLinesKeys<TreeState>((state, screen) => {
		const incident = treeIncident(state, screen);
		return incident && {session: undefined, services: incident.members.map(({service}) => service)};
	}),
	incidentsKey,
	...timeKeys,
	promptKey<TreeState>(({state, screen}) => {
		const nodes = nodesOf(state, screen);
		const node = nodes[nearestRow(screen.selected, nodes.length)];
		const members = treeIncident(state, screen)?.members.map(({service}) => service) ?? [];
		return {type: 'services', services: (node?.type === 'member' ? [node.member.service] : members).filter(service => service !== fleetService)};
	}),
];
