import {readFile} from 'node:fs/promises';
import {
	isSameIncident,
	type IncidentRecord,
	type IncidentSummary,
	type RecordName,
} from '../../store/incident-record.js';
import {incidentRecord} from '../../store/selectors/incident-record.js';
import {sessionSummaries} from '../../store/selectors/session-incidents.js';
import {codeOf} from '../../records/code-of.js';
import {listSessions, sessionPaths} from './session-directory.js';
import {readIndex} from './session-index.js';
import {restoreFacts} from './restore.js';

const maxListed = 200;
/** Sessions whose indexes are read at once. */
const batchSize = 16;

export type ListProgress = {
	readonly incidents: readonly IncidentSummary[];
	readonly readSessions: number;
	readonly ofSessions: number;
};

/** The incidents of all sessions, newest session first, a few sessions at a time; each incident once. Never throws. */
export async function * listIncidents(directory: string, signal?: AbortSignal): AsyncGenerator<ListProgress> {
	const ids = await listSessions(directory);
	let incidents: readonly IncidentSummary[] = [];
	yield {incidents, readSessions: 0, ofSessions: ids.length};
	for (let first = 0; first < ids.length && incidents.length < maxListed && !signal?.aborted; first += batchSize) {
		const batch = ids.slice(first, first + batchSize);
		const found = await Promise.all(batch.map(async id => incidentsOf(directory, id)));
		incidents = eachOnce([...incidents, ...found.flat()]).toSorted((a, b) => b.onsetMs - a.onsetMs).slice(0, maxListed);
		yield {incidents, readSessions: Math.min(ids.length, first + batchSize), ofSessions: ids.length};
	}
}

/** A session that was ended before its index was written is read in full. */
async function incidentsOf(directory: string, id: string): Promise<readonly IncidentSummary[]> {
	const paths = sessionPaths(directory, id);
	const indexed = await readIndex(paths.index, id);
	if (indexed) {
		return indexed;
	}

	try {
		const {state} = restoreFacts(await readFile(paths.lines, 'utf8'));
		return sessionSummaries(state).map(summary => ({...summary, session: id}));
	} catch {
		return [];
	}
}

/** How much somebody did about it. */
const effort = ({analysedBy, alertsSent}: IncidentSummary): number => (analysedBy === undefined ? 0 : 1) + (analysedBy === undefined || analysedBy === 'rules' ? 0 : 2) + (alertsSent > 0 ? 1 : 0);

/** Several sessions see the same trouble of one Loki: the one in which most was done about it stands for them, else the newest. */
function eachOnce(incidents: readonly IncidentSummary[]): readonly IncidentSummary[] {
	const best: IncidentSummary[] = [];
	for (const incident of incidents) {
		const index = best.findIndex(known => isSameIncident(known, incident));
		const known = best[index];
		if (!known) {
			best.push(incident);
		} else if (effort(incident) > effort(known)) {
			best[index] = incident;
		}
	}

	return best;
}

/** One incident of an earlier session; a sentence where it cannot be read. */
export async function readIncident(directory: string, {id, session}: RecordName): Promise<IncidentRecord | string> {
	if (session === undefined) {
		return 'this incident has no record of its own';
	}

	try {
		const {state} = restoreFacts(await readFile(sessionPaths(directory, session).lines, 'utf8'));
		const record = incidentRecord(state, id);
		return record ? {...record, summary: {...record.summary, session}} : `the record of session ${session} does not hold this incident any more`;
	} catch (error) {
		return `the record of session ${session} cannot be read (${codeOf(error)})`;
	}
}
