import {sanitizeLine} from '../../terminal/sanitize.js';
import {LokiQueryError} from '../http/errors/index.js';
import type {Capabilities, Scope} from '../types.js';
import {nodesOf} from './logql-nodes.js';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** Streams that lack the service label stand together under this name. */
export const noService = '(none)';

/** Without `detected_level`, an error line is one that says so. */
export const errorLinePattern = String.raw`(?i)\b(error|exception|fatal|panic|critical)\b`;

const maxQueryLength = 200;
const maxTokenLength = 40;
const errorLevels = ['critical', 'fatal', 'error'] as const;
/** A stream's own level label is written as its program likes. */
const ownErrorLevels = [...errorLevels, 'crit', 'err', 'alert', 'emerg', 'emergency', 'panic'];
const foldedErrorLevels: ReadonlySet<string> = new Set(ownErrorLevels);

/** A LogQL string for any text. Go reads JSON's escapes; what JSON lets through and Go does not are halves of surrogate pairs. */
export function quote(value: string): string {
	return JSON.stringify(value.replaceAll(/[\u{D800}-\u{DFFF}]/gu, '\u{FFFD}'));
}

/** Literal text inside a regular expression of Loki (RE2). */
export function escapeRegex(value: string): string {
	return value.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

/** `matcher('app', '=', 'api')` is `app="api"`. */
export function matcher(label: string, operator: MatchOperator, value: string): string {
	return `${label}${operator}${quote(value)}`;
}

/** A matcher for any of several values; an empty one stands for streams without the label. */
export function anyOf(label: string, values: readonly string[]): string {
	const [only] = values;
	return only !== undefined && values.length === 1
		? matcher(label, '=', only)
		: matcher(label, '=~', values.map(value => escapeRegex(value)).join('|'));
}

/** Matchers for anything but these values; none for no values. */
export function noneOf(label: string, values: readonly string[]): readonly string[] {
	return values.length === 0 ? [] : [matcher(label, '!~', values.map(value => escapeRegex(value)).join('|'))];
}

/**
The stream selector in a text, without comments, parentheses and space around it.
Throws LokiQueryError, with line and column, for anything else: line filters and metric queries too, since matchers and stages are added to it.
*/
export function parseSelector(text: string): string {
	if (queryKind(text) === 'metric') {
		throw invalid(text, 0, 'only a stream selector is wanted here, not a metric query');
	}

	const nodes = nodesOf(text);
	const pipeline = nodes.find(({name}) => name === 'PipelineExpr');
	if (pipeline) {
		throw invalid(text, pipeline.from, 'only a stream selector is wanted here; leave out what follows it');
	}

	const selector = nodes.find(({name}) => name === 'Selector');
	if (!selector) {
		throw invalid(text, 0, 'a stream selector is wanted here');
	}

	return text.slice(selector.from, selector.to);
}

/** Adds matchers to a stream selector; one that is there already is not added again. */
export function andSelector(selector: string, ...matchers: readonly string[]): string {
	return restrictQuery(selector, ...matchers);
}

/** The matchers of a stream selector, as they stand in it. Throws LokiQueryError for anything else. */
export function matchersOf(selector: string): readonly string[] {
	const text = parseSelector(selector);
	return nodesOf(text).filter(({name}) => name === 'Matcher').map(({from, to}) => text.slice(from, to));
}

/** Adds matchers to every stream selector in a query. Throws LokiQueryError where the query does not parse. */
export function restrictQuery(query: string, ...matchers: readonly string[]): string {
	queryKind(query);
	const nodes = nodesOf(query);
	let result = query;
	for (const {from, to} of nodes.filter(({name}) => name === 'Selector').toReversed()) {
		const present = new Set(nodes.filter(node => node.name === 'Matcher' && node.from > from && node.to < to).map(node => query.slice(node.from, node.to)));
		const added = matchers.filter(candidate => !present.has(candidate));
		result = result.slice(0, to - 1) + added.map(addition => `, ${addition}`).join('') + result.slice(to - 1);
	}

	return result;
}

/** Whether a query answers with lines or with numbers. Throws LokiQueryError, with line and column, where it does not parse. */
export function queryKind(query: string): 'log' | 'metric' {
	const nodes = nodesOf(query);
	const error = nodes.find(({isError}) => isError);
	if (error) {
		throw invalid(query, error.from, reasonAt(query, error.from));
	}

	return nodes.find(({name}) => name !== 'LogQL' && name !== 'Expr')?.name === 'LogExpr' ? 'log' : 'metric';
}

/** The selector of one service within what is watched. */
export function serviceSelector({selector, capabilities}: Scope, service: string): string {
	return andSelector(selector, matcher(capabilities.serviceLabel, '=', service === noService ? '' : service));
}

/** The stage that keeps error lines, as far as this Loki can tell. */
export function errorStage({errorSource}: Pick<Capabilities, 'errorSource'>): string {
	switch (errorSource) {
		case 'detected_level': {
			return `| ${matcher('detected_level', '=~', errorLevels.join('|'))}`;
		}

		case 'level': {
			return `| ${matcher('level', '=~', `(?i)(${ownErrorLevels.join('|')})`)}`;
		}

		case 'line': {
			return `|~ \`${errorLinePattern}\``;
		}
	}
}

/** Whether a value of `detected_level` or of a stream's own level label means an error. */
export function isErrorLevel(level: string | undefined): boolean {
	return level !== undefined && foldedErrorLevels.has(level.toLowerCase());
}

/** Lines a minute by service; by level too where the level is a label. */
export function countsQuery({selector, capabilities}: Scope): string {
	const {serviceLabel, errorSource} = capabilities;
	const labels = errorSource === 'line' ? serviceLabel : `${serviceLabel}, ${errorSource}`;
	return `sum by (${labels}) (count_over_time(${selector}[1m]))`;
}

/** Lines a minute by service and nothing else. */
export function linesQuery({selector, capabilities}: Scope): string {
	return `sum by (${capabilities.serviceLabel}) (count_over_time(${selector}[1m]))`;
}

/** Error lines a minute by service. */
export function errorsQuery({selector, capabilities}: Scope): string {
	return `sum by (${capabilities.serviceLabel}) (count_over_time(${selector} ${errorStage(capabilities)} [1m]))`;
}

function reasonAt(text: string, index: number): string {
	const rest = text.slice(index).trimStart();
	if (rest === '') {
		return text.trim() === '' ? 'it is empty' : 'it ends too early';
	}

	if (rest.startsWith('\'')) {
		return 'values stand in double quotes or backticks';
	}

	if (rest.startsWith('}') && text.slice(0, index).trimEnd().endsWith('{')) {
		return 'at least one label matcher is needed';
	}

	const token = sanitizeLine(/^(?:\w+|.)/su.exec(rest)?.[0] ?? '', {maxLength: maxTokenLength});
	return `${JSON.stringify(token)} was not expected`;
}

function invalid(query: string, index: number, why: string): LokiQueryError {
	const before = query.slice(0, index).split('\n');
	return new LokiQueryError({
		why,
		query: sanitizeLine(query, {maxLength: maxQueryLength}),
		line: before.length,
		column: (before.at(-1)?.length ?? 0) + 1,
	});
}
