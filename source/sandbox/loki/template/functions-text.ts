import {Buffer} from 'node:buffer';
import {compileGoRegex} from '../go-regex/go-regex.js';
import {parseBytes} from '../../../logql/bytes.js';
import {float, integer, text} from './arguments.js';
import {TemplateError} from './template-error.js';
import {fixed, variadic, type TemplateFunction} from './template-function.js';
import {isTruthy, type Value} from './value.js';

const maxRepeat = 10_000;
const maxLength = 1_000_000;

const trimSet = (value: string, characters: string, {isLeft, isRight}: {isLeft: boolean; isRight: boolean}): string => {
	const set = new Set(characters);
	const chars = [...value];
	const from = isLeft ? chars.findIndex(char => !set.has(char)) : 0;
	const to = isRight ? chars.findLastIndex(char => !set.has(char)) + 1 : chars.length;
	return from === -1 ? '' : chars.slice(from, to).join('');
};

const replaceCount = (value: string, old: string, replacement: string, count: number): string => {
	if (count < 0) {
		return value.replaceAll(old, () => replacement);
	}

	let replaced = value;
	let at = 0;
	for (let left = count; left > 0; left--) {
		const found = replaced.indexOf(old, at);
		if (found === -1) {
			break;
		}

		replaced = replaced.slice(0, found) + replacement + replaced.slice(found + old.length);
		at = found + replacement.length;
	}

	return replaced;
};

const expressions = new Map<string, {source: string; flags: string; names: ReadonlyArray<string | undefined>}>();
const maxExpressions = 100;

const compiled = (pattern: string): {source: string; flags: string; names: ReadonlyArray<string | undefined>} => {
	let found = expressions.get(pattern);
	if (!found) {
		const {expression, groupNames} = compileGoRegex(pattern);
		found = {source: expression.source, flags: expression.flags, names: groupNames};
		if (expressions.size < maxExpressions) {
			expressions.set(pattern, found);
		}
	}

	return found;
};

const reference = /\$(?:\$|\{(\w+)\}|(\w+))/g;

const regexReplace = (pattern: string, value: string, replacement: string, isLiteral: boolean): string => {
	const {source, flags, names} = compiled(pattern);
	return value.replaceAll(new RegExp(source, `${flags}g`), (...match: unknown[]) => isLiteral
		? replacement
		: replacement.replaceAll(reference, (_, braced: string | undefined, bare: string | undefined) => {
			const name = braced ?? bare;
			if (name === undefined) {
				return '$';
			}

			const index = /^\d+$/.test(name) ? Number(name) : names.indexOf(name) + 1;
			const group = index === 0 && name !== '0' ? '' : match[index];
			return typeof group === 'string' ? group : '';
		}));
};

const countMatches = (pattern: string, value: string): number => {
	const {source, flags} = compiled(pattern);
	return value.match(new RegExp(source, `${flags}g`))?.length ?? 0;
};

const substring = (from: number, to: number, value: string): string => {
	if (from < 0) {
		return value.slice(0, Math.max(0, to));
	}

	return to < 0 || to > value.length ? value.slice(from) : value.slice(from, to);
};

const truncate = (count: number, value: string): string => {
	if (count < 0) {
		return value.length + count > 0 ? value.slice(value.length + count) : value;
	}

	return value.slice(0, count);
};

const repeat = (count: number, value: string): string =>
	value.repeat(Math.min(Math.max(count, 0), Math.floor(maxLength / Math.max(value.length, 1))));

const indent = (count: number, value: string): string => {
	const padding = ' '.repeat(Math.min(Math.max(count, 0), maxRepeat));
	return value.split('\n').map(line => padding + line).join('\n');
};

const align = (count: number, value: string, isRight: boolean): string => {
	const chars = [...value];
	if (count < 0 || count === chars.length) {
		return value;
	}

	const width = Math.min(count, maxRepeat);
	if (chars.length > width) {
		return (isRight ? chars.slice(chars.length - width) : chars.slice(0, width)).join('');
	}

	return isRight ? value.padStart(width) : value.padEnd(width);
};

const fromJsonValue = (value: unknown): Value => {
	if (Array.isArray(value)) {
		return value.map(item => fromJsonValue(item));
	}

	if (typeof value === 'object' && value !== null) {
		return new Map(Object.entries(value).map(([key, member]) => [key, fromJsonValue(member)]));
	}

	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
};

