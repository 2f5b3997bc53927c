import {kindOf} from './kinds/registry.js';
import {isOpen} from './lifecycle.js';
import {incidentId} from './incident-id.js';
import {minuteMs} from './minute.js';
import {fleetService, type Anomaly, type Severity} from './types.js';

const defaultWindowMs = 10 * minuteMs;
/** Onsets are known to 10 s at best: closer ones say nothing of the order. */
const sameTimeMs = 15_000;
/** Onsets that the senses found are known to one of their windows. */
const sensedTimeMs = 5 * minuteMs;
/** A caller is often seen to fail before what it calls: it has the earlier time-out, and errors of its own. */
const calledTimeMs = 60_000;

export type IncidentMember = {
	readonly service: string;
	/** The earliest onset among its anomalies. */
	readonly onsetMs: number;
	/** Later than the first member's onset by so much. */
	readonly delayMs: number;
	readonly severity: Severity;
	readonly isResolved: boolean;
	/** Earliest first. */
	readonly anomalies: readonly Anomaly[];
};

/** What broke together: one or more services whose troubles began within minutes of each other. */
export type Incident = {
	/** By `incidentId`: stable whatever is learnt of its onsets, of who was first, and who joins. */
	readonly id: string;
	readonly onsetMs: number;
	readonly severity: Severity;
	readonly isResolved: boolean;
	/** The service in which it seems to have begun. */
	readonly suspected: string;
	/** All of them, the suspected first; the others in the order of their onsets, or where those are not known well by what lines say against them. */
	readonly members: readonly IncidentMember[];
};

export type GroupOptions = {
	/** Onsets further apart than this from the one before begin another incident; 10 minutes where not given. */
	readonly windowMs?: number;
	/** Whether labels, traces or the like connect two services; where it says no, they are not put together. Undefined: not known, onsets decide. */
	readonly isRelated?: (service: string, other: string) => boolean | undefined;
	/** Whether the lines of a service name another one: of those that broke at the same time, the one that is named is suspected. */
	readonly isNaming?: (service: string, other: string) => boolean;
};

const worst = (severities: readonly Severity[]): Severity => severities.includes('critical') ? 'critical' : 'warning';

const byOnset = (a: Anomaly, b: Anomaly): number => a.onsetMs === b.onsetMs ? a.fingerprint.localeCompare(b.fingerprint) : a.onsetMs - b.onsetMs;

const largestFactor = (anomalies: readonly Anomaly[]): number => Math.max(...anomalies.map(({factor}) => factor ?? 0));

type Draft = Omit<IncidentMember, 'delayMs'>;

/** Earlier onset first. Where onsets are known to the same minute, the worse comes first, then the larger factor. */
const byBlame = (a: Draft, b: Draft): number => {
	if (a.onsetMs !== b.onsetMs) {
		return a.onsetMs - b.onsetMs;
	}

	if (a.severity !== b.severity) {
		return a.severity === 'critical' ? -1 : 1;
	}

	const difference = largestFactor(b.anomalies) - largestFactor(a.anomalies);
	return difference === 0 || Number.isNaN(difference) ? a.service.localeCompare(b.service) : difference;
};

const blameOf = ({anomalies}: Draft): number => Math.max(0, ...anomalies.map(({blame}) => blame ?? 0));

const isSensed = ({anomalies}: Draft): boolean => anomalies.every(({kind}) => kindOf(kind).isSensed);

/** What lines say against a service, where onsets are not known well enough to decide. */
const bySuspicion = (a: Draft, b: Draft): number => blameOf(b) - blameOf(a) || byBlame(a, b);

const draftOf = (service: string, anomalies: readonly Anomaly[]): Draft => ({
	service,
	onsetMs: Math.min(...anomalies.map(({onsetMs}) => onsetMs)),
	severity: worst(anomalies.map(({severity}) => severity)),
	isResolved: anomalies.every(anomaly => !isOpen(anomaly)),
	anomalies: anomalies.toSorted((a, b) => byOnset(a, b)),
});

