import {streamKey} from '../loki/lines/stream-key.js';
import {extract} from '../patterns/extract.js';
import {joinLines} from '../patterns/join-lines.js';
import {levelOfLabels} from '../patterns/label-level.js';
import {levelOfEntry, settleLevel} from '../patterns/level.js';
import type {LogEntry} from '../loki/types.js';
import type {LineHead} from '../store/state.js';

/** What a row shows is near the beginning of a line, whatever follows it. */
const readLength = 4000;

/** What each line says, without its header, its braces or its trace: what a row has room for. Lines come oldest first. */
export function headsOf(entries: readonly LogEntry[]): readonly LineHead[] {
	const heads = new Map(entries.map(entry => [entry, headOf(entry)]));
	for (const {lines} of joinLines(entries, ({labels}) => streamKey(labels))) {
		const eventLevel = heads.get(lines[0]!)!.level;
		for (const entry of lines.slice(1)) {
			heads.set(entry, {...heads.get(entry)!, eventLevel});
		}
	}

	return entries.map(entry => heads.get(entry)!);
}

function headOf({line, labels}: LogEntry): LineHead {
	const [first = ''] = line.trimStart().slice(0, readLength).split('\n', 1);
	const {text, component, level: marked} = extract(first);
	const message = text.replaceAll(/\s+/g, ' ').trim();
	const ofFirst = settleLevel({
		line: first, text, marked, given: levelOfLabels(labels),
	});
	// What the first row does not tell, the frames of a trace below it may.
	const level = ofFirst === 'unknown' && line.includes('\n') ? levelOfEntry({line: line.slice(0, readLength), labels}) : ofFirst;
	return {
		level,
		eventLevel: level,
		// A line of a trace is what it says, indentation and all.
		message: message === '' || /^\s/.test(line) ? line.split('\n', 1)[0]?.replaceAll('\t', ' '.repeat(4)).slice(0, readLength) ?? '' : message,
		component: component.split('.').at(-1) ?? '',
	};
}
