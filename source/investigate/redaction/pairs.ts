import {classifyKey, type KeyKind} from './keys/key-names.js';
import {readValue, skipSpaces, type Value} from './read-value.js';
import type {Found, Rule} from './spans.js';
import {isSecretValue, maxJudged} from './values.js';

const maxKeyLength = 80;
/** Of these a value has few characters. */
const ofFew: ReadonlySet<string> = new Set(['PIN', 'PHONE', 'SSN', 'PERSONAL_ID']);
const maxFew = 40;
const maxClosers = 6;
const schemePattern = /^(?:bearer|basic|token|digest|apikey|api-key|key|negotiate|ntlm|aws4-hmac-sha256|hmac|splunk|geniekey|sso-key|bot|oauth)$/i;

const isKeyCode = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 45 || code === 46 || code === 36 || code > 191;

type Key = {readonly start: number; readonly end: number; readonly isApart: boolean};

/** The key that ends before a separator: a bare word, or one in quotes or brackets. */
const keyBefore = (text: string, separator: number): Key | undefined => {
	let end = separator;
	while (end > 0 && separator - end < 3 && (text[end - 1] === ' ' || text[end - 1] === '\t')) {
		end--;
	}

	const spaces = separator - end;
	for (let closers = 0; closers < maxClosers && end > 0 && '"\'`]\\)'.includes(text[end - 1]!); closers++) {
		end--;
	}

	let start = end;
	while (start > 0 && end - start < maxKeyLength && isKeyCode(text.charCodeAt(start - 1))) {
		start--;
	}

	return start === end ? undefined : {start, end, isApart: spaces > 0};
};

/** Names of two or three words: `Unseal Key 1: `, `access key = `, `verification code: `. */
const longerKey = (text: string, key: Key): string => {
	let {start} = key;
	for (let count = 0; count < 3 && text[start - 1] === ' ' && start > 1 && isKeyCode(text.charCodeAt(start - 2)); count++) {
		start--;
		const stop = Math.max(0, start - 24);
		while (start > stop && isKeyCode(text.charCodeAt(start - 1))) {
			start--;
		}
	}

	return start === key.start ? '' : text.slice(start, key.end);
};

const shortNames = /^(?:key|keys|token|secret|code|id|phrase|number|no|nr|security|pin|\d{1,3}|word|password|data|value)$/i;

const kindOf = (text: string, key: Key): KeyKind | undefined => {
	const name = text.slice(key.start, key.end);
	const known = classifyKey(name);
	if (name.length > 8 || !shortNames.test(name)) {
		return known;
	}

	const longer = longerKey(text, key);
	const words = longer.split(' ');
	for (let from = 0; from < words.length - 1; from++) {
		const found = classifyKey(words.slice(from).join('_'));
		if (found) {
			return found;
		}
	}

	return known;
};

/** `Bearer abc`: the secret is what follows the scheme. */
const skipScheme = (text: string, value: Value): Value => {
	const word = text.slice(value.start, Math.min(value.end, value.start + 24));
	const space = word.search(/\s/);
	if (value.isQuoted && space > 0 && schemePattern.test(word.slice(0, space))) {
		return {...value, start: skipSpaces(text, value.start + space, 8)};
	}

	if (!value.isQuoted && value.end - value.start < 24 && schemePattern.test(text.slice(value.start, value.end))) {
		const next = readValue(text, skipSpaces(text, value.end, 8), false, maxJudged);
		return next.end > next.start ? next : value;
	}

	return value;
};

/** Cookies are a list: `a=b; c=d`. */
const extendCookies = (text: string, value: Value): Value => {
	let {end} = value;
	while (!value.isQuoted && text[end] === ';') {
		const next = skipSpaces(text, end + 1, 4);
		let stop = next;
		while (stop < text.length && stop - next < 4096 && !' \t\n\r;"\'\\'.includes(text[stop]!)) {
			stop++;
		}

		if (stop === next) {
			break;
		}

		end = stop;
	}

	return {...value, end};
};

