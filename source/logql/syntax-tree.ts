import {parser} from '@grafana/lezer-logql';
import type {Span} from './ast.js';
import {lex} from './lexer.js';
import {ParseError, UnexpectedTokenError} from './parse/parse-error.js';
import {expectedAt} from './syntax-error.js';
import type {Token} from './tokens.js';

/** Deeper trees than this many tokens can make are cut off by the parser without a word. */
const maxTokens = 1600;

const strictParser = parser.configure({strict: true});

export type SyntaxNode = ReturnType<typeof strictParser.parse>['topNode'];

/** A query's tree over its canonical text, and the tokens that the text was made of. */
export type SyntaxTree = {
	readonly root: SyntaxNode;
	/** The token that begins where a node begins. */
	readonly tokenAt: (node: SyntaxNode) => Token;
	/** The tokens from the first to the last of a node. */
	readonly tokensOf: (node: SyntaxNode) => readonly Token[];
	/** Where a node stands in the query's own text. */
	readonly spanOf: (node: SyntaxNode) => Span;
};

/*
The grammar wants a comma between label filters where Loki allows none, and knows neither an offset behind an
unwrapped range nor a selector without matchers. All are settled on the tokens, before the grammar sees them.
*/
const endsLabelFilter = (tokens: readonly Token[], index: number): boolean => {
	const value = tokens[index]!;
	if (value.name === ')') {
		return true;
	}

	const operator = tokens[index - 1]?.name ?? '';
	return ['STRING', 'NUMBER', 'DURATION', 'BYTES'].includes(value.name)
		&& ['=', '!=', '=~', '!~', '==', '>', '>=', '<', '<=', '+', '-'].includes(operator);
};

/** Stands for a selector without matchers, which the grammar does not know. */
const placeholder = (token: Token): Token[] => [
	{
		...token, name: 'IDENTIFIER', canonical: 'id', text: '',
	},
	{...token, name: '=', canonical: '='},
	{
		...token, name: 'STRING', canonical: '""', text: '',
	},
];

/** Whether a matcher's first token is not the query's own. */
export const isPlaceholder = ({name, text}: Token): boolean => name === 'IDENTIFIER' && text === '';

const settle = (tokens: readonly Token[]): Token[] => {
	const settled: Token[] = [];
	let isInPipeline = false;
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index]!;
		if (token.name === '{' && tokens[index + 1]?.name === '}') {
			settled.push(token, ...placeholder(token));
			continue;
		}

		if (token.name === '|') {
			isInPipeline = true;
		} else if (token.name === 'RANGE') {
			isInPipeline = false;
			if (tokens[index + 1]?.name === 'offset' && tokens[index + 2]?.name === 'DURATION') {
				settled.push({...token, offsetNs: tokens[index + 2]!.value});
				index += 2;
				continue;
			}
		} else if (
			isInPipeline
			&& index > 0
			&& (token.name === 'IDENTIFIER' || (token.name === '(' && tokens[index - 1]!.name !== 'ip'))
			&& endsLabelFilter(tokens, index - 1)
		) {
			settled.push({...token, name: ',', canonical: ','});
		}

		settled.push(token);
	}

	return settled;
};

/**
Parses a query with the grammar of lezer-logql.

@throws ParseError in Loki's words, with the place of the first token that does not fit.
*/
export const parseTree = (query: string): SyntaxTree => {
	const {tokens: read, error: lexError} = lex(query);
	if (read.length > maxTokens) {
		throw new ParseError(`queries of up to ${maxTokens} tokens are read; this one has ${read.length}`);
	}

	const tokens = settle(read);
	const starts: number[] = [];
	const byStart = new Map<number, number>();
	let text = '';
	for (const [index, token] of tokens.entries()) {
		byStart.set(text.length, index);
		starts.push(text.length);
		text += `${token.canonical} `;
	}

	const indexFrom = (position: number): number => {
		let low = 0;
		let high = tokens.length - 1;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (starts[middle]! < position) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	};

	let root: SyntaxNode;
	try {
		root = strictParser.parse(text.trimEnd()).topNode;
	} catch (error) {
		const position = Number(/No parse at (\d+)/.exec(String(error))?.[1] ?? text.length);
		const index = indexFrom(position);
		if (lexError && index >= tokens.length - 1) {
			throw lexError;
		}

		const token = tokens[index]!;
		throw new UnexpectedTokenError(token.name, expectedAt(tokens, index), token);
	}

	if (lexError) {
		throw lexError;
	}

	const tokenAt = (node: SyntaxNode): Token => tokens[byStart.get(node.from) ?? indexFrom(node.from)]!;
	return {
		root,
		tokenAt,
		tokensOf: node => tokens.slice(indexFrom(node.from), indexFrom(node.to)),
		spanOf: node => ({from: tokenAt(node).from, to: tokens[indexFrom(node.to) - 1]!.to}),
	};
};

/**
Whether a query that begins with some tokens may go on with others, by the grammar; they are given as it reads them, with a space between each two.
What stands behind them is not looked at.
*/
export const mayFollow = (tokens: readonly Token[], canonical: string): boolean => {
	const before = settle(tokens).map(token => `${token.canonical} `).join('');
	const lastStart = before.length + canonical.lastIndexOf(' ') + 1;
	try {
		strictParser.parse(before + canonical);
		return true;
	} catch (error) {
		return Number(/No parse at (\d+)/.exec(String(error))?.[1] ?? 0) > lastStart;
	}
};
