import {replaceSpoken} from './redact-spoken.js';
import {plainWords, proseWords} from './redact-words.js';

/**
Keys whose value is a secret. How sure a key is decides what its value must look like:
- `strong`: whatever is assigned to it goes;
- `medium`: prose uses the word too (`token: expired`), so that the value must not be a plain word;
- `weak`: the value must look like a secret by itself.
*/
type Strength = 'strong' | 'medium' | 'weak';

type KeyRule = {readonly kind: string; readonly strength: Strength; readonly pattern: string};

const keyRules: readonly KeyRule[] = [
	{kind: 'PASSWORD', strength: 'strong', pattern: String.raw`password\d?|passwd|passphrase|passcode|(?<![a-z])(?:pass|pwd)`},
	{kind: 'SECRET', strength: 'strong', pattern: 'secret(?:[_-]?(?:access)?[_-]?key(?:[_-]?base)?)?|(?:encryption|signing|master|shared|account|private|license|hmac)[_-]?key|credentials?'},
	{kind: 'API_KEY', strength: 'strong', pattern: 'api[_-]?key|access[_-]?key(?:[_-]?id)?|(?:app|auth)[_-]?key|subscription-key'},
	{kind: 'TOKEN', strength: 'strong', pattern: 'proxy-authorization|authorization|x-auth'},
	{kind: 'TOKEN', strength: 'medium', pattern: 'token|(?<![a-z])jwt'},
	{kind: 'PIN', strength: 'weak', pattern: '(?<![a-z])(?:pin|cvv2?|cvc|otp)'},
	{kind: 'COOKIE', strength: 'weak', pattern: '(?:set-)?cookie'},
	{kind: 'SESSION', strength: 'weak', pattern: 'session(?:[_-]?(?:id|key))?|j?sessionid|(?<![a-z])(?:sid|phpsessid)|csrf|xsrf'},
	{kind: 'SIGNATURE', strength: 'weak', pattern: 'signature|(?<![a-z])sig|x-amz-credential'},
	{kind: 'TOKEN', strength: 'weak', pattern: '(?<![a-z])auth'},
	{kind: 'SSN', strength: 'weak', pattern: '(?<![a-z])ssn|social[ _-]?security(?:[ _-]?(?:number|no))?'},
	{kind: 'PHONE', strength: 'weak', pattern: '(?:phone|mobile|telephone|msisdn)(?:[_-]?(?:number|no))?'},
];

const separator = String.raw`\\{0,4}["'\x60]?\]?[ \t]{0,3}(?:=>|:=|[:=]|%3D|%3A)[ \t]{0,3}`;
const keyPattern = new RegExp(`(?:${keyRules.map(rule => `(${rule.pattern})`).join('|')})(${separator})`, 'gi');
const flagPattern = /(?<![\w-])--?(?:[a-z]{1,20}-){0,3}(password|passwd|passphrase|secret|token|api-?key)([\t ]{1,3})(?!-)/gi;

