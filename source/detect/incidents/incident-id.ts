import {createHash} from 'node:crypto';
import {reopenWithinMs} from '../lifecycle.js';
import {minuteMs} from '../minute.js';
import type {Anomaly} from '../types.js';

const fingerprintLength = 16;
const idLength = 10;

type Announced = Pick<Anomaly, 'fingerprint' | 'openedMs'>;

/** A fingerprint holds names; its hash says the same and tells nothing. */
export const hashFingerprint = (fingerprint: string): string => createHash('sha256').update(fingerprint).digest('hex').slice(0, fingerprintLength);

/** The id of an incident that this anomaly was the first of. */
export const idOfAnomaly = ({fingerprint, openedMs}: Announced): string =>
	`i${createHash('sha256').update(`${fingerprint}@${Math.floor(openedMs / minuteMs)}`).digest('hex').slice(0, idLength)}`;

/**
The id of an incident on the screen, in a check, the journal, a token and an export, such as `i3f2a91c07d`. It holds no name.
It is made of the anomaly that was announced first. The time of that announcement never changes, even when onsets are refined or services join. Two runs that find the same trouble in the same counts give the same id.
*/
export function incidentId(anomalies: readonly Announced[]): string {
	const [first] = anomalies.toSorted((a, b) => a.openedMs - b.openedMs || a.fingerprint.localeCompare(b.fingerprint));
	return idOfAnomaly(first ?? {fingerprint: '', openedMs: 0});
}

/** An incident as another run has named it, and when it was open. */
export type NamedIncident = {
	readonly id: string;
	/** Hashes. */
	readonly fingerprints: readonly string[];
	readonly onsetMs: number;
	/** Undefined while it is open. */
	readonly resolvedMs: number | undefined;
};

type Identified = {readonly id: string; readonly members: ReadonlyArray<{readonly anomalies: readonly Anomaly[]}>};

/**
Gives incidents the ids that they have in the memory that runs share: a run that came later may have seen another anomaly first.
Each name is given once; an incident that the memory does not know keeps its own.
*/
export function nameIncidents<Type extends Identified>(incidents: readonly Type[], named: readonly NamedIncident[]): readonly Type[] {
	if (named.length === 0) {
		return incidents;
	}

	const given = new Set<string>();
	return incidents.map(incident => {
		const anomalies = incident.members.flatMap(member => member.anomalies).map(anomaly => ({...anomaly, hash: hashFingerprint(anomaly.fingerprint)}));
		const known = named.find(({id, fingerprints, onsetMs, resolvedMs = Infinity}) => !given.has(id)
			&& anomalies.some(anomaly => fingerprints.includes(anomaly.hash) && anomaly.openedMs - reopenWithinMs <= resolvedMs && (anomaly.resolvedMs ?? Infinity) + reopenWithinMs >= onsetMs));
		if (!known) {
			return incident;
		}

		given.add(known.id);
		return {...incident, id: known.id};
	});
}
