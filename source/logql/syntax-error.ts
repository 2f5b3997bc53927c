import {rangeFunctions, type Token} from './tokens.js';

/*
Loki's generated parser names what it expected only where four choices or fewer are left.
These are those places, told by the tokens before the one that does not fit, and by the bracket that they stand in.
*/

const matchOperators: readonly string[] = ['=', '=~', '!~', '!='];

/** What is expected right behind a word, wherever it stands. */
const afterWord: ReadonlyMap<string, readonly string[]> = new Map([
	['by', ['(']],
	['without', ['(']],
	['on', ['(']],
	['ignoring', ['(']],
	['regexp', ['STRING']],
	['pattern', ['STRING']],
	['line_format', ['STRING']],
	['label_format', ['IDENTIFIER']],
	['drop', ['IDENTIFIER']],
	['keep', ['IDENTIFIER']],
	['offset', ['DURATION']],
	['unwrap', ['IDENTIFIER', 'BYTES_CONV', 'DURATION_CONV', 'DURATION_SECONDS_CONV']],
	['|=', ['STRING', 'ip']],
	['|~', ['STRING', 'ip']],
	['|>', ['STRING', 'ip']],
	['!>', ['STRING', 'ip']],
	['=~', ['STRING']],
]);

const groupingWords: ReadonlySet<string> = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const conversions: ReadonlySet<string> = new Set(['BYTES_CONV', 'DURATION_CONV', 'DURATION_SECONDS_CONV']);

type Bracket = 'selector' | 'grouping' | 'range' | 'conversion' | 'ip' | 'VECTOR' | 'label_replace' | 'other';

const ownBrackets = ['ip', 'VECTOR', 'label_replace'] as const;

const bracketAfter = (name: string): Bracket => {
	if (groupingWords.has(name)) {
		return 'grouping';
	}

	if (rangeFunctions.has(name)) {
		return 'range';
	}

	return conversions.has(name) ? 'conversion' : ownBrackets.find(own => own === name) ?? 'other';
};

/** The bracket that a token stands in, and the tokens in it before the token. */
export const enclosing = (tokens: readonly Token[], index: number): {bracket: Bracket; inside: readonly string[]} => {
	const open: Array<{bracket: Bracket; at: number}> = [];
	for (let at = 0; at < index; at++) {
		const {name} = tokens[at]!;
		if (name === '{' || name === '(') {
			open.push({bracket: name === '{' ? 'selector' : bracketAfter(tokens[at - 1]?.name ?? ''), at});
		} else if (name === ')' || name === '}') {
			open.pop();
		}
	}

	const last = open.at(-1);
	return {bracket: last?.bracket ?? 'other', inside: tokens.slice((last?.at ?? -1) + 1, index).map(({name}) => name)};
};

const inSelector = (inside: readonly string[]): readonly string[] => {
	const previous = inside.at(-1);
	if (previous === undefined) {
		return ['IDENTIFIER', '}'];
	}

	if (previous === 'IDENTIFIER') {
		return matchOperators;
	}

	if (matchOperators.includes(previous)) {
		return ['STRING'];
	}

	return previous === 'STRING' ? ['}', ','] : ['IDENTIFIER'];
};

const inGrouping = (inside: readonly string[]): readonly string[] => {
	const previous = inside.at(-1);
	if (previous === undefined) {
		return ['IDENTIFIER', ')'];
	}

	return previous === 'IDENTIFIER' ? [',', ')'] : ['IDENTIFIER'];
};

const isUnwrapped = (inside: readonly string[]): boolean =>
	inside.at(-2) === 'unwrap' || (inside.at(-1) === ')' && conversions.has(inside.at(-4) ?? ''));

const inRange = (inside: readonly string[]): readonly string[] | undefined => {
	const previous = inside.at(-1);
	if (previous === undefined) {
		return ['NUMBER', '{', '('];
	}

	if (inside.length <= 2 && inside[0] === 'NUMBER') {
		return previous === 'NUMBER' ? [','] : ['{', '('];
	}

	if (isUnwrapped(inside)) {
		return inside.includes('RANGE') ? [')'] : ['RANGE', '|'];
	}

	return previous === 'RANGE' || inside.at(-2) === 'offset' ? [')'] : undefined;
};

const inLabelReplace = (inside: readonly string[]): readonly string[] | undefined => {
	const previous = inside.at(-1);
	if (previous === ',') {
		return ['STRING'];
	}

	const strings = inside.filter(name => name === 'STRING').length;
	return previous === 'STRING' ? [strings < 4 ? ',' : ')'] : undefined;
};

const inBracket = (bracket: Bracket, inside: readonly string[]): readonly string[] | undefined => {
	switch (bracket) {
		case 'selector': {
			return inSelector(inside);
		}

		case 'grouping': {
			return inGrouping(inside);
		}

		case 'range': {
			return inRange(inside);
		}

		case 'label_replace': {
			return inLabelReplace(inside);
		}

		case 'conversion': {
			return inside.length === 0 ? ['IDENTIFIER'] : [')'];
		}

		case 'ip': {
			return inside.length === 0 ? ['STRING'] : [')'];
		}

		case 'VECTOR': {
			return inside.length === 0 ? ['NUMBER'] : [')'];
		}

		case 'other': {
			return inside.at(-1) === 'RANGE' ? [')'] : undefined;
		}
	}
};

const inLabelFormat = (inside: readonly string[]): readonly string[] | undefined => {
	const start = inside.lastIndexOf('label_format');
	const formats = start === -1 ? [] : inside.slice(start + 1);
	if (formats.length === 0 || formats.some(name => name === '|' || name === 'RANGE')) {
		return undefined;
	}

	if (formats.at(-1) === '=') {
		return ['IDENTIFIER', 'STRING'];
	}

	if (formats.at(-1) === ',') {
		return ['IDENTIFIER'];
	}

	return formats.at(-1) === 'IDENTIFIER' && formats.at(-2) !== '=' ? ['='] : undefined;
};

/** The tokens that Loki says it expects in the place of one that does not fit; none where it says nothing. */
export const expectedAt = (tokens: readonly Token[], index: number): readonly string[] => {
	const {bracket, inside} = enclosing(tokens, index);
	const previous = tokens[index - 1]?.name ?? '';
	const isStrict = bracket !== 'other' && bracket !== 'range';
	return rangeFunctions.has(previous) ? ['('] : (isStrict ? undefined : (inLabelFormat(inside) ?? afterWord.get(previous))) ?? inBracket(bracket, inside) ?? [];
};
