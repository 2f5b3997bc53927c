import type {Token} from './tokens.js';

const matchOperators: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~']);

/*
Loki's generated parser names what it expected only in states that leave four choices or fewer.
These are such states, told by the tokens before the one that does not fit.
*/
const expectedAfter = (tokens: readonly Token[], index: number): readonly string[] => {
	const previous = tokens[index - 1]?.name ?? '';
	const beforePrevious = tokens[index - 2]?.name ?? '';
	const isInBraces = tokens.slice(0, index).findLast(({name}) => name === '{' || name === '}')?.name === '{';
	if (isInBraces) {
		if (previous === '{') {
			return ['IDENTIFIER', '}'];
		}

		if (previous === ',') {
			return ['IDENTIFIER'];
		}

		if (matchOperators.has(previous)) {
			return ['STRING'];
		}

		return previous === 'STRING' && matchOperators.has(beforePrevious) ? ['}', ','] : [];
	}

	if (['by', 'without', 'on', 'ignoring'].includes(previous)) {
		return ['('];
	}

	if (['regexp', 'pattern', 'line_format'].includes(previous)) {
		return ['STRING'];
	}

	if (['label_format', 'drop', 'keep'].includes(previous)) {
		return ['IDENTIFIER'];
	}

	return previous === 'offset' ? ['DURATION'] : [];
};

/** Loki's message for a token that does not fit. */
export const syntaxErrorMessage = (tokens: readonly Token[], index: number): string => {
	const expected = expectedAfter(tokens, index);
	const hint = expected.length > 0 ? `, expecting ${expected.join(' or ')}` : '';
	return `syntax error: unexpected ${tokens[index]!.name}${hint}`;
};
