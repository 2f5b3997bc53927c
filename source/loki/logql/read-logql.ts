import type {Query} from '../../logql/ast.js';
import {ParseError, UnexpectedTokenError} from '../../logql/parse/parse-error.js';
import {parse} from '../../logql/parse/parse.js';
import {logQueriesIn} from '../../logql/walk.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {LokiQueryError} from '../http/errors/index.js';

const maxQueryLength = 200;
const maxReasonLength = 200;
const maxTokenLength = 40;

/**
The syntax tree of a query that may come from anywhere.

@throws LokiQueryError, with line and column where they are known, for what Loki would not take.
*/
export function readLogql(text: string): Query {
	const query = parseOrRefuse(text);
	const empty = logQueriesIn(query).find(({matchers}) => matchers.length === 0);
	if (empty) {
		throw invalidQuery(text, empty.selector.from + 1, 'at least one label matcher is needed');
	}

	return query;
}

/** The error for a query that is refused at a place in it, in UTF-16 units; undefined where no place is known. */
export function invalidQuery(text: string, from: number | undefined, why: string): LokiQueryError {
	const before = from === undefined ? undefined : text.slice(0, from).split('\n');
	return new LokiQueryError({
		why: sanitizeLine(why, {maxLength: maxReasonLength}),
		query: sanitizeLine(text, {maxLength: maxQueryLength}),
		line: before?.length,
		column: before && (before.at(-1)?.length ?? 0) + 1,
	});
}

function parseOrRefuse(text: string): Query {
	try {
		return parse(text);
	} catch (error) {
		throw error instanceof ParseError ? invalidQuery(text, error.place?.from, reasonOf(error, text)) : error;
	}
}

/** What is meant by Loki's names for what may be written in many ways. */
const tokenWords: ReadonlyMap<string, string> = new Map([
	['IDENTIFIER', 'a name'],
	['STRING', 'a text in quotes'],
	['NUMBER', 'a number'],
	['DURATION', 'a duration'],
	['RANGE', 'a range such as [5m]'],
	['BYTES_CONV', 'bytes('],
	['DURATION_CONV', 'duration('],
	['DURATION_SECONDS_CONV', 'duration_seconds('],
]);

/** Loki names kinds of tokens; a person looks for what was typed. */
function reasonOf(error: ParseError, text: string): string {
	if (!(error instanceof UnexpectedTokenError)) {
		return error.reason;
	}

	const rest = text.slice(error.place?.from).trimStart();
	if (rest === '') {
		return text.trim() === '' ? 'it is empty' : 'it ends too early';
	}

	if (rest.startsWith('\'')) {
		return 'values stand in double quotes or backticks';
	}

	const token = sanitizeLine(/^(?:\w+|.)/su.exec(rest)?.[0] ?? '', {maxLength: maxTokenLength});
	const expected = error.expected.length > 0 ? `, only ${error.expected.map(name => tokenWords.get(name) ?? name).join(' or ')}` : '';
	return `${JSON.stringify(token)} was not expected here${expected}`;
}