const fromJson = (value: string): Value => {
	try {
		return fromJsonValue(JSON.parse(value));
	} catch {
		throw new TemplateError('error calling fromJson: invalid JSON');
	}
};

const decodeUrl = (value: string): string => {
	try {
		return decodeURIComponent(value.replaceAll('+', ' '));
	} catch {
		throw new TemplateError('error calling urldecode: invalid URL escape');
	}
};

const titled = (value: string): string => value.replaceAll(/(^|[^\p{Decimal_Number}\p{Letter}'_])(\p{Letter})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

/** Functions on text. Where Loki has two names for one thing, the order of arguments differs. */
export const textFunctions: Readonly<Record<string, TemplateFunction>> = {
	ToLower: fixed(1, ([value]) => text(value).toLowerCase()),
	ToUpper: fixed(1, ([value]) => text(value).toUpperCase()),
	Replace: fixed(4, ([value, old, replacement, count]) => replaceCount(text(value), text(old), text(replacement), integer(count))),
	Trim: fixed(2, ([value, set]) => trimSet(text(value), text(set), {isLeft: true, isRight: true})),
	TrimLeft: fixed(2, ([value, set]) => trimSet(text(value), text(set), {isLeft: true, isRight: false})),
	TrimRight: fixed(2, ([value, set]) => trimSet(text(value), text(set), {isLeft: false, isRight: true})),
	TrimPrefix: fixed(2, ([value, prefix]) => (text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value))),
	TrimSuffix: fixed(2, ([value, suffix]) => (text(suffix) !== '' && text(value).endsWith(text(suffix)) ? text(value).slice(0, -text(suffix).length) : text(value))),
	TrimSpace: fixed(1, ([value]) => text(value).trim()),
	lower: fixed(1, ([value]) => text(value).toLowerCase()),
	upper: fixed(1, ([value]) => text(value).toUpperCase()),
	title: fixed(1, ([value]) => titled(text(value))),
	trim: fixed(1, ([value]) => text(value).trim()),
	trimAll: fixed(2, ([set, value]) => trimSet(text(value), text(set), {isLeft: true, isRight: true})),
	trimPrefix: fixed(2, ([prefix, value]) => (text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value))),
	trimSuffix: fixed(2, ([suffix, value]) => (text(suffix) !== '' && text(value).endsWith(text(suffix)) ? text(value).slice(0, -text(suffix).length) : text(value))),
	trunc: fixed(2, ([count, value]) => truncate(integer(count), text(value))),
	substr: fixed(3, ([from, to, value]) => substring(integer(from), integer(to), text(value))),
	contains: fixed(2, ([part, value]) => text(value).includes(text(part))),
	hasPrefix: fixed(2, ([prefix, value]) => text(value).startsWith(text(prefix))),
	hasSuffix: fixed(2, ([suffix, value]) => text(value).endsWith(text(suffix))),
	indent: fixed(2, ([count, value]) => indent(integer(count), text(value))),
	nindent: fixed(2, ([count, value]) => `\n${indent(integer(count), text(value))}`),
	replace: fixed(3, ([old, replacement, value]) => text(value).replaceAll(text(old), () => text(replacement))),
	repeat: fixed(2, ([count, value]) => repeat(integer(count), text(value))),
	regexReplaceAll: fixed(3, ([pattern, value, replacement]) => regexReplace(text(pattern), text(value), text(replacement), false)),
	regexReplaceAllLiteral: fixed(3, ([pattern, value, replacement]) => regexReplace(text(pattern), text(value), text(replacement), true)),
	count: fixed(2, ([pattern, value]) => countMatches(text(pattern), text(value))),
	alignLeft: fixed(2, ([count, value]) => align(integer(count), text(value), false)),
	alignRight: fixed(2, ([count, value]) => align(integer(count), text(value), true)),
	b64enc: fixed(1, ([value]) => Buffer.from(text(value)).toString('base64')),
	b64dec: fixed(1, ([value]) => Buffer.from(text(value), 'base64').toString()),
	urlencode: fixed(1, ([value]) => encodeURIComponent(text(value)).replaceAll('%20', '+')),
	urldecode: fixed(1, ([value]) => decodeUrl(text(value))),
	fromJson: fixed(1, ([value]) => fromJson(text(value))),
	default: variadic(1, ([fallback, value]) => (isTruthy(value) ? value : fallback)),
	bytes: fixed(1, ([value]) => parseBytes(text(value)) ?? float(0)),
	__line__: fixed(0, (_, {line}) => line),
};
