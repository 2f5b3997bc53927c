import {type ChatTurn, toolResultsOf, toolUsesOf} from './blocks.js';
import type {SeenEvidence, SeenLine} from './evidence.js';
import {
	type Fields,
	isFields,
	numberOf,
	parseJson,
	textOf,
	textOrNone,
	textsOf,
} from './fields.js';

/** What a tool answered, whatever its shape. */
export type AnsweredCall = {
	readonly name: string;
	readonly input: Fields;
	readonly isError: boolean;
	/** Parsed; undefined where it is no JSON. */
	readonly value: unknown;
	readonly text: string;
};

/** A group of lines that a tool counted. */
export type CountedGroup = {readonly name: string; readonly errors: number};

const deepest = 12;
const maxLines = 500;
const textNames = ['text', 'line', 'message'];
const groupNames = ['group', 'value', 'name', 'key'];
const errorNames = ['errors', 'error_lines', 'error_count'];

/** JSON that stands alone or within marks and words. */
const parseLoosely = (text: string): unknown => {
	const from = text.search(/[[{]/);
	const until = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
	return parseJson(text) ?? (from === -1 || until < from ? undefined : parseJson(text.slice(from, until + 1)));
};

/** The results of all calls in some turns, each with what was asked. */
export const answeredCalls = (turns: readonly ChatTurn[]): readonly AnsweredCall[] => {
	const asked = new Map(turns.flatMap(turn => toolUsesOf(turn)).map(use => [use.id, use]));
	return turns.flatMap(turn => toolResultsOf(turn)).flatMap(({toolUseId, text, isError}) => {
		const use = asked.get(toolUseId);
		return use === undefined
			? []
			: [{
				name: use.name, input: use.input, isError, text, value: parseLoosely(text),
			}];
	});
};

type Around = {readonly labels: Readonly<Record<string, string>>; readonly service: string | undefined; readonly level: string};

/** Every object with a line's id and text, with the labels and the service of what it stands in. */
const collectLines = (value: unknown, around: Around, found: SeenLine[], depth = 0): void => {
	if (depth > deepest || found.length >= maxLines) {
		return;
	}

	if (Array.isArray(value)) {
		for (const entry of value) {
			collectLines(entry, around, found, depth + 1);
		}
	}

	if (!isFields(value)) {
		return;
	}

	const labels = {...around.labels, ...textsOf(value.labels)};
	const own = {
		labels,
		service: textOrNone(value.service) ?? labels.service_name ?? around.service,
		level: textOrNone(value.level) ?? labels.level ?? labels.detected_level ?? around.level,
	};
	const id = textOf(value.id);
	const text = textNames.map(name => textOf(value[name])).find(candidate => candidate !== '');
	if (/^L\d{1,4}$/.test(id) && text !== undefined) {
		found.push({
			id, text, time: textOf(value.time), ...own,
		});
	}

	for (const nested of Object.values(value)) {
		collectLines(nested, own, found, depth + 1);
	}
};

/** The lines that tools showed, with the ids by which they may be cited. */
const linesOf = (calls: readonly AnsweredCall[]): readonly SeenLine[] => {
	const found: SeenLine[] = [];
	for (const {value, input, isError} of calls) {
		if (!isError) {
			collectLines(value, {labels: {}, service: textOrNone(input.service), level: ''}, found);
		}
	}

	return found;
};

/** The evidence with the lines that tools added to it: its own come first, and each id once. */
export const withToolLines = (evidence: SeenEvidence, calls: readonly AnsweredCall[]): SeenEvidence => {
	const known = new Set(evidence.lines.map(({id}) => id));
	const added: SeenLine[] = [];
	for (const line of linesOf(calls)) {
		if (known.has(line.id)) {
			continue;
		}

		known.add(line.id);
		added.push(line.service === evidence.service ? {...line, service: undefined} : line);
	}

	return {...evidence, lines: [...evidence.lines, ...added]};
};

const nameOfGroup = (group: Fields, label: string, key: string | undefined): string | undefined =>
	textOrNone(group[label]) ?? textsOf(group.labels)[label] ?? groupNames.map(name => textOrNone(group[name])).find(name => name !== undefined) ?? key;

const collectGroups = (value: unknown, label: string, key: string | undefined, found: Map<string, number>, depth = 0): void => {
	if (depth > deepest) {
		return;
	}

	if (Array.isArray(value)) {
		for (const entry of value) {
			collectGroups(entry, label, undefined, found, depth + 1);
		}
	}

	if (!isFields(value)) {
		return;
	}

	const errors = errorNames.map(name => numberOf(value[name])).find(count => count !== undefined);
	const name = nameOfGroup(value, label, key);
	if (errors !== undefined && name !== undefined) {
		found.set(name, (found.get(name) ?? 0) + errors);
	}

	for (const [nestedKey, nested] of Object.entries(value)) {
		collectGroups(nested, label, nestedKey, found, depth + 1);
	}
};

/** Errors by the values of a label, most first, as far as tools counted them. */
export const errorsBy = (calls: readonly AnsweredCall[], label: string): readonly CountedGroup[] => {
	const found = new Map<string, number>();
	for (const {name, value, input, isError} of calls) {
		if (!(!isError && name === 'error_rates' && input.by === label)) {
			continue;
		}

		collectGroups(value, label, undefined, found);
		for (const service of Array.isArray(input.services) ? input.services as readonly unknown[] : []) {
			found.delete(textOf(service));
		}
	}

	return Array.from(found, ([name, errors]) => ({name, errors})).filter(({errors}) => errors > 0).toSorted((a, b) => b.errors - a.errors);
};
