import type {LogEntry} from '../loki/types.js';
import {streamKey} from '../loki/lines/stream-key.js';
import {joinLines} from '../patterns/join-lines.js';
import {levelOfLabels} from '../patterns/label-level.js';
import {createMiner} from '../patterns/mining/miner.js';
import {createTemplateTest} from '../patterns/mining/template-lines.js';

/**
The entries, oldest first, whose pattern is one of these templates; the lines of a stack trace go with the line that it belongs to.
A template may be more general than one line shows, or less than the lines together do: what it stands for counts, and what the lines together make of it.
*/
export function entriesOfTemplates(entries: readonly LogEntry[], templates: readonly string[]): ReadonlySet<LogEntry> {
	if (templates.length === 0) {
		return new Set();
	}

	const miner = createMiner();
	const isOfTemplate = createTemplateTest(templates);
	// All are mined before any is judged: a later line may make a pattern more general.
	const events = joinLines(entries, ({labels}) => streamKey(labels)).map(event => ({
		event, patternId: miner.add(event.line, event.timeMs, levelOfLabels(event.lines[0]?.labels ?? {})).patternId,
	}));
	return new Set(events.flatMap(({event, patternId}) => {
		const template = miner.pattern(patternId)?.template;
		return (template !== undefined && templates.includes(template)) || isOfTemplate(event.line) ? event.lines : [];
	}));
}
