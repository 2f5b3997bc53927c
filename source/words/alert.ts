import type {Alert, AlertFinding, AlertMember} from '../facts/alert.js';
import {kindOf} from '../detect/kinds/registry.js';
import type {First} from '../detect/incidents/first.js';
import {byLead} from '../detect/lead.js';
import {isOpen} from '../detect/lifecycle.js';
import type {Anomaly, Severity} from '../detect/types.js';
import {anomalySentence} from './anomaly.js';
import {findingWords} from './finding.js';
import {firstWords, outsideWords} from './first.js';
import {
	factorOf,
	formatAmount,
	formatObserved,
	kindWords,
} from './kinds.js';
import {
	formatCount,
	formatDuration,
	formatFactor,
	formatOffset,
	plural,
} from './numbers.js';
import {anywhere, formatMoment} from './reader.js';
import {serviceName} from './service-name.js';
import {formatDateTime, formatTime} from './times.js';

const maxSentences = 3;
const sentenceLength = 340;
const maxPatterns = 3;
const patternLength = 300;
const maxMembers = 10;
const memberLength = 60;

const reasonWords: Readonly<Record<Alert['reason'], string>> = {
	opened: '', worsened: ', now critical', reminded: ', still open', resolved: '',
};

const sourceNames: Readonly<Record<AlertFinding['source'], string>> = {
	claude: 'Claude',
	scripted: 'scripted answer',
	rules: 'no AI: rule-based verdict',
};

/** An alert in words, part by part; a target puts the parts into its own form. Each part is cut to its share of a message. */
export type AlertText = {
	/** One line: `🔴 payment: errors, 1 more service`. */
	readonly title: string;
	/** The same with what is most worth knowing, for a notification. */
	readonly notification: string;
	readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
	/** Who broke, in which order: a line that says so, and a line of names. Undefined for one service alone. */
	readonly members: readonly [heading: string, order: string] | undefined;
	/** What is wrong, one line each. */
	readonly sentences: readonly string[];
	readonly analysis: {readonly heading: string; readonly paragraphs: readonly string[]} | undefined;
	readonly command: {readonly heading: string; readonly note: string; readonly text: string} | undefined;
	readonly patterns: {readonly heading: string; readonly note: string; readonly rows: readonly string[]} | undefined;
	readonly openCommand: string | undefined;
	readonly exploreUrl: string | undefined;
};

/** An alert in words. It is read in any place and later: times are UTC and say so, with their day where it is another one. */
export function alertText(alert: Alert): AlertText {
	return alert.reason === 'resolved' ? resolvedText(alert) : openText(alert);
}

/** Says of a message that it may be there already. */
export const repeatMark = (firstMs: number, nowMs: number): string => `repeat: the first attempt at ${moment(firstMs, nowMs)} may not have arrived`;

function openText(alert: Alert): AlertText {
	const isOther = ({service}: Anomaly): number => Number(service !== alert.service);
	// The title is about the service that it names; what leads of the others follows.
	const anomalies = alert.anomalies.toSorted((a, b) => isOther(a) - isOther(b) || byLead(a, b));
	const [main] = anomalies;
	const severity = anomalies.some(anomaly => isOpen(anomaly) && anomaly.severity === 'critical') ? 'critical' : 'warning';
	const others = Math.max(0, alert.members.length - 1);
	const more = anomalies.length > 1 ? ` (+${plural(anomalies.length - 1, 'more finding')})` : '';
	const everything = alert.first?.everything;
	const name = everything ? `${everything.broken} of ${plural(everything.services, 'service')}` : serviceName(alert.service);
	const also = everything ? '' : (others > 0 ? `, ${plural(others, 'more service')}` : more);
	const title = `${severity === 'critical' ? '🔴' : '🟡'} ${name}: ${main === undefined ? 'alert' : kindWords[main.kind].title}${also}${reasonWords[alert.reason]}${asOf(alert)}`;
	const finding = alert.finding && findingWords(alert.finding, {...anywhere, nowMs: alert.atMs});
	const paragraphs = [finding?.headline ?? '', finding?.cause ?? ''].filter(part => part.trim() !== '');
	return {
		title,
		notification: [title, ...finding?.headline ? [finding.headline] : []].join('. '),
		fields: openFields(alert, main, severity),
		members: memberText(alert.members, alert.first),
		sentences: [...sentences(anomalies, alert.atMs, others > 0), ...doubts(alert.first).map(doubt => `• ${cut(doubt, sentenceLength)}`)],
		analysis: paragraphs.length === 0 ? undefined : {heading: `Analysis (${sourceNames[alert.finding?.source ?? 'rules']})`, paragraphs},
		command: (finding?.command ?? '').trim() === '' ? undefined : {heading: 'Next command', note: 'nothing was run', text: finding!.command!.trim()},
		patterns: patternText(alert),
		openCommand: alert.openCommand,
		exploreUrl: alert.exploreUrl,
	};
}

