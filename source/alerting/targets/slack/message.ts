import {kindOf} from '../../../detect/kinds/registry.js';
import {byLead} from '../../../detect/lead.js';
import {fleetService, type Anomaly, type Severity} from '../../../detect/types.js';
import {anomalySentence} from '../../../words/anomaly.js';
import {
	factorOf,
	formatAmount,
	formatObserved,
	kindWords,
} from '../../../words/kinds.js';
import {
	formatCount,
	formatDuration,
	formatFactor,
	formatOffset,
	plural,
} from '../../../words/numbers.js';
import {anywhere, formatMoment} from '../../../words/reader.js';
import {formatTime} from '../../../words/times.js';
import type {
	Alert,
	AlertMember,
	ResolvedAlert,
	SlackBlock,
	SlackMessage,
	SlackText,
} from '../../types.js';
import {
	codeBlock,
	escapeText,
	fallbackText,
	markup,
	plainText,
} from './slack-text.js';

/** Slack takes 150 characters of header, 2,000 a field, 3,000 a section; all parts together stay below 10,000, entities and JSON's escapes included. */
const maxLength = {
	header: 150,
	fallback: 400,
	field: 250,
	sentences: 1200,
	members: 900,
	/** Headline and detail. */
	analysis: 1000,
	command: 600,
	patterns: 1200,
	openCommand: 600,
	exploreUrl: 1800,
} as const;
const maxSentences = 3;
const maxPatterns = 3;
const maxMembers = 10;
const memberLength = 60;

const againNames: Readonly<Record<NonNullable<Alert['again']>, string>> = {
	worsened: ', now critical',
	reminded: ', still open',
};

const sourceNames: Readonly<Record<Alert['summary']['source'], string>> = {
	claude: 'Claude',
	scripted: 'scripted answer',
	rules: 'no AI: rule-based verdict',
};

/**
The message about one service's trouble, in Slack's incoming webhook format.
A fixed template: log text, labels and the model's words stand only in plain text and in code blocks, escaped, so nothing in them can page a channel or leave its place.
*/
export function buildSlackMessage(alert: Alert): SlackMessage {
	const isOther = ({service}: Anomaly): number => Number(service !== alert.service);
	// The header is about the service that it names; what leads of the others follows.
	const anomalies = alert.anomalies.toSorted((a, b) => isOther(a) - isOther(b) || byLead(a, b));
	const [main] = anomalies;
	const severity = alert.anomalies.some(anomaly => anomaly.state !== 'resolved' && anomaly.severity === 'critical') ? 'critical' : 'warning';
	const sign = severity === 'critical' ? '🔴' : '🟡';
	const more = anomalies.length > 1 ? ` (+${plural(anomalies.length - 1, 'more finding')})` : '';
	const others = (alert.members?.length ?? 1) - 1;
	const also = others > 0 ? `, ${others} more service${others === 1 ? '' : 's'}` : '';
	const again = alert.again === undefined ? '' : againNames[alert.again];
	const title = `${sign} ${serviceName(alert.service)}: ${main === undefined ? 'alert' : kindWords[main.kind].title}${others > 0 ? also : more}${again}`;
	return {
		text: fallbackText(`${title}. ${alert.summary.headline}`, maxLength.fallback),
		blocks: [
			{type: 'header', text: plainText(title, maxLength.header)},
			{type: 'section', fields: alertFields(alert, main, severity)},
			...memberList(alert.members),
			...sentences(anomalies, {isNamed: others > 0, nowMs: alert.nowMs}),
			...summary(alert),
			...topPatterns(alert),
			...links(alert),
		],
	};
}

/** The message that the trouble is over. It names the alert that it answers. */
export function buildResolvedMessage(alert: ResolvedAlert): SlackMessage {
	const [main] = alert.anomalies;
	const title = `🟢 ${serviceName(alert.service)}: resolved`;
	const onsetMs = alert.span?.onsetMs ?? Math.min(...alert.anomalies.map(anomaly => anomaly.onsetMs));
	const endMs = alert.span?.endMs ?? Math.max(...alert.anomalies.map(anomaly => anomaly.resolvedMs ?? alert.nowMs));
	const duration = main === undefined && alert.span === undefined ? undefined : formatDuration(Math.max(0, endMs - onsetMs));
	return {
		text: fallbackText(duration === undefined ? title : `${title} after ${duration}`, maxLength.fallback),
		blocks: [
			{type: 'header', text: plainText(title, maxLength.header)},
			{
				type: 'section',
				fields: [
					field('Service', serviceName(alert.service)),
					field('Namespace', alert.namespace ?? '-'),
					...(duration === undefined ? [] : [field('Lasted', `${duration}, ${moment(onsetMs, alert.nowMs)} to ${moment(endMs, alert.nowMs)}`)]),
					...(alert.alertedMs === undefined ? [] : [field('First alert', moment(alert.alertedMs, alert.nowMs))]),
				],
			},
			...memberList(alert.members),
			...sentences(alert.anomalies, {isNamed: false, nowMs: alert.nowMs}),
			...links(alert),
		],
	};
}