/** A service's anomalies that began apart, the one after the end of the other, are members of different incidents. */
const draftsOf = (anomalies: readonly Anomaly[], windowMs: number): Draft[] => {
	const byService = new Map<string, Anomaly[][]>();
	for (const anomaly of anomalies.toSorted((a, b) => byOnset(a, b))) {
		const runs = byService.get(anomaly.service) ?? [];
		const last = runs.at(-1);
		// What begins while the service is still in trouble is part of that trouble.
		if (last !== undefined && (anomaly.onsetMs - (last.at(-1)?.onsetMs ?? 0) <= windowMs || last.some(({resolvedMs}) => resolvedMs === undefined || resolvedMs >= anomaly.onsetMs))) {
			last.push(anomaly);
		} else {
			runs.push([anomaly]);
		}

		byService.set(anomaly.service, runs);
	}

	return [...byService].flatMap(([service, runs]) => runs.map(run => draftOf(service, run)));
};

/** The one to look at first: of those that broke at the same time, or whose caller broke just before, the one that the others name most and that names them least. */
const suspectedOf = (drafts: readonly Draft[], isNaming: GroupOptions['isNaming']): Draft => {
	const [first, ...rest] = drafts.toSorted((a, b) => byBlame(a, b));
	if (first === undefined) {
		throw new TypeError('An incident has members.');
	}

	const near = drafts.filter(draft => draft.onsetMs - first.onsetMs < sensedTimeMs);
	const [accused] = near.some(draft => isSensed(draft)) ? near.filter(draft => blameOf(draft) > 0).toSorted((a, b) => bySuspicion(a, b)) : [];
	if (accused) {
		return accused;
	}

	const isCalled = (draft: Draft): boolean => (isNaming?.(first.service, draft.service) ?? false) && !(isNaming?.(draft.service, first.service) ?? false);
	const together = [first, ...rest.filter(draft => draft.onsetMs - first.onsetMs < (isCalled(draft) ? calledTimeMs : sameTimeMs))];
	const blame = ({service}: Draft): number => together.reduce((sum, other) => other.service === service
		? sum
		: sum + Number(isNaming?.(other.service, service) ?? false) - Number(isNaming?.(service, other.service) ?? false), 0);
	const most = Math.max(...together.map(draft => blame(draft)));
	return together.find(draft => blame(draft) === most) ?? first;
};

const toIncident = (drafts: readonly Draft[], {isNaming}: GroupOptions): Incident => {
	const first = suspectedOf(drafts, isNaming);
	const rest = drafts.filter(draft => draft !== first).toSorted(drafts.some(draft => isSensed(draft)) ? bySuspicion : byBlame);
	const onsetMs = Math.min(...drafts.map(draft => draft.onsetMs));
	return {
		id: incidentId(drafts.flatMap(({anomalies}) => anomalies)),
		onsetMs,
		severity: worst(drafts.map(({severity}) => severity)),
		isResolved: drafts.every(({isResolved}) => isResolved),
		suspected: first.service,
		members: [first, ...rest].map(draft => ({...draft, delayMs: Math.max(0, draft.onsetMs - onsetMs)})),
	};
};

/** Whether it is the silence of the whole fleet and nothing else: what collects the logs fails, not a service. */
export const isFleetOnly = (members: ReadonlyArray<{readonly service: string}>): boolean => members.length > 0 && members.every(({service}) => service === fleetService);

const rank = ({isResolved, severity}: Incident): number => (isResolved ? 2 : 0) + (severity === 'critical' ? 0 : 1);

/**
Puts anomalies together that began within minutes of each other: one incident with members rather than many alarms. Every anomaly is in exactly one incident, and the silence of the whole fleet is never in one with a service's.
Gives the worst and newest incident first.
*/
export const groupIncidents = (anomalies: readonly Anomaly[], options: GroupOptions = {}): readonly Incident[] => {
	const windowMs = options.windowMs ?? defaultWindowMs;
	const groups: Draft[][] = [];
	for (const draft of draftsOf(anomalies, windowMs).toSorted((a, b) => byBlame(a, b))) {
		const group = groups.find(members => draft.onsetMs - Math.max(...members.map(({onsetMs}) => onsetMs)) <= windowMs
			&& isFleetOnly(members) === isFleetOnly([draft])
			&& members.every(({service}) => service !== draft.service)
			&& members.some(({service}) => options.isRelated?.(service, draft.service) !== false));
		if (group === undefined) {
			groups.push([draft]);
		} else {
			group.push(draft);
		}
	}

	return groups.map(group => toIncident(group, options)).toSorted((a, b) => rank(a) - rank(b) || b.onsetMs - a.onsetMs);
};
