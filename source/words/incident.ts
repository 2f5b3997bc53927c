import type {IncidentSummary, RecordEntry} from '../store/incident-record.js';
import {anomalySentence} from './anomaly.js';
import {formatDuration} from './numbers.js';
import type {Reader} from './reader.js';
import {verdictHeadline} from './verdict.js';

/** What an incident is about in one line: a model's words where there are some, else the verdict's; undefined where nobody has looked into it. */
export const incidentHeadline = ({headline, verdict}: Pick<IncidentSummary, 'headline' | 'verdict'>, reader: Reader): string | undefined =>
	headline ?? (verdict && verdictHeadline(verdict, reader));

/** What happened at one moment of an incident. */
export const entryText = (entry: RecordEntry, reader: Reader): string => 'anomaly' in entry ? anomalySentence(entry.anomaly, reader) : entry.text;

/** Of this session, and not over. */
export const isGoingOn = ({session, endMs}: IncidentSummary): boolean => session === undefined && endMs === undefined;

/** `22 min`; `22 min +` where its session ended before it did. */
export const lasted = ({onsetMs, endMs, lastSeenMs}: IncidentSummary): string => `${formatDuration((endMs ?? lastSeenMs) - onsetMs)}${endMs === undefined ? ' +' : ''}`;

/** The same, or `open 14 min`. */
export const lastedSoFar = (incident: IncidentSummary, nowMs: number): string => isGoingOn(incident) ? `open ${formatDuration(nowMs - incident.onsetMs)}` : lasted(incident);
