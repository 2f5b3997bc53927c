import {isFleetOnly} from '../../detect/incidents/incident.js';
import {dayMs} from '../../detect/minute.js';
import type {Mute} from '../../detect/mute.js';
import type {Severity} from '../../detect/types.js';
import {assertNever} from '../../store/assert-never.js';
import {noAttempts, noteAttempt, type Attempts} from '../alert-attempts.js';
import type {JournalEvent} from './journal-event.js';

/** Incidents remembered at once; the oldest go first. */
const maxIncidents = 1000;

export type RememberedMember = {readonly service: string; readonly onsetMs: number};

/** A finding of a model that was paid for. */
export type RememberedFinding = {
	readonly source: 'claude' | 'scripted';
	readonly headline: string;
	readonly cause?: string | undefined;
	readonly command?: string | undefined;
};

/** What one target was sent about an incident. */
export type TargetMemory = {
	/** What it was told while the incident was open, or may have been; undefined where nothing was sent but what failed. */
	readonly told: {readonly firstMs: number; readonly lastMs: number; readonly severity: Severity} | undefined;
	readonly toldResolvedMs: number | undefined;
	/** Messages that may or may not have arrived. */
	readonly attempts: Attempts;
	/** A message about it was tried and did not arrive. */
	readonly hasFailed: boolean;
};

const untold: TargetMemory = {
	told: undefined, toldResolvedMs: undefined, attempts: noAttempts, hasFailed: false,
};

/** What a target was sent about an incident. */
export const memoryOf = (incident: RememberedIncident | undefined, target: string): TargetMemory => incident?.targets.get(target) ?? untold;

/** When the team heard of an incident that is open, whatever the target: first and last; undefined where it has not. */
export function toldOf({targets}: RememberedIncident): {readonly firstMs: number; readonly lastMs: number} | undefined {
	const told = [...targets.values()].flatMap(memory => memory.told ?? []);
	return told.length === 0 ? undefined : {firstMs: Math.min(...told.map(({firstMs}) => firstMs)), lastMs: Math.max(...told.map(({lastMs}) => lastMs))};
}

/** What is remembered of an incident. */
export type RememberedIncident = {
	readonly id: string;
	/** Hashes, of every anomaly that was ever part of it. */
	readonly fingerprints: ReadonlySet<string>;
	readonly members: readonly RememberedMember[];
	readonly severity: Severity;
	readonly onsetMs: number;
	readonly openedMs: number;
	readonly resolvedMs: number | undefined;
	/** How often it came back within minutes. */
	readonly reopenings: number;
	/** What became of its messages, by the target's id. */
	readonly targets: ReadonlyMap<string, TargetMemory>;
	readonly finding: RememberedFinding | undefined;
};

export type Remembered = {
	/** In the order in which they were opened. */
	readonly incidents: readonly RememberedIncident[];
	/** Their fingerprints are hashes. */
	readonly mutes: readonly Mute[];
	/** Dollars for models, by UTC day (`2026-03-01`). */
	readonly dollars: ReadonlyMap<string, number>;
};

export const dayOf = (timeMs: number): string => new Date(Math.floor(timeMs / dayMs) * dayMs).toISOString().slice(0, 10);

export const overlaps = (a: ReadonlySet<string>, b: Iterable<string>): boolean => {
	for (const item of b) {
		if (a.has(item)) {
			return true;
		}
	}

	return false;
};

