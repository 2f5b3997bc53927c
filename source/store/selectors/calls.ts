import {callTree, type TreeNode} from '../../detect/incidents/call-tree.js';
import {linksAmong} from '../../detect/incidents/connect.js';
import type {Call} from '../../detect/connections/types.js';
import type {Incident} from '../../detect/incidents/incident.js';
import {isOpen} from '../../detect/lifecycle.js';
import type {State} from '../state.js';
import {groupingOf} from './incidents.js';
import {memoizeLast} from './memoize.js';

/** Another service, or a host that is none, on the other side of a call. */
export type Neighbour = {readonly name: string; readonly isOutside: boolean; readonly isAbnormal: boolean};

/** Whom a service is known to call, and who is known to call it: abnormal ones first, hosts outside last, by name. */
export type Neighbours = {readonly calls: readonly Neighbour[]; readonly callers: readonly Neighbour[]};

const byService = memoizeLast((calls: readonly Call[]): ReadonlyMap<string, {readonly calls: Call[]; readonly callers: Call[]}> => {
	const found = new Map<string, {readonly calls: Call[]; readonly callers: Call[]}>();
	const of = (service: string) => {
		const known = found.get(service) ?? {calls: [], callers: []};
		found.set(service, known);
		return known;
	};

	for (const call of calls) {
		of(call.caller).calls.push(call);
		of(call.callee).callers.push(call);
	}

	return found;
}, calls => [calls]);

export function neighbours({calls, anomalies, history}: Pick<State, 'calls' | 'anomalies' | 'history'>, service: string): Neighbours {
	const known = byService(calls).get(service);
	const outside = new Set(known?.calls.filter(({isOutside}) => isOutside).map(({callee}) => callee));
	const abnormal = new Set(anomalies.filter(anomaly => isOpen(anomaly)).map(anomaly => anomaly.service));
	const sorted = (names: readonly string[]): readonly Neighbour[] => names
		.map((name): Neighbour => ({name, isOutside: outside.has(name) && !history.services.has(name), isAbnormal: abnormal.has(name)}))
		.toSorted((a, b) => Number(b.isAbnormal) - Number(a.isAbnormal) || Number(a.isOutside) - Number(b.isOutside) || a.name.localeCompare(b.name));
	return {
		calls: sorted(known?.calls.map(({callee}) => callee) ?? []),
		callers: sorted(known?.callers.map(({caller}) => caller) ?? []),
	};
}

/** An incident's services as a tree of calls. */
export const incidentTree = (state: State, incident: Incident): readonly TreeNode[] => {
	const {links = []} = groupingOf(state, incident.members.flatMap(({anomalies}) => anomalies));
	return callTree(incident, linksAmong(incident.members, links));
};
