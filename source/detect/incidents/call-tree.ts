import type {LinkKind} from '../connections/types.js';
import {calleesOf} from './blame.js';
import type {Links} from './connect.js';
import type {Incident, IncidentMember} from './incident.js';

/** One service of an incident among those that call it. */
export type TreeNode = {
	/** Callers have depth 0, what they call stands below them. */
	readonly depth: number;
	/** What it is connected by to another member, where no call is known. */
	readonly besides: {readonly service: string; readonly by: LinkKind} | undefined;
} & ({readonly type: 'member'; readonly member: IncidentMember} | {readonly type: 'outside'; readonly host: string});

/**
The members of an incident as a tree: each below what calls it, and once, below the caller whose trouble began closest to its own. The branch with the first comes first.
Of services that call each other, the one that broke last stands above.
*/
export function callTree({members, outside}: Incident, links: Links): readonly TreeNode[] {
	const byService = new Map(members.map(member => [member.service, member]));
	const callees = new Map(members.map(({service}) => [service, [...calleesOf((links.get(service) ?? []).filter(link => byService.has(link.service)))]]));
	const callerOf = new Map<string, string>();
	// From the first up: of two that call each other, the one that broke first is the one that is called.
	for (const {service, delayMs} of members) {
		const callers = members.filter(other => other.service !== service && (callees.get(other.service) ?? []).includes(service) && !isBelow(other.service, service, callerOf));
		const [nearest] = callers.toSorted((a, b) => Math.abs(a.delayMs - delayMs) - Math.abs(b.delayMs - delayMs));
		if (nearest) {
			callerOf.set(service, nearest.service);
		}
	}

	const nodes: TreeNode[] = [];
	const place = (member: IncidentMember, depth: number): void => {
		const {service} = member;
		const below = members.filter(other => callerOf.get(other.service) === service);
		const isAlone = depth === 0 && below.length === 0;
		nodes.push({
			type: 'member', member, depth, besides: isAlone ? besidesOf(service, byService, links) : undefined,
		});
		for (const other of below) {
			place(other, depth + 1);
		}

		if (outside?.by[0] === service) {
			nodes.push({
				type: 'outside', host: outside.host, depth: depth + 1, besides: undefined,
			});
		}
	};

	const first = members[0]?.service ?? '';
	const roots = members.filter(({service}) => !callerOf.has(service));
	for (const member of roots.toSorted((a, b) => Number(isBelow(first, b.service, callerOf)) - Number(isBelow(first, a.service, callerOf)))) {
		place(member, 0);
	}

	return nodes;
}

/** Whether a service stands somewhere below another one. */
function isBelow(service: string, above: string, callerOf: ReadonlyMap<string, string>): boolean {
	let at: string | undefined = service;
	while (at !== undefined && at !== above) {
		at = callerOf.get(at);
	}

	return at === above;
}

function besidesOf(service: string, members: ReadonlyMap<string, IncidentMember>, links: Links): TreeNode['besides'] {
	const of = (from: string, to: string): TreeNode['besides'] => {
		const link = (links.get(from) ?? []).find(each => each.service === to);
		return link && {service: from === service ? to : from, by: link.by};
	};

	return [...members.keys()].filter(other => other !== service).map(other => of(service, other) ?? of(other, service)).find(found => found !== undefined);
}
