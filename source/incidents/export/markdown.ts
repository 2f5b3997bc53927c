import type {IncidentRecord, RecordEntry, RecordEntryKind} from '../../store/incident-record.js';
import type {AlertRecord} from '../../store/state.js';
import {recordedRows} from '../../words/alert-rows.js';
import {deliveryWords} from '../../words/delivery.js';
import {targetName} from '../../words/target-name.js';
import {anomalySentence} from '../../words/anomaly.js';
import {firstWords, outsideWords} from '../../words/first.js';
import {entryText, incidentHeadline} from '../../words/incident.js';
import {
	formatDateTime,
	formatDuration,
	formatOffset,
	formatTime,
} from '../../words/numbers.js';
import {block, span} from './markdown-inert.js';
import {serviceMarkdown, type MarkdownOptions} from './markdown-service.js';

/** How a moment is called in a timeline; the same on the screen. */
const words: Readonly<Record<RecordEntryKind, string>> = {
	onset: 'onset', opened: 'found', worsened: 'worsened', resolved: 'resolved', reopened: 'came back', analysed: 'analysed', asked: 'asked', alert: 'alert',
};

/**
An incident as a text to hand on: what happened when, numbers with the queries that give them, findings, what was done.
Pure. Every text of the record is foreign and stands in code spans and fences: nothing in it is markup. The record is redacted already.
*/
export function buildMarkdown(record: IncidentRecord, options: MarkdownOptions): string {
	const {members} = record;
	const paragraphs = [
		`# Incident: ${members.map(({service}) => span(service)).join(', ')}`,
		...summary(record, options),
		'## Timeline',
		record.timeline.map(entry => timelineRow(entry, record.timeZone)).join('\n'),
		'## What was abnormal',
		members.flatMap(({service, anomalies}) => anomalies.map(anomaly => `- ${span(service)}: ${anomaly.severity}, ${span(anomalySentence(anomaly, {timeZone: record.timeZone}))}`)).join('\n'),
		...record.services.flatMap(known => serviceMarkdown(record, known, options)),
		...record.services.length === 0 ? ['Nobody has looked into its log lines yet.'] : [],
		...alerts(record),
		'---',
		`Written by loki-sentinel ${new Date(options.nowMs).toISOString()}. Secrets and personal data are replaced by placeholders. No command was run.`,
	];
	return `${paragraphs.join('\n\n')}\n`;
}

function summary({summary: {id, severity, onsetMs, endMs, lastSeenMs, host, tenant, ...found}, first, members, selector, timeZone, isDemo}: IncidentRecord, {nowMs}: MarkdownOptions): readonly string[] {
	const others = members.slice(1);
	const start = formatDateTime(onsetMs, {timeZone});
	const lasted = formatDuration((endMs ?? Math.min(nowMs, lastSeenMs)) - onsetMs);
	const end = endMs === undefined ? `last seen ${formatTime(lastSeenMs, {timeZone})}, ${lasted} so far` : `over at ${formatTime(endMs, {timeZone})} after ${lasted}`;
	const headline = incidentHeadline(found, {timeZone});
	const zone = timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
	return [
		`**${severity}**, since ${start} (${zone}), ${end}. Incident ${span(id)}.`,
		...headline === undefined ? [] : [span(headline)],
		`First: ${[firstWords(first, {at: formatTime(first.onsetMs, {timeZone})}), ...outsideWords(first)].map(text => span(text)).join(', ')}${others.map(({service, delayMs}) => `, ${span(service)} ${formatOffset(delayMs)}`).join('')}.`,
		`Loki ${span(host)}${tenant === undefined ? '' : `, tenant ${span(tenant)}`}, watched ${span(selector)}.${isDemo ? ' A demo: the services and their logs are made up.' : ''}`,
	];
}

function timelineRow(entry: RecordEntry, timeZone: string | undefined): string {
	return `- ${formatTime(entry.atMs, {timeZone, withSeconds: true})} ${words[entry.kind]} ${span(entry.service)}: ${span(entryText(entry, {timeZone}))}`;
}

function alerts({alerts: sent, timeZone}: IncidentRecord): readonly string[] {
	return sent.length === 0 ? ['## Alerts', 'No alert was sent.'] : ['## Alerts', ...sent.flatMap(alert => alertMarkdown(alert, timeZone))];
}

function alertMarkdown(alert: AlertRecord, timeZone: string | undefined): readonly string[] {
	const {startedMs, target, destination, delivery} = alert;
	return [
		`${formatTime(startedMs, {timeZone, withSeconds: true})} to ${targetName(target)}, ${span(destination)}: ${deliveryWords(delivery)}.`,
		block(recordedRows(alert).join('\n')),
	];
}
