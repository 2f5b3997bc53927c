import type {Incident} from '../detect/incidents/incident.js';

/** Why another service than before is told to have been first. */
export type NewLeaderReason =
	/** The errors of the one before name it, or that one is known to call it. */
	| 'called'
	/** It turned out to have begun earlier. */
	| 'earlier'
	/** The one before is in trouble no more, or belongs to another incident. */
	| 'gone'
	/** What its lines say weighs more. */
	| 'evidence';

/** The service that is told to have been first in an incident. */
export type Leader = {
	readonly service: string;
	/** Whom it took the place of, when, and why; undefined for the one that was told at first. */
	readonly replaced?: {readonly service: string; readonly atMs: number; readonly because: NewLeaderReason};
};

/** By the incident's id. */
export type Leaders = ReadonlyMap<string, Leader>;

/** The leaders once all is read that a look reads: an incident keeps the one that it has while the ranking says the same. */
export function nameLeaders(leaders: Leaders, incidents: readonly Incident[], nowMs: number): Leaders {
	const named = new Map(incidents.map((incident): [string, Leader] => {
		const {id, suspected} = incident;
		const before = leaders.get(id);
		return before === undefined || before.service === suspected ? [id, before ?? {service: suspected}] : [id, {service: suspected, replaced: {service: before.service, atMs: nowMs, because: reasonFor(incident, before.service)}}];
	}));
	return named.size === leaders.size && [...named].every(([id, leader]) => leaders.get(id) === leader) ? leaders : named;
}

function reasonFor({members}: Incident, before: string): NewLeaderReason {
	const [first] = members;
	const old = members.find(({service}) => service === before);
	if (!first || !old) {
		return 'gone';
	}

	const isCalled = old.anomalies.some(({links = []}) => links.some(({service, by}) => service === first.service && (by === 'named' || by === 'calls')));
	if (isCalled) {
		return 'called';
	}

	return first.onsetMs < old.onsetMs ? 'earlier' : 'evidence';
}

/** The incident as it is told: its leader stays the first until all is read that may speak against it. */
export function underLeader(incident: Incident, leaders: Leaders): Incident {
	const leader = leaders.get(incident.id)?.service;
	const member = incident.members.find(({service}) => service === leader);
	return leader === undefined || leader === incident.suspected || !member
		? incident
		: {
			...incident,
			suspected: leader,
			confidence: {type: 'unclear', rival: incident.suspected},
			members: [member, ...incident.members.filter(other => other !== member)],
		};
}
