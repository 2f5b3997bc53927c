import {recordedRows} from '../../../words/alert-rows.js';
import {firstWords, outsideWords} from '../../../words/first.js';
import {formatOffset, formatTime} from '../../../words/numbers.js';
import {serviceName} from '../../../words/service-name.js';
import {sanitizeLine} from '../../../terminal/sanitize.js';
import {fit} from '../../../terminal/width.js';
import {wrap} from '../../../terminal/wrap.js';
import type {IncidentRecord, RecordEntry, ServiceRecord} from '../../../store/incident-record.js';
import {nameOf} from '../../../store/selectors/session-incidents.js';
import type {Span, StyledRow} from '../../components/line.js';
import {severityTone, type Tone} from '../../theme.js';
import {createAnswerView} from '../../layout/answer-view.js';
import {verdictText} from '../../layout/verdict-text.js';
import {anomalySentence} from '../../../words/anomaly.js';
import {entryText} from '../../../words/incident.js';
import type {Reader} from '../../../words/reader.js';

const kinds: Readonly<Record<RecordEntry['kind'], readonly [word: string, tone: Tone]>> = {
	onset: ['onset', 'bold'],
	opened: ['found', 'warning'],
	worsened: ['worsened', 'critical'],
	resolved: ['resolved', 'good'],
	reopened: ['came back', 'warning'],
	analysed: ['analysed', 'key'],
	asked: ['asked', 'key'],
	alert: ['alert', 'bold'],
};
const kindColumns = 11;
/** A pattern can be as long as its line; it stands in full below. */
const maxEntryRows = 2;
const maxServiceColumns = 20;

/** A whole record to read: what happened when, what was abnormal, what was found out, what was sent. */
export function recordRows(record: IncidentRecord, columns: number, reader: Reader): readonly StyledRow[] {
	return [
		...wrap(sanitizeLine(whoWasFirst(record, reader)), columns - 2).map((row): StyledRow => [[` ${row}`, 'bold']]),
		[],
		heading('TIMELINE'),
		...timelineRows(record, columns, reader),
		[],
		heading('ABNORMAL'),
		...record.members.flatMap(({service, anomalies}) => anomalies.flatMap(anomaly => {
			const name = ` ${service}  `;
			return wrap(sanitizeLine(anomalySentence(anomaly, reader)), Math.max(20, columns - name.length - 1))
				.map((row, index): StyledRow => [index === 0 ? [name, 'bold'] : [' '.repeat(name.length)], [row, severityTone[anomaly.severity]]]);
		})),
		...record.services.flatMap(known => serviceRows(known, columns, reader)),
		...record.alerts.flatMap(alert => [
			[],
			heading(`${alert.target.toUpperCase()}  ${alert.service}, ${formatTime(alert.startedMs, reader)}, ${alert.destination}, ${alert.delivery?.state ?? 'on its way'}`),
			...recordedRows(alert).flatMap(line => line === '' ? [''] : wrap(line, columns - 6)).map((line): StyledRow => [['   │ ', 'dim'], [line]]),
		]),
	];
}

/** `payment likely first at 02:58, its errors name db-primary (not in Loki), checkout +40 s` */
const whoWasFirst = ({first, members}: IncidentRecord, reader: Reader): string => [
	firstWords(first, {at: formatTime(first.onsetMs, reader)}),
	...outsideWords(first),
	...members.slice(1).map(({service, delayMs}) => `${serviceName(service)} ${formatOffset(delayMs)}`),
].join(', ');

const heading = (text: string): StyledRow => [[` ${sanitizeLine(text)}`, 'dim']];

function timelineRows({timeline, members}: IncidentRecord, columns: number, reader: Reader): readonly StyledRow[] {
	const longest = Math.min(maxServiceColumns, Math.max(...members.map(({service}) => service.length)));
	const indent = 12 + kindColumns + longest;
	return timeline.flatMap(entry => {
		const {atMs, kind, service} = entry;
		const [word, tone] = kinds[kind];
		const head: Span[] = [
			[` ${formatTime(atMs, {...reader, withSeconds: true})}  `, 'dim'],
			[word.padEnd(kindColumns), tone],
			[`${service.slice(0, longest).padEnd(longest)} `],
		];
		const width = Math.max(20, columns - indent - 1);
		const all = wrap(sanitizeLine(entryText(entry, reader)), width);
		const rows = all.length > maxEntryRows ? [...all.slice(0, maxEntryRows - 1), fit(all.slice(maxEntryRows - 1).join(' '), width)] : all;
		return rows.map((row, index): StyledRow => index === 0 ? [...head, [row]] : [[' '.repeat(indent)], [row]]);
	});
}

function serviceRows({service, analysis, verdict}: ServiceRecord, columns: number, reader: Reader): readonly StyledRow[] {
	const isModel = analysis && analysis.source !== 'rules';
	return [
		[],
		heading(`${service.toUpperCase()}  ${isModel ? `analysis by ${nameOf(analysis)}` : 'no AI: rule-based verdict'}`),
		[],
		...isModel ? createAnswerView(columns, reader).rows(analysis).rows : verdictText(verdict, columns - 2, reader),
	];
}
