import process from 'node:process';
import {ConfigError} from '../../config/config-error.js';
import type {Config} from '../../config/config.js';
import {loadConfig} from '../../config/load.js';
import {listIncidents, readIncident} from '../../incidents/records/incident-list.js';
import {sessionsDirectory} from '../../incidents/records/session-directory.js';
import {createRedactor} from '../../investigate/redaction/redact.js';
import {createExploreUrl} from '../../alerting/explore-url.js';
import type {IncidentSummary} from '../../store/incident-record.js';
import {incidentHeadline, lasted} from '../../words/incident.js';
import {formatDateTime, formatDollars} from '../../words/numbers.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {anywhere} from '../../words/reader.js';
import {failureExitCode, usageExitCode} from '../shared/exit-codes.js';
import {incidentMarkdown} from '../watch/incident-intents.js';
import {printError, printJson, printWhole} from '../shared/print.js';

type IncidentsFlags = {
	readonly json?: boolean;
	readonly export?: string;
	readonly [name: string]: unknown;
};

/** Lists what the records hold, or writes one incident as Markdown, on stdout; no Loki is needed. Gives the exit code. */
export async function incidents(flags: IncidentsFlags): Promise<number> {
	let config: Config;
	try {
		config = await loadConfig({flags, env: process.env, cwd: process.cwd()});
	} catch (error) {
		if (error instanceof ConfigError) {
			printError(error.message);
			return usageExitCode;
		}

		throw error;
	}

	const directory = sessionsDirectory(config.stateDir);
	let found: readonly IncidentSummary[] = [];
	for await (const progress of listIncidents(directory)) {
		found = progress.incidents;
	}

	if (flags.export !== undefined) {
		return exportOne(config, directory, found, flags.export);
	}

	if (flags.json === true) {
		await printJson([found.map(incident => asJson(incident))], '\t');
	} else {
		await printWhole(found.length === 0 ? [`no incidents recorded in ${directory}`] : listText(found, config.timeZone));
	}

	return 0;
}

async function exportOne(config: Config, directory: string, found: readonly IncidentSummary[], id: string): Promise<number> {
	const incident = found.find(candidate => candidate.id === id);
	if (!incident) {
		printError(`No incident ${JSON.stringify(id)} in ${directory}. loki-sentinel incidents lists the recorded ones.`);
		return failureExitCode;
	}

	const record = await readIncident(directory, incident);
	if (typeof record === 'string') {
		printError(`${record}.`);
		return failureExitCode;
	}

	const {grafanaUrl, grafanaDatasourceUid: datasourceUid, redactPatterns} = config;
	const markdown = incidentMarkdown(record, {
		redactor: createRedactor(redactPatterns), now: Date.now, alerts: grafanaUrl === undefined ? {} : {exploreUrl: createExploreUrl({grafanaUrl, datasourceUid})},
	});
	await printWhole([markdown.trimEnd()]);
	return 0;
}

function listText(found: readonly IncidentSummary[], timeZone: string | undefined): readonly string[] {
	const rows = found.map(incident => [
		incident.id,
		formatDateTime(incident.onsetMs, {timeZone}),
		lasted(incident),
		incident.severity,
		incident.services.join(','),
		incident.kinds.join(','),
		incident.analysedBy ?? '-',
		incident.costDollars === undefined ? '-' : formatDollars(incident.costDollars),
		String(incident.alertsSent),
		incident.host,
	].map(cell => sanitizeLine(cell)));
	const table = [['ID', 'STARTED', 'LASTED', 'SEVERITY', 'SERVICES', 'WHAT', 'ANALYSED BY', 'COST', 'ALERTS', 'LOKI'], ...rows];
	const widths = table[0]?.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0))) ?? [];
	return table.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

/** For programs: times as ISO 8601, what is not known as null. */
const asJson = ({session, onsetMs, lastSeenMs, endMs, ...rest}: IncidentSummary) => ({
	id: rest.id,
	session: session ?? null,
	loki: rest.host,
	tenant: rest.tenant ?? null,
	started: new Date(onsetMs).toISOString(),
	last_seen: new Date(lastSeenMs).toISOString(),
	ended: endMs === undefined ? null : new Date(endMs).toISOString(),
	severity: rest.severity,
	services: rest.services,
	kinds: rest.kinds,
	analysed_by: rest.analysedBy ?? null,
	cost_dollars: rest.costDollars ?? null,
	alerts_sent: rest.alertsSent,
	headline: incidentHeadline(rest, anywhere) ?? null,
});
