import {extract} from '../patterns/extract.js';
import {levelOfLabels} from '../patterns/label-level.js';
import {settleLevel} from '../patterns/level.js';
import type {LogEntry} from '../loki/types.js';
import type {LineHead} from '../store/state.js';

/** What a row shows is near the beginning of a line, whatever follows it. */
const readLength = 4000;

/** What each line says, without its header, its braces or its trace: what a row has room for. */
export const headsOf = (entries: readonly LogEntry[]): readonly LineHead[] => entries.map(({line, labels}) => {
	const [first = ''] = line.trimStart().slice(0, readLength).split('\n', 1);
	const {text, component, level} = extract(first);
	const message = text.replaceAll(/\s+/g, ' ').trim();
	return {
		level: settleLevel({
			line: first, text, marked: level, given: levelOfLabels(labels),
		}),
		// A line of a trace is what it says, indentation and all.
		message: message === '' || /^\s/.test(line) ? line.split('\n', 1)[0]?.replaceAll('\t', ' '.repeat(4)).slice(0, readLength) ?? '' : message,
		component: component.split('.').at(-1) ?? '',
	};
});