/** What a list of events, oldest first, comes to. Pure: two runs that read the same events remember the same. */
export function foldEvents(events: readonly JournalEvent[]): Remembered {
	const incidents = new Map<string, RememberedIncident>();
	/** Two runs may have opened the same incident under two names. */
	const aliases = new Map<string, string>();
	const mutes = new Map<string, Mute>();
	const dollars = new Map<string, number>();

	const change = (id: string, update: (incident: RememberedIncident) => RememberedIncident): void => {
		const name = aliases.get(id) ?? id;
		const incident = incidents.get(name);
		if (incident) {
			incidents.set(name, update(incident));
		}
	};

	/** A message to one target says nothing of what another one got. */
	const changeTarget = (event: Extract<JournalEvent, {event: 'alerted' | 'claimed' | 'released'}>, update: (memory: TargetMemory) => TargetMemory): void => {
		change(event.incident, incident => {
			const memory = memoryOf(incident, event.target);
			return {...incident, targets: new Map(incident.targets).set(event.target, {...update(memory), attempts: noteAttempt(memory.attempts, event)})};
		});
	};

	const open = (event: Extract<JournalEvent, {event: 'opened'}>): void => {
		const same = [...incidents.values()].find(({id, resolvedMs, fingerprints, members}) => id === event.incident || (resolvedMs === undefined && overlaps(fingerprints, event.fingerprints) && isFleetOnly(members) === isFleetOnly(event.members)));
		if (same) {
			aliases.set(event.incident, same.id);
			change(same.id, incident => withMembers(incident, event));
			return;
		}

		incidents.set(event.incident, {
			id: event.incident,
			fingerprints: new Set(event.fingerprints),
			members: event.members,
			severity: event.severity,
			onsetMs: event.onsetMs,
			openedMs: event.atMs,
			resolvedMs: undefined,
			reopenings: 0,
			targets: new Map(),
			finding: undefined,
		});
		const [oldest] = incidents.keys();
		if (incidents.size > maxIncidents && oldest !== undefined) {
			incidents.delete(oldest);
		}
	};

	const apply = (event: JournalEvent): void => {
		switch (event.event) {
			case 'opened': {
				open(event);
				break;
			}

			case 'joined': {
				change(event.incident, incident => withMembers(incident, event));
				break;
			}

			case 'worsened': {
				change(event.incident, incident => ({...incident, severity: 'critical'}));
				break;
			}

			case 'reopened': {
				change(event.incident, incident => incident.resolvedMs === undefined ? incident : reopened(incident));
				break;
			}

			case 'resolved': {
				change(event.incident, incident => ({...incident, resolvedMs: incident.resolvedMs ?? event.resolvedMs}));
				break;
			}

			case 'alerted': {
				changeTarget(event, memory => event.reason === 'resolved'
					? {...memory, toldResolvedMs: event.atMs}
					: {...memory, hasFailed: false, told: {firstMs: memory.told?.firstMs ?? event.atMs, lastMs: event.atMs, severity: event.severity}});
				break;
			}

			case 'analysed': {
				dollars.set(dayOf(event.atMs), (dollars.get(dayOf(event.atMs)) ?? 0) + event.dollars);
				change(event.incident, incident => ({...incident, finding: event}));
				break;
			}

			case 'released': {
				changeTarget(event, memory => ({...memory, hasFailed: true}));
				break;
			}

			case 'muted': {
				mutes.set(JSON.stringify(event.target), {target: event.target, untilMs: event.untilMs});
				break;
			}

			case 'claimed': {
				changeTarget(event, memory => memory);
				break;
			}

			case 'reminded': {
				break;
			}

			default: {
				assertNever(event);
			}
		}
	};

	for (const event of events) {
		apply(event);
	}

	return {incidents: [...incidents.values()], mutes: [...mutes.values()], dollars};
}

/** An incident that was alerted as resolved is alerted again, whatever became of the messages before. */
const reopened = (incident: RememberedIncident): RememberedIncident => ({
	...incident,
	resolvedMs: undefined,
	reopenings: incident.reopenings + 1,
	targets: new Map([...incident.targets].map(([target, memory]) => [target, memory.toldResolvedMs === undefined
		? memory
		: {
			...memory, toldResolvedMs: undefined, told: undefined, attempts: noAttempts,
		}])),
});

function withMembers(incident: RememberedIncident, {fingerprints, members}: {readonly fingerprints: readonly string[]; readonly members: readonly RememberedMember[]}): RememberedIncident {
	const known = new Set(incident.members.map(({service}) => service));
	return {
		...incident,
		fingerprints: new Set([...incident.fingerprints, ...fingerprints]),
		members: [...incident.members, ...members.filter(({service}) => !known.has(service))].toSorted((a, b) => a.onsetMs - b.onsetMs),
	};
}