/** In a connection string a value ends at the semicolon: `Server=db;Password=two words;Timeout=30`. */
const extendInConnectionString = (text: string, key: Key, value: Value): Value => {
	if (value.isQuoted || text[key.start - 1] !== ';' || text[value.end] !== ' ') {
		return value;
	}

	const limit = Math.min(text.length, value.start + 100);
	let {end} = value;
	while (end < limit && text[end] !== ';' && text[end] !== '=' && text[end] !== '"' && text[end] !== '\n') {
		end++;
	}

	return text[end] === ';' ? {...value, end} : value;
};

/** Whether a line is one assignment and nothing else, as in an environment file: its value may hold spaces. */
const extendOfLine = (text: string, key: Key, value: Value, isSpaced: boolean): Value => {
	const isVariable = /^[A-Z][\dA-Z_]*$|^[\w-]+(?:\.[\w-]+)+$/.test(text.slice(key.start, key.end));
	const isAtStart = key.start === 0 || text[key.start - 1] === '\n' || (text.slice(Math.max(0, key.start - 7), key.start) === 'export ');
	if (!isVariable || !isAtStart || value.isQuoted || isSpaced || text[value.end] !== ' ') {
		return value;
	}

	const limit = Math.min(text.length, value.end + 80);
	let {end} = value;
	while (end < limit && !'\n=:{}'.includes(text[end]!)) {
		end++;
	}

	return end === text.length || text[end] === '\n' ? {...value, end} : value;
};

/** How many characters the separator at an index has: `:`, `=`, or one of them encoded; 0 where there is none. */
const separatorLength = (text: string, index: number): number => {
	switch (text.charCodeAt(index)) {
		case 0x3A:
		case 0x3D: {
			return 1;
		}

		case 0x25: {
			return text[index + 1] === '3' && 'ADad'.includes(text[index + 2] ?? '-') ? 3 : 0;
		}

		case 0x5C: {
			return text.startsWith('u003', index + 1) && 'ADad'.includes(text[index + 5] ?? '-') ? 6 : 0;
		}

		default: {
			return 0;
		}
	}
};

/** Reports the secret behind a separator; gives the index from which to look on. */
const findAt = (text: string, index: number, length: number, found: Found): number => {
	let after = index + length;
	const key = keyBefore(text, index);
	const rule = key && kindOf(text, key);
	if (!rule) {
		return after;
	}

	// `:=`, `=>`, `==`, `:>`.
	while (after - index < 4 && (text[after] === '=' || text[after] === '>')) {
		after++;
	}

	const from = skipSpaces(text, after, 3);
	const isYaml = from > after && text[index] === ':';
	const isEncoded = text[index] === '%';
	let value = readValue(text, from, isEncoded, ofFew.has(rule.kind) ? maxFew : maxJudged);
	if (rule.kind === 'TOKEN' || rule.kind === 'API_KEY') {
		value = skipScheme(text, value);
	}

	if (!isSecretValue(text, value, rule, isYaml && !value.isQuoted)) {
		return after;
	}

	// Judged by its beginning, replaced to its end.
	if (value.end - value.start >= maxJudged - 16) {
		value = {...value, end: Math.max(value.end, readValue(text, from, isEncoded).end)};
	}

	if (rule.kind === 'COOKIE') {
		value = extendCookies(text, value);
	} else if (rule.kind === 'PASSWORD' || rule.kind === 'SECRET') {
		value = extendOfLine(text, key, extendInConnectionString(text, key, value), isYaml);
	}

	found(rule.kind, value.start, value.end);
	return Math.max(value.end, after);
};

/** Values of secret-like keys: `password=`, `"token": "..."`, `Authorization: Bearer ...`, `storageKey => '...'`. */
export const findPairs: Rule = (text, found) => {
	let index = 0;
	while (index < text.length) {
		const length = separatorLength(text, index);
		index = length === 0 ? index + 1 : findAt(text, index, length, found);
	}
};
