import type {MatchOperator, Matcher} from './ast.js';
import {lex} from './lexer.js';
import {enclosing} from './syntax-error.js';
import {mayFollow} from './syntax-tree.js';
import {functionTokens, type Token} from './tokens.js';
import {unquote} from './go-strings.js';

/** Names and values that only Loki and its lines know, and that may stand at a place of a query. */
export type WantedNames =
	/** Labels of streams that have these matchers. */
	| {readonly type: 'labels'; readonly matchers: readonly Matcher[]}
	/** Values of a label among such streams. */
	| {readonly type: 'values'; readonly label: string; readonly operator: MatchOperator; readonly matchers: readonly Matcher[]}
	/** Labels and fields of the lines of such streams. */
	| {readonly type: 'fields'; readonly matchers: readonly Matcher[]};

/** What may stand at a place of a query. */
export type Completion = {
	/** What is typed of it already, and what a choice replaces, in UTF-16 units. */
	readonly from: number;
	readonly to: number;
	readonly typed: string;
	/** Words and signs of the language that go on with what is typed, the likeliest first. */
	readonly words: readonly string[];
	readonly names?: WantedNames;
};

type Word = {
	/** What is put into the query. */
	readonly text: string;
	/** How the grammar reads it. */
	readonly canonical: string;
};

const asIs = (...texts: readonly string[]): readonly Word[] => texts.map(text => ({text, canonical: text.trim()}));

/** Words that something has to follow: as names of labels they may stand elsewhere. */
const followed = (by: string, ...texts: readonly string[]): readonly Word[] => texts.map(text => ({text, canonical: `${text.trim()} ${by}`}));

const stages: readonly Word[] = [
	...asIs('json', 'logfmt'),
	...['pattern', 'regexp', 'line_format'].map(word => ({text: `${word} "`, canonical: `${word} ""`})),
	...followed('id', 'label_format '),
	...asIs('unpack'),
	...followed('id', 'drop ', 'keep '),
	...asIs('decolorize'),
	...followed('id', 'unwrap '),
];

/** All functions of a kind stand where one of them may. What is asked most comes first. */
const functions: ReadonlyArray<readonly [canonical: string, ...names: readonly string[]]> = [
	['rate (', 'rate', 'count_over_time'],
	['sum (', 'sum', 'topk', 'avg', 'max', 'min', 'count'],
	['rate (', 'quantile_over_time', 'avg_over_time', 'max_over_time', 'min_over_time', 'sum_over_time', 'bytes_rate', 'bytes_over_time'],
	['rate (', 'rate_counter', 'first_over_time', 'last_over_time', 'absent_over_time', 'stddev_over_time', 'stdvar_over_time'],
	['sum (', 'bottomk', 'stddev', 'stdvar', 'sort', 'sort_desc'],
	['label_replace (', 'label_replace'],
	['vector (', 'vector'],
];

/** Offered behind a name: elsewhere the same signs begin a filter of lines. */
const comparisons: readonly Word[] = [...followed('""', '=', '=~', '!=', '!~'), ...followed('1', '>', '>=', '<', '<=', '==')];
const lineFilters: readonly Word[] = ['|=', '!=', '|~', '!~'].map(operator => ({text: `${operator} "`, canonical: `${operator} ""`}));

const words: readonly Word[] = [
	...asIs('{'),
	...functions.flatMap(([canonical, ...names]) => names.map(name => ({text: `${name}(`, canonical}))),
	...stages.map(({text, canonical}) => ({text: `| ${text}`, canonical: `| ${canonical}`})),
	...stages,
	...asIs('by (', 'without ('),
	...['duration', 'duration_seconds', 'bytes'].map(name => ({text: `${name}(`, canonical: `${name} (`})),
	{text: 'ip("', canonical: 'ip ( ""'},
	...asIs(')', ',', '}'),
	...['1m', '5m', '15m', '30s', '1h', '6h', '1d'].map(text => ({text: `[${text}]`, canonical: '[1m]'})),
	...followed('1m', 'offset '),
	...followed('(', 'or ', 'and ', 'unless '),
	...asIs('on (', 'ignoring (', '('),
];

const matchOperators: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~']);

/** Signs that are typed with others behind them: what is typed of them is replaced, not continued. */
const beginnings: ReadonlySet<string> = new Set(['|', '|=', '|~', '!=', '!~']);

/** Each word that may follow is tried behind all of them: of a longer query nothing is offered, so that no key waits. */
const maxTokens = 300;

type Unfinished = {readonly from: number; readonly tokens: readonly Token[]; readonly isString?: boolean};

/** Where that which is being typed begins, and the tokens before it. */
function unfinishedAt(before: string): Unfinished | undefined {
	const {tokens: read, error} = lex(before);
	const tokens = read.slice(0, -1);
	if (error) {
		const from = error.place?.from ?? before.length;
		const opener = before[from] ?? '';
		return '"`['.includes(opener) && opener !== '' ? {from, tokens, isString: opener !== '['} : undefined;
	}

	const last = tokens.at(-1);
	const gap = before.slice(last?.to ?? 0);
	if (gap.includes('#') || gap.includes('//')) {
		return undefined;
	}

	const isWord = last !== undefined && /^[\p{Letter}!_]/u.test(before.slice(last.from)) && !matchOperators.has(last.name);
	const isSign = last !== undefined && beginnings.has(last.name) && enclosing(tokens, tokens.length).bracket !== 'selector';
	return last?.to === before.length && (isWord || isSign) ? {from: last.from, tokens: tokens.slice(0, -1)} : {from: before.length, tokens};
}

