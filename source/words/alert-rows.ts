import type {Alert} from '../facts/alert.js';
import type {AlertRecord} from '../store/state.js';
import {sanitize} from '../terminal/sanitize.js';
import {alertText, repeatMark} from './alert.js';

/** An alert to read on a terminal, one string a row, parts separated by empty ones; safe to print. `repeatOfMs` is when the first attempt was made, for one that may be there already. */
export function alertRows(alert: Alert, repeatOfMs?: number): readonly string[] {
	const {title, fields, members, sentences, analysis, command, patterns, openCommand, exploreUrl} = alertText(alert);
	const width = Math.max(0, ...fields.map(([name]) => name.length));
	const parts: ReadonlyArray<readonly string[]> = [
		repeatOfMs === undefined ? [] : [repeatMark(repeatOfMs, alert.atMs)],
		[title],
		fields.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
		members ?? [],
		sentences,
		analysis ? [analysis.heading] : [],
		...analysis?.paragraphs.map(paragraph => [paragraph]) ?? [],
		command ? [`${command.heading} (${command.note})`, ...command.text.split('\n').map(line => `    ${line}`)] : [],
		patterns ? [`${patterns.heading} (${patterns.note})`, ...patterns.rows.map(row => `    ${row}`)] : [],
		[...openCommand === undefined ? [] : [openCommand], ...exploreUrl === undefined ? [] : [`Open in Grafana: ${exploreUrl}`]],
	];
	return parts.filter(part => part.length > 0).flatMap((part, index) => index === 0 ? part : ['', ...part])
		.flatMap(line => line.split('\n')).map(line => sanitize(line).trimEnd());
}

/** What a sent alert says: in words made anew of its facts, or as it was written down by a version that kept none. */
export const recordedRows = ({alert, written, repeatOfMs}: Pick<AlertRecord, 'alert' | 'written' | 'repeatOfMs'>): readonly string[] => alert ? alertRows(alert, repeatOfMs) : written ?? [];
