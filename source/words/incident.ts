import type {IncidentSummary, RecordEntry} from '../store/incident-record.js';
import {anomalySentence} from './anomaly.js';
import type {Reader} from './reader.js';
import {verdictHeadline} from './verdict.js';

/** What an incident is about in one line: a model's words where there are some, else the verdict's; undefined where nobody has looked into it. */
export const incidentHeadline = ({headline, verdict}: Pick<IncidentSummary, 'headline' | 'verdict'>, reader: Reader): string | undefined =>
	headline ?? (verdict && verdictHeadline(verdict, reader));

/** What happened at one moment of an incident. */
export const entryText = (entry: RecordEntry, reader: Reader): string => 'anomaly' in entry ? anomalySentence(entry.anomaly, reader) : entry.text;
