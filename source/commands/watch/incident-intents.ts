import path from 'node:path';
import process from 'node:process';
import {exportText} from '../../incidents/export/export-file.js';
import {listIncidents, readIncident} from '../../incidents/records/incident-list.js';
import {buildMarkdown} from '../../incidents/export/markdown.js';
import {mapStrings} from '../../incidents/records/record-line.js';
import {createSafeText} from '../../incidents/records/safe-text.js';
import {sessionsDirectory} from '../../incidents/records/session-directory.js';
import {hidingOf} from '../../investigate/redaction/redact-evidence.js';
import type {TrackingRedactor} from '../../investigate/types.js';
import {recordKey, type IncidentRecord, type RecordName} from '../../store/incident-record.js';
import {incidentOfService, incidentRecord} from '../../store/selectors/incident-record.js';
import {notify} from '../../store/notify.js';
import type {Store} from '../../store/store.js';
import type {SessionOptions} from '../shared/session-settings.js';

/** Where a file was written must be readable. */
const shownMs = 12_000;

type IncidentOptions = Pick<SessionOptions, 'stateDir' | 'alerts' | 'now'>;

export type IncidentIntents = {
	readonly list: (signal: AbortSignal) => Promise<void>;
	readonly open: (name: RecordName) => Promise<void>;
	readonly export: (what: RecordName | {readonly service: string}) => Promise<void>;
};

/** Reads and exports records of incidents; what comes of it reaches the screen through the store. */
export function createIncidentIntents(store: Store, options: IncidentOptions, redactor: TrackingRedactor): IncidentIntents {
	const directory = sessionsDirectory(options.stateDir);
	let isListing = false;

	const say = (text: string, tone: 'good' | 'bad') => {
		notify(store, text, {tone, nowMs: options.now(), forMs: shownMs});
	};

	const recordOf = async (what: RecordName | {readonly service: string}): Promise<IncidentRecord | string> => {
		const state = store.getState();
		if ('service' in what) {
			const incident = incidentOfService(state, what.service);
			return (incident && incidentRecord(state, incident.id)) ?? `${what.service} has no incident in this session: it was never abnormal`;
		}

		return what.session === undefined ? incidentRecord(state, what.id) ?? 'this incident is not known any more' : readIncident(directory, what);
	};

	return {
		async list(signal) {
			if (isListing) {
				return;
			}

			isListing = true;
			try {
				for await (const {incidents, readSessions, ofSessions} of listIncidents(directory, signal)) {
					store.dispatch({
						type: 'records-changed', change: {
							status: 'reading', past: incidents, readSessions, ofSessions,
						},
					});
				}

				store.dispatch({type: 'records-changed', change: {status: 'ready'}});
			} finally {
				isListing = false;
			}
		},
		async open(name) {
			store.dispatch({type: 'record-opened', key: recordKey(name), record: await readIncident(directory, name)});
		},
		async export(what) {
			const record = await recordOf(what);
			if (typeof record === 'string') {
				say(record, 'bad');
				return;
			}

			const exported = await exportText(incidentMarkdown(record, {...options, redactor}), {
				service: record.summary.services[0] ?? '',
				onsetMs: record.summary.onsetMs,
				directories: [process.cwd(), path.join(options.stateDir, 'exports')],
			});
			if ('trouble' in exported) {
				say(exported.trouble, 'bad');
			} else {
				say(`written to ${exported.file}`, 'good');
			}
		},
	};
}

type MarkdownOptions = Pick<IncidentOptions, 'now'> & {readonly alerts: Pick<SessionOptions['alerts'], 'exploreUrl'>; readonly redactor: TrackingRedactor};

/** An incident as Markdown, with every secret replaced. */
export function incidentMarkdown(record: IncidentRecord, {redactor, alerts, now}: MarkdownOptions): string {
	redactor.reserve(JSON.stringify(record));
	const map = createSafeText(hidingOf(redactor));
	// Twice: the words of a model may come before the evidence that tells which of them are secret.
	const safe = mapStrings(mapStrings(record, map), map) as IncidentRecord;
	return buildMarkdown(safe, {nowMs: now(), ...(alerts.exploreUrl && {exploreUrl: alerts.exploreUrl})});
}