/** Of what is over. It names the alert that it answers. */
function resolvedText({service, namespace, members, anomalies, end, atMs, openCommand, exploreUrl}: Alert): AlertText {
	const title = `🟢 ${serviceName(service)}: resolved`;
	const duration = end && formatDuration(Math.max(0, end.resolvedMs - end.onsetMs));
	return {
		title,
		notification: duration === undefined ? title : `${title} after ${duration}`,
		fields: [
			['Service', serviceName(service)],
			['Namespace', namespace ?? '-'],
			...end && duration !== undefined ? [['Lasted', `${duration}, ${moment(end.onsetMs, atMs)} to ${moment(end.resolvedMs, atMs)}`] as const] : [],
			...end?.alertedMs === undefined ? [] : [['First alert', moment(end.alertedMs, atMs)] as const],
		],
		members: memberText(members),
		sentences: sentences(anomalies, atMs, false),
		analysis: undefined,
		command: undefined,
		patterns: undefined,
		openCommand,
		exploreUrl,
	};
}

/** Said where it is not of the present: nobody is to run for what is long over. */
const asOf = ({atMs, lookedBackMs}: Alert): string => lookedBackMs === undefined ? '' : `, as it was at ${formatDateTime(atMs, {timeZone: 'UTC'})} UTC`;

function openFields({service, namespace, atMs, lookedBackMs}: Alert, main: Anomaly | undefined, severity: Severity): AlertText['fields'] {
	const head = [['Service', serviceName(service)], ['Namespace', namespace ?? '-']] as const;
	if (main === undefined) {
		return head;
	}

	const {counts, isSilence} = kindOf(main.kind);
	const factor = isSilence ? undefined : factorOf(main);
	return [
		...head,
		[`${counts === 'errors' ? 'Errors' : 'Lines'} ${lookedBackMs === undefined ? 'now' : 'then'}`, formatObserved(main)],
		['Expected', `${formatAmount(main.expectedPerMinute)}${factor === undefined ? '' : `, ${formatFactor(factor)}`}`],
		['Since', `${moment(main.onsetMs, atMs)} (${formatDuration(Math.max(0, atMs - main.onsetMs))})`],
		['Severity', severity],
	];
}

/** What is to be known of who was first, beside the order. */
const doubts = (first: First | undefined): readonly string[] => first === undefined
	? []
	: [
		...first.confidence === 'preliminary' ? ['preliminary: not enough history yet to be sure who was first, or what is normal'] : [],
		...outsideWords(first),
	];

/** `payment 02:58:10 UTC, checkout +40 s`: who broke, and in which order. */
function memberText([first, ...others]: readonly AlertMember[], told?: First): AlertText['members'] {
	if (first === undefined || others.length === 0) {
		return undefined;
	}

	const shown = others.slice(0, maxMembers).map(({service, onsetMs}) => `${cut(serviceName(service), memberLength)} ${formatOffset(onsetMs - first.onsetMs)}`);
	const more = others.length > maxMembers ? [`and ${others.length - maxMembers} more`] : [];
	const start = `${cut(serviceName(first.service), memberLength)} ${formatTime(first.onsetMs, {timeZone: 'UTC', withSeconds: first.onsetMs % 60_000 !== 0})} UTC`;
	const who = told ? `${cut(firstWords(told, {at: ''}), sentenceLength)}. ` : '';
	return [`${who}In the order in which they broke`, [start, ...shown, ...more].join(', ')];
}

/** A sentence each, those of several services with the service's name. */
function sentences(anomalies: readonly Anomaly[], nowMs: number, isNamed: boolean): readonly string[] {
	const lines = anomalies.slice(0, maxSentences).map(anomaly => {
		const sentence = anomalySentence(anomaly, {...anywhere, nowMs});
		return `• ${cut(isNamed ? `${serviceName(anomaly.service)}: ${sentence}` : sentence, sentenceLength)}`;
	});
	return anomalies.length > maxSentences ? [...lines, `and ${anomalies.length - maxSentences} more`] : lines;
}

function patternText({topPatterns}: Alert): AlertText['patterns'] {
	const rows = topPatterns.slice(0, maxPatterns).map(({template, lines, isNew}) => `${formatCount(lines).padStart(6)}  ${isNew ? 'NEW  ' : ''}${cut(template, patternLength)}`);
	return rows.length === 0 ? undefined : {heading: 'Top patterns', note: 'lines', rows};
}

const moment = (timeMs: number, nowMs: number): string => formatMoment(timeMs, {...anywhere, nowMs});

/** One line, cut before it is joined with others, so that each has its share of the room. */
function cut(text: string, length: number): string {
	const line = text.replaceAll(/\s+/g, ' ').trim();
	return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