/** `payment 02:58:10, checkout +40 s`: who broke, and in which order. */
function memberList(members: readonly AlertMember[] = []): SlackBlock[] {
	const [first, ...others] = members;
	if (first === undefined || others.length === 0) {
		return [];
	}

	const shown = others.slice(0, maxMembers).map(({service, onsetMs}) => `${cut(serviceName(service), memberLength)} ${formatOffset(onsetMs - first.onsetMs)}`);
	const more = others.length > maxMembers ? [`and ${others.length - maxMembers} more`] : [];
	const text = [`${cut(serviceName(first.service), memberLength)} ${formatTime(first.onsetMs, {timeZone: 'UTC', withSeconds: first.onsetMs % 60_000 !== 0})} UTC`, ...shown, ...more].join(', ');
	return [{type: 'section', text: plainText(`In the order in which they broke\n${text}`, maxLength.members)}];
}

function serviceName(service: string): string {
	return service === fleetService ? 'all services' : service;
}

function alertFields({service, namespace, nowMs}: Alert, main: Anomaly | undefined, severity: Severity): SlackText[] {
	const head = [field('Service', serviceName(service)), field('Namespace', namespace ?? '-')];
	if (main === undefined) {
		return head;
	}

	const {counts, unit, isSilence} = kindOf(main.kind);
	const errorsOrLines = counts === 'errors' ? 'Errors now' : 'Lines now';
	const factor = isSilence ? undefined : factorOf(main);
	return [
		...head,
		field(unit === 'ms' ? 'Time now' : errorsOrLines, formatObserved(main)),
		field('Expected', `${formatAmount(main.expectedPerMinute, main.kind)}${factor === undefined ? '' : `, ${formatFactor(factor)}`}`),
		field('Since', `${moment(main.onsetMs, nowMs)} (${formatDuration(Math.max(0, nowMs - main.onsetMs))})`),
		field('Severity', severity),
	];
}

function field(name: string, value: string): SlackText {
	return plainText(`${name}\n${value === '' ? '-' : value}`, maxLength.field);
}

/** A moment near to now. The message is read in any place and later, so times are UTC, with their day where it is not this one. */
export function moment(timeMs: number, nowMs: number): string {
	return formatMoment(timeMs, {...anywhere, nowMs});
}

/** A sentence each, those of several services with the service's name. */
function sentences(anomalies: readonly Anomaly[], {isNamed, nowMs}: {readonly isNamed: boolean; readonly nowMs: number}): SlackBlock[] {
	if (anomalies.length === 0) {
		return [];
	}

	const perSentence = Math.floor(maxLength.sentences / maxSentences) - 10;
	const lines = anomalies.slice(0, maxSentences).map(anomaly => {
		const sentence = anomalySentence(anomaly, {...anywhere, nowMs});
		return `• ${cut(isNamed ? `${serviceName(anomaly.service)}: ${sentence}` : sentence, perSentence)}`;
	});
	const more = anomalies.length > maxSentences ? [`and ${anomalies.length - maxSentences} more`] : [];
	return [{type: 'section', text: plainText([...lines, ...more].join('\n'), maxLength.sentences)}];
}

function summary({summary: {source, headline, detail, command}}: Alert): SlackBlock[] {
	const text = [headline, detail ?? ''].filter(part => part.trim() !== '').join('\n\n');
	return [
		...(text === ''
			? []
			: [
				{type: 'section', text: markup(`*Analysis (${sourceNames[source]})*`)},
				{type: 'section', text: plainText(text, maxLength.analysis)},
			] satisfies SlackBlock[]),
		...(command === undefined || command.trim() === ''
			? []
			: [
				{type: 'section', text: codeBlock('*Next command* (nothing was run)', command.trim(), maxLength.command)},
			] satisfies SlackBlock[]),
	];
}

function topPatterns({topPatterns: patterns}: Alert): SlackBlock[] {
	if (patterns.length === 0) {
		return [];
	}

	const perPattern = Math.floor(maxLength.patterns / maxPatterns) - 30;
	const lines = patterns.slice(0, maxPatterns).map(({template, lines: count, isNew}) => `${formatCount(count).padStart(6)}  ${isNew ? 'NEW  ' : ''}${cut(template, perPattern)}`);
	return [{type: 'section', text: codeBlock('*Top patterns* (lines)', lines.join('\n'), maxLength.patterns)}];
}

function links({openCommand, exploreUrl}: Pick<Alert, 'openCommand' | 'exploreUrl'>): SlackBlock[] {
	const elements = [
		// A backtick would end the inline code; a command of this program's own has none.
		...(openCommand === undefined ? [] : [markup(`\`${escapeText(openCommand.replaceAll(/[\n`]/g, ' '), maxLength.openCommand)}\``)]),
		...(isLink(exploreUrl) ? [markup(`<${exploreUrl.replaceAll('|', '%7C').replaceAll('&', '&amp;')}|Open in Grafana>`)] : []),
	];
	return elements.length === 0 ? [] : [{type: 'context', elements}];
}

function isLink(url: string | undefined): url is string {
	return url !== undefined && url.length <= maxLength.exploreUrl && /^https?:\/\/[^\s"<>\\`]+$/.test(url);
}

/** One line, cut before it is joined with others, so that each has its share of the room. */
function cut(text: string, length: number): string {
	const line = text.replaceAll(/\s+/g, ' ').trim();
	return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
