import {unquote} from '../../../logql/go-strings.js';
import {TemplateError} from './template-error.js';

export type TemplateToken =
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'open' | 'close'}
	| {readonly type: 'word' | 'field' | 'variable' | 'symbol'; readonly text: string; readonly isAfterSpace: boolean}
	| {readonly type: 'constant'; readonly value: string | number; readonly text: string; readonly isAfterSpace: boolean};

const opener = /\{\{(- (?=\s)|-(?=\s))?/g;
const closer = /(?:\s-)?\}\}/y;
const space = /\s+/y;
const comment = /\/\*[\s\S]*?\*\//y;
const string = /"(?:[^\n"\\]|\\[^\n])*"|`[^`]*`/y;
const number = /[+-]?(?:0x[\da-f]+|\d[\d_]*\.?\d*(?:e[+-]?\d+)?|\.\d+)/iy;
const char = /'(?:[^'\\]|\\.)'/y;
const field = /\.[\p{Letter}_][\p{Decimal_Number}\p{Letter}_]*/uy;
const variable = /\$(?:[\p{Letter}_][\p{Decimal_Number}\p{Letter}_]*)?/uy;
const word = /[\p{Letter}_][\p{Decimal_Number}\p{Letter}_]*/uy;
const symbol = /:=|[(),.=|]/y;

/** Splits a Go template into its text and the tokens of its actions. Throws TemplateError. */
export const lexTemplate = (source: string): TemplateToken[] => {
	const tokens: TemplateToken[] = [];
	let at = 0;
	let isTrimming = false;
	const take = (pattern: RegExp): string | undefined => {
		pattern.lastIndex = at;
		const text = pattern.exec(source)?.[0];
		at += text?.length ?? 0;
		return text;
	};

	const readToken = (isAfterSpace: boolean): TemplateToken => {
		const literal = take(string) ?? take(char);
		if (literal !== undefined) {
			const value = unquote(literal);
			if (value === undefined) {
				throw new TemplateError(`malformed string constant: ${literal}`);
			}

			return {
				type: 'constant', value: literal.startsWith('\'') ? value.codePointAt(0)! : value, text: literal, isAfterSpace,
			};
		}

		const digits = take(number);
		if (digits !== undefined) {
			return {
				type: 'constant', value: Number(digits.replaceAll('_', '')), text: digits, isAfterSpace,
			};
		}

		for (const [type, pattern] of [['field', field], ['variable', variable], ['word', word], ['symbol', symbol]] as const) {
			const text = take(pattern);
			if (text !== undefined) {
				return {type, text, isAfterSpace};
			}
		}

		throw new TemplateError(/["'`]/.test(source[at] ?? '')
			? 'unterminated quoted string'
			: `unexpected ${JSON.stringify(source[at] ?? '')} in command`);
	};

	const readAction = (): void => {
		let isAfterSpace = true;
		tokens.push({type: 'open'});
		for (;;) {
			const close = take(closer);
			if (close !== undefined) {
				isTrimming = close.length > 2;
				tokens.push({type: 'close'});
				return;
			}

			if (at >= source.length) {
				throw new TemplateError('unclosed action');
			}

			if (take(space) !== undefined || take(comment) !== undefined) {
				isAfterSpace = true;
				continue;
			}

			tokens.push(readToken(isAfterSpace));
			isAfterSpace = false;
		}
	};

	while (at < source.length) {
		opener.lastIndex = at;
		const open = opener.exec(source);
		let text = source.slice(at, open?.index);
		if (isTrimming) {
			text = text.trimStart();
			isTrimming = false;
		}

		if (open?.[1] !== undefined) {
			text = text.trimEnd();
		}

		if (text !== '') {
			tokens.push({type: 'text', text});
		}

		if (!open) {
			break;
		}

		at = open.index + open[0].length;
		readAction();
	}

	return tokens;
};