const schemePattern = /^(?:bearer|basic|token|digest|apikey|api-key|negotiate|ntlm|aws4-hmac-sha256)$/i;
const placeholderPattern = /^<[A-Z][A-Z_]{0,30}(?:_\d{1,6})?>/;
const variablePattern = /^(?:\$\{[^}]{0,80}\}?|\$[a-z_]{1,40}|\{\{.{0,80}|%[dqsv]|\*+|x{3,}|\.{3}|-+|\[[ a-z]{0,20}\]?)$/i;

type Replace = (kind: string, value: string) => string;

type Value = {readonly start: number; readonly end: number; readonly isQuoted: boolean};

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const quotes: ReadonlySet<string> = new Set(['"', '\'', '`']);

const skipSpaces = (text: string, from: number): number => {
	let index = from;
	while (index < text.length && isSpace(text.charCodeAt(index))) {
		index++;
	}

	return index;
};

/** Reads the value that begins at `from`: quoted (the quotes may be escaped, JSON in JSON), else up to a space or a delimiter. */
const readValue = (text: string, from: number): Value => {
	// Headers are often written as lists: `Cookie:[a=b]`.
	let open = text[from] === '[' ? from + 1 : from;
	while (text[open] === '\\' && open - from < 4) {
		open++;
	}

	const quote = text[open];
	if (quote !== undefined && quotes.has(quote)) {
		const closers = text[open - 1] === '\\' ? `${quote}\\\\` : quote;
		const start = open + 1;
		let end = start;
		while (end < text.length && !closers.includes(text[end]!)) {
			end += text[end] === '\\' ? 2 : 1;
		}

		return {start, end: Math.min(end, text.length), isQuoted: true};
	}

	const start = open;
	let end = start;
	while (end < text.length && !isSpace(text.charCodeAt(end)) && !'"\'`,;&\\'.includes(text[end]!)) {
		end++;
	}

	while (end > start && ')]}.'.includes(text[end - 1]!)) {
		end--;
	}

	return {start, end, isQuoted: false};
};

/** `Bearer abc`: the secret is what follows the scheme. */
const skipScheme = (text: string, value: Value): Value => {
	const word = text.slice(value.start, Math.min(value.end, value.start + 24));
	const space = word.search(/\s/);
	if (value.isQuoted && space > 0 && schemePattern.test(word.slice(0, space))) {
		return {...value, start: skipSpaces(text, value.start + space)};
	}

	if (!value.isQuoted && schemePattern.test(text.slice(value.start, value.end))) {
		const next = readValue(text, skipSpaces(text, value.end));
		return next.end > next.start ? next : value;
	}

	return value;
};

/** Cookies are a list: `a=b; c=d`. */
const extendCookies = (text: string, value: Value): Value => {
	let {end} = value;
	while (!value.isQuoted && text[end] === ';') {
		const next = skipSpaces(text, end + 1);
		const pair = readValue(text, next);
		if (pair.isQuoted || pair.end === pair.start) {
			break;
		}

		end = pair.end;
	}

	return {...value, end};
};

const isSecretLike = (value: string): boolean => value.length >= 8 && /\d/.test(value) && /^[\w!$%*+\-./:=@~]+$/.test(value);

const isPhone = (value: string): boolean => /^\+?[\d ()\-.]{7,20}$/.test(value) && value.replaceAll(/\D/g, '').length >= 7;

const isSecret = (value: string, rule: KeyRule, isProse: boolean): boolean => {
	const word = value.toLowerCase();
	if (plainWords.has(word) || (isProse && proseWords.has(word)) || value === '' || placeholderPattern.test(value) || variablePattern.test(value) || '{[<('.includes(value[0]!)) {
		return false;
	}

	if (rule.kind === 'PHONE') {
		return isPhone(value);
	}

	if (rule.kind === 'SSN') {
		return /^\d{3}-?\d{2}-?\d{4}$/.test(value);
	}

	if (rule.kind === 'PIN') {
		return /^\d{3,8}$/.test(value);
	}

	if (rule.kind === 'COOKIE') {
		return /^[^\s=]{1,100}=./.test(value) || isSecretLike(value);
	}

	if (rule.strength === 'strong') {
		return true;
	}

	if (rule.strength === 'medium') {
		return isProse ? isSecretLike(value) || /^[\w-]{20,}$/.test(value) : value.length >= 6;
	}

	return isSecretLike(value);
};

/** Replaces the values of secret-like keys (`password=`, `"token": "..."`, `Authorization: Bearer ...`, `--api-key ...`), keeping the keys. Linear. */
export const replacePairs = (text: string, replace: Replace): string => replaceSpoken(replaceFlags(replaceKeyed(text, replace), replace), replace);

const replaceKeyed = (text: string, replace: Replace): string => {
	let out = '';
	let copied = 0;
	keyPattern.lastIndex = 0;
	for (let match = keyPattern.exec(text); match; match = keyPattern.exec(text)) {
		const rule = keyRules[match.slice(1, -1).findIndex(group => group !== undefined)]!;
		const after = match.index + match[0].length;
		let value = readValue(text, after);
		if (rule.kind === 'TOKEN') {
			value = skipScheme(text, value);
		} else if (rule.kind === 'COOKIE') {
			value = extendCookies(text, value);
		}

		const isProse = !value.isQuoted && /[ :] $/.test(match.at(-1)!);
		const secret = text.slice(value.start, value.end);
		if (!isSecret(secret, rule, isProse)) {
			continue;
		}

		out += text.slice(copied, value.start) + replace(rule.kind, secret);
		copied = value.end;
		keyPattern.lastIndex = value.end;
	}

	return copied === 0 ? text : out + text.slice(copied);
};

const replaceFlags = (text: string, replace: Replace): string => {
	if (!text.includes('-')) {
		return text;
	}

	let out = '';
	let copied = 0;
	flagPattern.lastIndex = 0;
	for (let match = flagPattern.exec(text); match; match = flagPattern.exec(text)) {
		const value = readValue(text, match.index + match[0].length);
		const secret = text.slice(value.start, value.end);
		const rule: KeyRule = {kind: match[1]!.toLowerCase().startsWith('pass') ? 'PASSWORD' : 'SECRET', strength: 'medium', pattern: ''};
		if (!isSecret(secret, rule, false)) {
			continue;
		}

		out += text.slice(copied, value.start) + replace(rule.kind, secret);
		copied = value.end;
		flagPattern.lastIndex = value.end;
	}

	return copied === 0 ? text : out + text.slice(copied);
};
