import type {First} from '../../detect/incidents/first.js';
import {isOpen} from '../../detect/lifecycle.js';
import {
	formatBytes,
	formatDollars,
	formatDuration,
	formatOffset,
	formatTime,
	plural,
} from '../../words/numbers.js';
import {firstWords, outsideWords} from '../../words/first.js';
import {serviceName} from '../../words/service-name.js';
import {zoneName} from '../../words/times.js';
import type {CheckAlert, CheckIncident, CheckReport} from './report.js';

const reasons: Readonly<Record<CheckAlert['reason'], string>> = {
	opened: 'opened', worsened: 'worsened to critical', reminded: 'still open', resolved: 'resolved',
};

const maxSentence = 160;

const cut = (text: string): string => text.length > maxSentence ? `${text.slice(0, maxSentence - 1)}…` : text;

/** A report as text for a person. Nothing in it is a control character: names and lines are sanitised where they come in. */
export function checkLines(report: CheckReport, timeZone: string | undefined): readonly string[] {
	const {error} = report;
	if (error) {
		return [];
	}

	const clock = (iso: string): string => formatTime(Date.parse(iso), {timeZone});
	const {anomalies, loki, judgedAt} = report;
	const shown = anomalies.filter(anomaly => isOpen(anomaly));
	const width = Math.max(0, ...shown.map(({service}) => serviceName(service).length));
	return [
		`${loki.host}${loki.tenant === undefined ? '' : ` ${loki.tenant}`}  ${loki.selector ?? ''}${judgedAt === undefined ? '' : `  judged until ${clock(judgedAt)} ${zoneName(Date.parse(judgedAt), timeZone)}`}`,
		verdictLine(report, clock),
		...shown.map(({severity, service, sentence, mutedUntil}) => `  ${severity.padEnd(9)} ${serviceName(service).padEnd(width)}  ${cut(sentence)}${mutedUntil === undefined ? '' : ` (muted until ${clock(mutedUntil)})`}`),
		...report.incidents.flatMap(incident => incidentLines(incident, clock)),
		...report.alerts.map(alert => alertLine(alert, clock)),
		costLine(report),
	];
}

function verdictLine({services, incidents, status, loki, ingestionLag}: CheckReport, clock: (iso: string) => string): string {
	const [worst] = incidents;
	if (status === 'calm' || !worst) {
		const isSure = (loki.guesses ?? []).every(({about}) => about !== 'errorSource');
		return `${plural(services.watched, 'service')}, nothing abnormal${isSure ? '' : ' in the counts of lines; which lines are errors is not known yet'}${ingestionLag ? ` up to ${plural(ingestionLag.minutes, 'minute')} ago, the newest lines in Loki` : ''}`;
	}

	const more = incidents.length - 1;
	return `${services.abnormal} of ${plural(services.watched, 'service')} abnormal: ${memberText(worst, clock)}${more > 0 ? `; ${plural(more, 'more incident')}` : ''}`;
}

const maxMembers = 6;

/** `payment likely first at 02:58, its errors name db-primary (not in Loki), checkout +40 s` */
function memberText({suspected, confidence, rival, everything, outside, onsetAt, members}: CheckIncident, clock: (iso: string) => string): string {
	const [lead] = members;
	const first: First = {
		service: suspected, onsetMs: Date.parse(lead?.onsetAt ?? onsetAt), confidence, rival, everything, outside: outside && {host: outside.host, by: outside.namedBy},
	};
	const who = firstWords(first, {at: clock(lead?.onsetAt ?? onsetAt)});
	if (everything) {
		return who;
	}

	const texts = [who, ...outsideWords(first), ...members.slice(1, maxMembers).map(({service, delaySeconds}) => `${serviceName(service)} ${formatOffset(delaySeconds * 1000)}`)];
	return members.length > maxMembers ? `${texts.join(', ')} and ${members.length - maxMembers} more` : texts.join(', ');
}

function incidentLines(incident: CheckIncident, clock: (iso: string) => string): string[] {
	const {finding, openCommand, id, severity} = incident;
	return [
		'',
		`INCIDENT ${id}  ${severity}: ${memberText(incident, clock)}`,
		...finding ? [`  ${finding.source === 'rules' ? 'no AI' : finding.source}: ${finding.headline}`] : [],
		...finding?.cause ? [`  likely cause: ${finding.cause}`] : [],
		...finding?.command ? [`  run now: ${finding.command}`] : [],
		...openCommand === undefined ? [] : [`  open: ${openCommand}`],
	];
}

function alertLine({service, target, reason, result, destination, repeatOf, why, nextStep}: CheckAlert, clock: (iso: string) => string): string {
	const said = [why, nextStep].filter(part => part !== undefined).join(' ');
	return `${(target ?? 'alert').toUpperCase()}  ${serviceName(service)} ${reasons[reason]}${repeatOf === undefined ? '' : `, repeat of ${clock(repeatOf)}`}: ${result}${destination === undefined ? '' : ` ${destination}`}${said === '' ? '' : `. ${said}`}`;
}

function costLine({baseline, cost}: CheckReport): string {
	return [
		...baseline ? [`learnt: ${Math.floor(baseline.learntMinutes / 60)} of ${Math.round(baseline.wantedMinutes / 60)} h`] : [],
		plural(cost.lokiRequests, 'request'),
		`${formatBytes(cost.lokiBytes)} scanned`,
		...cost.modelInputTokens > 0 ? [`AI ${formatDollars(cost.modelDollars)}, today ${formatDollars(cost.modelDollarsToday)}`] : [],
		formatDuration(cost.milliseconds),
	].join(' · ');
}
