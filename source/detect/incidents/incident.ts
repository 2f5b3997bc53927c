import {minuteMs} from '../minute.js';
import {fleetService, type Anomaly, type Severity} from '../types.js';
import {firstOf, orderOf, type Confidence} from './blame.js';
import {
	connect,
	isFleetWide,
	linksAmong,
	type Connecting,
	type GroupLink,
} from './connect.js';
import {draftsOf, type Draft} from './drafts.js';
import {incidentId} from './incident-id.js';

const defaultWindowMs = 10 * minuteMs;

export type IncidentMember = Draft & {
	/** Later than the first member's onset by so much. */
	readonly delayMs: number;
};

/** What broke together: one service, or several that evidence connects. */
export type Incident = {
	/** By `incidentId`: stable whatever is learnt of its onsets, of who was first, and who joins. */
	readonly id: string;
	readonly onsetMs: number;
	readonly severity: Severity;
	readonly isResolved: boolean;
	/** The service in which it seems to have begun. */
	readonly suspected: string;
	/** How sure that is; undefined for a single service. */
	readonly confidence: Confidence | undefined;
	/** Most services of the fleet broke at once: none of them is the first. */
	readonly isFleetWide: boolean;
	/** What the errors of members say that they call and that is no service of the fleet. */
	readonly outside: Outside | undefined;
	/** All of them, the suspected first; the others in the order of their onsets, or where those are not known well by what lines say against them. */
	readonly members: readonly IncidentMember[];
};

/** A host that is no service of the fleet: a database, a partner's API. */
export type Outside = {
	readonly host: string;
	/** The members whose errors name it, in their order. Where they are several, it may have been first. */
	readonly by: readonly string[];
};

export type GroupOptions = {
	/** Troubles that began further apart than this are not connected by what lines say; 10 minutes where not given. */
	readonly windowMs?: number;
	/** What is known beyond the links that the anomalies carry. */
	readonly links?: readonly GroupLink[];
	/** How many there are in the fleet; not known where not given. */
	readonly services?: number;
};

const worst = (severities: readonly Severity[]): Severity => severities.includes('critical') ? 'critical' : 'warning';

const toIncident = (drafts: readonly Draft[], {links, services}: Connecting): Incident => {
	const {first, confidence} = firstOf(drafts, links);
	const rest = orderOf(drafts.filter(draft => draft !== first));
	const onsetMs = Math.min(...drafts.map(draft => draft.onsetMs));
	return {
		id: incidentId(drafts.flatMap(({anomalies}) => anomalies)),
		onsetMs,
		severity: worst(drafts.map(({severity}) => severity)),
		isResolved: drafts.every(({isResolved}) => isResolved),
		suspected: first.service,
		confidence,
		isFleetWide: isFleetWide(drafts, services),
		outside: outsideOf([first, ...rest]),
		members: [first, ...rest].map(draft => ({...draft, delayMs: Math.max(0, draft.onsetMs - onsetMs)})),
	};
};

/** The host that the errors of the first name; where they name none, that of most others. */
const outsideOf = (drafts: readonly Draft[]): Outside | undefined => {
	const byHost = new Map<string, Set<string>>();
	for (const {service, anomalies} of drafts) {
		for (const {by, service: host} of anomalies.flatMap(({links = []}) => links)) {
			if (by === 'outside') {
				byHost.set(host, (byHost.get(host) ?? new Set()).add(service));
			}
		}
	}

	const first = drafts[0]?.service ?? '';
	const [most] = [...byHost].toSorted(([, a], [, b]) => Number(b.has(first)) - Number(a.has(first)) || b.size - a.size);
	return most && (most[1].has(first) || most[1].size > 1) ? {host: most[0], by: [...most[1]]} : undefined;
};

/** Whether it is the silence of the whole fleet and nothing else: what collects the logs fails, not a service. */
export const isFleetOnly = (members: ReadonlyArray<{readonly service: string}>): boolean => members.length > 0 && members.every(({service}) => service === fleetService);

const rank = ({isResolved, severity}: Incident): number => (isResolved ? 2 : 0) + (severity === 'critical' ? 0 : 1);

/**
Puts anomalies together that evidence connects and that began within minutes of each other: one incident with members rather than many alarms.
That they are of one time is no evidence. Every anomaly is in exactly one incident, and the silence of the whole fleet is never in one with a service's.
Gives the worst and newest incident first.
*/
export const groupIncidents = (anomalies: readonly Anomaly[], {windowMs = defaultWindowMs, links = [], services = 0}: GroupOptions = {}): readonly Incident[] => {
	const drafts = draftsOf(anomalies, windowMs);
	const connecting: Connecting = {windowMs, links: linksAmong(drafts, links), services};
	return connect(drafts, connecting)
		.map(group => toIncident(group, connecting))
		.toSorted((a, b) => rank(a) - rank(b) || b.onsetMs - a.onsetMs);
};