/** What may stand where the cursor is; undefined in a comment, behind what cannot be read, and in a query of many words. Pure. */
export function completeAt(text: string, cursor: number): Completion | undefined {
	const before = text.slice(0, cursor);
	const unfinished = unfinishedAt(before);
	if (!unfinished || unfinished.tokens.length > maxTokens) {
		return undefined;
	}

	const {from, isString = false} = unfinished;
	const tokens = withFunction(unfinished.tokens);
	const typed = before.slice(from);
	const names = namesAt(tokens, isString);
	return {
		from,
		to: cursor + closedBy(text.slice(cursor), typed),
		typed,
		words: isString ? [] : wordsAt(tokens, typed),
		...names && (isString || typed === '' || names.type !== 'values') && {names},
	};
}

/** How much behind the cursor belongs to what is replaced: the rest of a string or of a range that is closed already. */
function closedBy(after: string, typed: string): number {
	const [opener = ''] = typed;
	if (opener === '[') {
		return /^[\w.]*\]/.exec(after)?.[0].length ?? 0;
	}

	return opener === '"' || opener === '`' ? /^[^\s"(),`{|}]*["`]/.exec(after)?.[0].length ?? 0 : 0;
}

function wordsAt(tokens: readonly Token[], typed: string): readonly string[] {
	const wanted = typed.toLowerCase();
	const known = new Map<string, boolean>();
	const fits = (canonical: string): boolean => {
		const isFitting = known.get(canonical) ?? mayFollow(tokens, canonical);
		known.set(canonical, isFitting);
		return isFitting;
	};

	const isBehindName = tokens.at(-1)?.name === 'IDENTIFIER';
	return [...isBehindName ? comparisons : lineFilters, ...words]
		.filter(({text, canonical}) => text.startsWith(wanted) && text !== typed && fits(canonical) && (!joiners.has(text) || joins(tokens)))
		.map(({text}) => text);
}

const joiners: ReadonlySet<string> = new Set(['or ', 'and ', 'unless ']);

/** Loki joins numbers and conditions on labels; the grammar lets lines be joined too, which Loki then refuses. */
const joins = (tokens: readonly Token[]): boolean => tokens.some(({name}) => name === 'RANGE') || ['IDENTIFIER', '('].includes(stageOf(tokens) ?? '');

/** A function is one to the lexer only once a parenthesis or a grouping follows: behind its name alone, that is what may follow. */
function withFunction(tokens: readonly Token[]): readonly Token[] {
	const last = tokens.at(-1);
	const name = last?.name === 'IDENTIFIER' ? last.text.toLowerCase() : '';
	return last && functionTokens.has(name) && mayFollow(tokens.slice(0, -1), `${name} (`) ? [...tokens.slice(0, -1), {...last, name: functionTokens.get(name)!, canonical: name}] : tokens;
}

function namesAt(tokens: readonly Token[], isString: boolean): WantedNames | undefined {
	const {bracket, inside} = enclosing(tokens, tokens.length);
	const isOfStage = bracket !== 'selector' && bracket !== 'grouping';
	const stage = isOfStage ? stageOf(tokens) : undefined;
	if (stage === 'json' || stage === 'logfmt') {
		return undefined;
	}

	const previous = tokens.at(-1);
	const label = tokens.at(-2);
	if (stage !== 'label_format' && previous && label?.name === 'IDENTIFIER' && matchOperators.has(previous.name) && mayFollow(tokens, '""')) {
		return {
			type: 'values', label: label.text, operator: previous.name as MatchOperator, matchers: bracket === 'selector' ? matchersIn(tokens.slice(-inside.length)) : selectorBefore(tokens),
		};
	}

	if (isString || !mayFollow(tokens, 'id')) {
		return undefined;
	}

	return bracket === 'selector' ? {type: 'labels', matchers: matchersIn(inside.length === 0 ? [] : tokens.slice(-inside.length))} : {type: 'fields', matchers: selectorBefore(tokens)};
}

/** The word of the stage that is being written. */
function stageOf(tokens: readonly Token[]): string | undefined {
	const start = tokens.findLastIndex(({name}) => name === '|');
	return start === -1 ? undefined : tokens[start + 1]?.name;
}

/** The whole matchers among some tokens. */
function matchersIn(tokens: readonly Token[]): readonly Matcher[] {
	return tokens.flatMap((token, index): readonly Matcher[] => {
		const [operator, value] = [tokens[index + 1], tokens[index + 2]];
		return token.name === 'IDENTIFIER' && operator && matchOperators.has(operator.name) && value?.name === 'STRING'
			? [{name: token.text, operator: operator.name as MatchOperator, value: value.text}]
			: [];
	});
}

/** The matchers of the selector whose lines a stage reads. */
function selectorBefore(tokens: readonly Token[]): readonly Matcher[] {
	const start = tokens.findLastIndex(({name}) => name === '{');
	const length = tokens.slice(start).findIndex(({name}) => name === '}');
	return start === -1 ? [] : matchersIn(tokens.slice(start, length === -1 ? undefined : start + length));
}

/** What a string that is not closed stands for so far; of one that cannot be read, its text. */
export function typedValue(typed: string): string {
	const [opener = ''] = typed;
	return opener === '"' || opener === '`' ? unquote(`${typed}${opener}`) ?? typed.slice(1) : typed;
}
