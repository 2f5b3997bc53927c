import {isErrorLevel} from '../../patterns/level-words.js';
import type {KnownNames} from '../../patterns/read/known-names.js';
import {mentionsOf, strongerRole} from '../../patterns/read/mentions.js';
import {traceIdsOf} from '../../patterns/read/trace.js';
import type {Evidence, NamedService} from '../../facts/evidence.js';

const maxNamed = 50;
const maxTraces = 200;

type Told = Pick<Evidence, 'service' | 'anomalies' | 'lines' | 'patterns' | 'changes'>;

/** A text, and how many of the sampled lines say so. */
type TellingText = {readonly text: string; readonly lines: number; readonly from: 'line' | 'pattern' | 'change'};

/** The texts in which a service that is in trouble names what it depends on: its errors, what its anomalies are about, and what changed. A calm line names anybody. */
function tellingTexts({anomalies, lines, patterns, changes}: Told): readonly TellingText[] {
	const abnormal = new Set(anomalies.flatMap(({pattern}) => pattern ? [pattern.id, pattern.template] : []));
	const told = patterns.filter(({id, template, level}) => isErrorLevel(level) || abnormal.has(id) || abnormal.has(template));
	const toldIds = new Set(told.map(({id}) => id));
	return [
		...lines.filter(({level, patternId}) => isErrorLevel(level) || (patternId !== undefined && (toldIds.has(patternId) || abnormal.has(patternId)))).map(({line, repeats}): TellingText => ({text: line, lines: repeats ?? 1, from: 'line'})),
		...told.map(({template, sampledLines}): TellingText => ({text: template, lines: sampledLines, from: 'pattern'})),
		...changes.map(({name, value, badLines}): TellingText => ({text: `${name}=${value}`, lines: badLines, from: 'change'})),
	];
}

/** What texts from one place say: of each service its strongest role, and how many lines name it. */
function countNamed(texts: readonly TellingText[], service: string, names: KnownNames): ReadonlyMap<string, NamedService> {
	const counted = new Map<string, NamedService>();
	const mentions = texts.flatMap(({text, lines}) => Array.from(mentionsOf(text, service, names), ([name, role]) => ({name, role, lines})));
	for (const {name, role, lines} of mentions) {
		if (role === 'caller') {
			continue;
		}

		const known = counted.get(name);
		counted.set(name, {service: name, role: strongerRole(role, known?.role), lines: (known?.lines ?? 0) + (role === 'word' ? 0 : lines)});
	}

	return counted;
}

/**
The services that what went wrong names, but not those that only called, most lines first.
A line is in its pattern as well, and in a field that changed: the larger number holds.
*/
export function findMentions(told: Told, names: KnownNames): readonly NamedService[] {
	const texts = tellingTexts(told);
	const found = new Map<string, NamedService>();
	for (const from of ['line', 'pattern', 'change'] as const) {
		for (const [name, mention] of countNamed(texts.filter(text => text.from === from), told.service, names)) {
			const known = found.get(name);
			found.set(name, {...mention, role: strongerRole(mention.role, known?.role), lines: Math.max(mention.lines, known?.lines ?? 0)});
		}
	}

	return [...found.values()].toSorted((a, b) => b.lines - a.lines).slice(0, maxNamed);
}

/** The requests of its bad lines. */
export const findTraces = ({lines}: Pick<Evidence, 'lines'>): readonly string[] => [...new Set(lines.filter(({level}) => isErrorLevel(level)).flatMap(({line, labels}) => traceIdsOf(line, labels)?.trace.toLowerCase() ?? []))].slice(0, maxTraces);

