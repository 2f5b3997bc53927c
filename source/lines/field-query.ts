import {
	escapeRegex,
	keywordNames,
	matcher,
	quote,
} from '../loki/logql/logql.js';
import {storedPattern} from '../loki/logql/stored-values.js';
import {isAbort} from '../loki/http/trouble.js';
import type {LokiClient, TimeRange} from '../loki/types.js';
import type {FieldFilter} from '../store/view-state.js';

/** A field as it is extracted: two of different objects may have one name, and one that of a word of LogQL. */
type Extracted = FieldFilter & {readonly extracted: string};

/** What a parser says of lines that it cannot read; a line of another format is a line all the same, and a count of lines must not fail at it. */
const parserErrors = ['__error__', '__error_details__'];

/** Matchers for the filters by labels that every stream has: Loki then reads no other streams. */
export const fieldMatchers = (filters: readonly FieldFilter[], streamLabels: ReadonlySet<string>): readonly string[] => filters.filter(filter => isOfStream(filter, streamLabels)).map(filter => matcherOf(filter.label, filter));

const isOfStream = ({from, label}: FieldFilter, streamLabels: ReadonlySet<string>): boolean => from === 'label' && streamLabels.has(label);

/** The stages for all other filters; empty for none. Fields that a parser makes labels of are taken away again: labels tell streams apart. */
export function fieldStages(filters: readonly FieldFilter[], streamLabels: ReadonlySet<string> = new Set()): string {
	const rest = filters.filter(filter => !isOfStream(filter, streamLabels));
	return [
		...rest.flatMap(filter => textStage(filter) ?? []),
		...rest.filter(({from}) => from === 'label').map(filter => `| ${matcherOf(filter.label, filter)}`),
		...parsed('json', rest),
		...parsed('logfmt', rest),
	].map(stage => ` ${stage}`).join('');
}

/** The stage that keeps lines by what stands anywhere in them; undefined for another filter. Words are looked for in any case. */
export function textStage({from, value, isNot}: Pick<FieldFilter, 'from' | 'value' | 'isNot'>): string | undefined {
	switch (from) {
		case 'text': {
			return `${isNot ? '!=' : '|='} ${quote(value)}`;
		}

		case 'words': {
			const isOfOneCase = value.toLowerCase() === value.toUpperCase() && storedPattern(value) === undefined;
			return isOfOneCase ? textStage({from: 'text', value, isNot}) : textStage({from: 'regex', value: storedPattern(value) ?? escapeRegex(value), isNot});
		}

		case 'regex': {
			return `${isNot ? '!~' : '|~'} ${quote(`(?i)${value}`)}`;
		}

		case 'label':
		case 'json':
		case 'logfmt': {
			return undefined;
		}
	}
}

function parsed(parser: 'json' | 'logfmt', filters: readonly FieldFilter[]): readonly string[] {
	const fields: Extracted[] = [];
	const ofParser = filters.filter(({from}) => from === parser);
	for (const filter of ofParser) {
		const known = fields.find(({expression}) => expression === filter.expression)?.extracted;
		const name = keywordNames.has(filter.label.toLowerCase()) ? `${filter.label}_field` : filter.label;
		const isTaken = fields.some(({extracted}) => extracted === name);
		fields.push({...filter, extracted: known ?? (isTaken ? `${name}_${fields.length + 1}` : name)});
	}

	const expressions = new Map(fields.map(({extracted, expression}) => [extracted, expression]));
	return fields.length === 0
		? []
		: [
			`| ${parser} ${Array.from(expressions, ([name, expression]) => `${name}=${quote(expression)}`).join(', ')}`,
			...fields.map(field => `| ${matcherOf(field.extracted, field)}`),
			`| drop ${[...expressions.keys(), ...parserErrors].join(', ')}`,
		];
}

/** A value is known by what is shown of it; Loki is asked for all that are shown so. */
function matcherOf(label: string, {value, isNot}: FieldFilter): string {
	const pattern = storedPattern(value);
	return pattern === undefined ? matcher(label, isNot ? '!=' : '=', value) : matcher(label, isNot ? '!~' : '=~', pattern);
}

export type StreamLabelsOptions = {
	readonly client: LokiClient;
	readonly selector: string;
	readonly range: TimeRange;
	readonly signal: AbortSignal;
};

/** The labels that every stream of a selector has; none where Loki does not tell its streams. */
export async function readStreamLabels({client, selector, range, signal}: StreamLabelsOptions): Promise<ReadonlySet<string>> {
	try {
		const [first = {}, ...others] = await client.series(selector, range, {signal});
		return new Set(Object.keys(first).filter(name => others.every(stream => Object.hasOwn(stream, name))));
	} catch (error) {
		if (isAbort(error, signal)) {
			throw error;
		}

		return new Set();
	}
}
