import {
	completeAt,
	typedValue,
	type Completion,
	type WantedNames,
} from '../logql/complete.js';
import {quote} from '../logql/go-strings.js';
import {escapeRegex} from '../logql/write-matcher.js';
import type {Choice, Choices} from '../store/query.js';

/** More are counted, not listed. */
const maxListed = 200;

/** Names that are known, and what is on its way or could not be read. */
export type KnownNames = {
	readonly names: readonly string[];
	readonly note: string;
};

/** What can stand at a place of a query, with the names that are known; undefined where nothing is offered. Pure but for `lookUp`. */
export function choicesAt(text: string, cursor: number, lookUp: (wanted: WantedNames) => KnownNames): Choices | undefined {
	const completion = completeAt(text, cursor);
	if (!completion) {
		return undefined;
	}

	const {from, to, words, names: wanted} = completion;
	const {names, note} = wanted ? lookUp(wanted) : {names: [], note: ''};
	const named = wanted?.type === 'values' ? valuesIn(completion, wanted.operator, names) : namesIn(completion, names);
	const ofLanguage = words.map(word => ({shown: word.trim(), text: word}));
	// Before a letter is typed, a stage is likelier than one of many fields.
	const items = wanted?.type === 'fields' && completion.typed === '' && words.length > 2 ? [...ofLanguage, ...named] : [...named, ...ofLanguage];
	return {
		text, cursor, base: {text, from, to}, items: items.slice(0, maxListed), total: items.length, taken: undefined, note,
	};
}

/** Those that begin with what is typed, else those that have it somewhere, in any case. */
function matching(names: readonly string[], typed: string): readonly string[] {
	const wanted = typed.toLowerCase();
	const beginning = names.filter(name => name.toLowerCase().startsWith(wanted));
	return beginning.length > 0 ? beginning : names.filter(name => name.toLowerCase().includes(wanted));
}

const namesIn = ({typed}: Completion, names: readonly string[]): readonly Choice[] => matching(names, typed).filter(name => name !== typed).map(name => ({shown: name, text: name}));

/** Values in quotes; in an expression each as the last of its alternatives. */
function valuesIn({typed}: Completion, operator: string, names: readonly string[]): readonly Choice[] {
	const value = typedValue(typed);
	const isExpression = operator === '=~' || operator === '!~';
	const start = isExpression ? value.lastIndexOf('|') + 1 : 0;
	return matching(names, value.slice(start)).map(name => ({shown: name, text: quote(value.slice(0, start) + (isExpression ? escapeRegex(name) : name))}));
}

export type Taken = {readonly text: string; readonly cursor: number; readonly choices: Choices};

/**
The query after `tab`, as in a shell: one choice is taken at once; of several, as much as they begin with; where that is typed, one after the other.
Undefined where nothing can be taken. Pure.
*/
export function takeChoice(choices: Choices): Taken | undefined {
	const {items, taken} = choices;
	if (items.length === 0) {
		return undefined;
	}

	if (taken === undefined && items.length > 1) {
		const common = commonStart(items.map(({text}) => text));
		const typed = choices.base.text.slice(choices.base.from, choices.cursor);
		if (common.length > typed.length && common.startsWith(typed)) {
			return put(choices, common, undefined);
		}
	}

	const next = taken === undefined ? 0 : (taken + 1) % items.length;
	return put(choices, items[next]!.text, next);
}

function put(choices: Choices, written: string, taken: number | undefined): Taken {
	const {base: {text, from, to}} = choices;
	const [next, cursor] = [text.slice(0, from) + written + text.slice(to), from + written.length];
	return {
		text: next, cursor, choices: {
			...choices, text: next, cursor, taken,
		},
	};
}

function commonStart([first = '', ...others]: readonly string[]): string {
	let {length} = first;
	for (const other of others) {
		while (!other.startsWith(first.slice(0, length))) {
			length--;
		}
	}

	return first.slice(0, length);
}
