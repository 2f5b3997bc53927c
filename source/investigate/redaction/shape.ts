import {isPlaceholder} from './spans.js';

const classOf = (code: number): number => {
	if (code >= 97 && code <= 122) {
		return 1;
	}

	if (code >= 65 && code <= 90) {
		return 2;
	}

	return code >= 48 && code <= 57 ? 3 : 4;
};

/** How often lower case, upper case, digits and signs follow one another; random text changes at every second character, names seldom. */
export const classChanges = (text: string): number => {
	let changes = 0;
	for (let index = 1; index < text.length; index++) {
		changes += classOf(text.charCodeAt(index)) === classOf(text.charCodeAt(index - 1)) ? 0 : 1;
	}

	return changes;
};

const vowels = /[aeiouy]/i;
const segmentOfName = /^(?:[A-Za-z][a-z]*|[A-Z]{1,12}|v?\d{1,6}|[\da-z]{1,5}|[a-z]{2,16}\d{1,3})$/;
const nameSigns = /[\s\-./:_]+/;
const camelParts = /[A-Z]?[a-z]{1,80}|[A-Z]{1,80}(?![a-z])|\d{1,80}/g;

const termsWithDigits = /(?:oauth|http|base|sha|utf|ipv|md|ec|[ksv])\d{1,3}s?/gi;

const isWordSegment = (segment: string): boolean => segment.length < 3 || vowels.test(segment);

/** A name made of words: `payments-db`, `sh.helm.release.v1.shop`, `getTokenFromCache`. Judges at most 200 characters. */
export const isNameLike = (value: string): boolean => {
	if (value.length > 200 || !/^[a-z]/i.test(value)) {
		return false;
	}

	const segments = value.split(nameSigns).filter(segment => segment !== '');
	return segments.length > 1 ? segments.every(segment => segmentOfName.test(segment) ? isWordSegment(segment) : isCamelName(segment)) && segments.some(segment => /^[a-z]{3,}/i.test(segment)) : isCamelName(value);
};

/** Digits make a word a password (`hunter2`), but for a few terms of the trade. */
const isCamelName = (name: string): boolean => {
	const value = name.replaceAll(termsWithDigits, '');
	const parts = /^[\da-z]{1,80}$/i.test(value) ? value.match(camelParts) ?? [] : [];
	const letters = parts.filter(part => /[a-z]/i.test(part));
	return letters.length > 0 && letters.length === parts.length && letters.join('').length / letters.length >= 3 && letters.every(part => part.length <= 16 && isWordSegment(part));
};

/** A word without any digit or sign, in one case or with a capital. */
export const isBareWord = (value: string): boolean => /^(?:[a-z]{1,40}|[A-Z][a-z]{1,40}|[A-Z]{1,40})$/.test(value);

/** `/srv/app`, `./x/y`, `C:\Users`, `~/.ssh/id`, also with a scheme. */
export const isPath = (value: string): boolean => /^(?:~|\.{1,2})?\/(?:[\w$*+\-.@{}]{1,80}\/?){1,20}$/.test(value)
	? value.split('/').every(part => part.length < 24 || classChanges(part) / part.length < 0.25)
	: /^(?:[A-Za-z]:\\{1,2}|file:)\S{0,300}$/.test(value);

/** A count, a size, a span of time, a share, a date or a time of day, a version, an address. */
export const isMeasure = (value: string): boolean => /^[+-]?\d{1,15}(?:[,.]\d{1,9})?(?:%|[a-zµ]{1,2}|[gkmt]i?b?|min|mins|sec|secs|hours?|days?|bytes|bits?|chars?)?$/i.test(value)
	? !/^\d{6,}$/.test(value)
	: /^(?:\d{4}-\d\d-\d\d(?:[ T].{0,30})?|\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?|v?\d{1,4}(?:\.\d{1,6}){1,3}(?:-[\w.]{1,20})?|\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?|\d{1,9}\/\d{1,9})$/.test(value);

const variablePattern = /^(?:\$\{[^}]{0,80}\}?|\{\{.{0,80}|%\(?[a-z_]{0,40}\)?[dqsv]?|%[a-z_]{1,60}%|[#*·•●]+|x{3,}|\.{3,}|…|-+|_+|=+|\?+|:[a-z_]{2,40}|@[a-z_]{2,40}|\[[\w .]{0,40}\]?|\([\w .]{0,40}\)?|<[\w \-.]{0,60}>?|\{[\w .]{0,40}\}?|&[a-z]{2,6};.{0,40})$/i;
/** `$NAME`, `$name`, `$1`: a password may begin with the sign too, and has a digit or a sign later. */
const shellVariable = /^\$\$?\(?(?:[A-Z_][\dA-Z_]{0,60}|[a-z][.A-Z_a-z]{0,60}|\d{1,3})\)?$/;
const referencePattern = /^(?:(?:process\.env|os\.(?:environ|getenv)|env|ENV|System\.getenv|config|settings|self|this|ctx|req|request|cfg|options|opts|params|secrets|vars?|data|values|local|module|args|props|state|input)[(.[]|!(?:Ref|Sub|GetAtt)|arn:aws|(?:vault|op|awssm|gcp|azurekeyvault|projects|ssm|secretsmanager|sops|env|ref):?\/{1,2}|valueFrom|secretKeyRef|[\w.]{1,80}\([\w"')])/;
const maskedPattern = /^.{0,6}(?:\*{3,}|[•●]{3,}|x{4,}|X{4,}|\.{3}).{0,6}$/;
const fillerPattern = /^(?:change_?-?me|your[-_].{1,60}|example|placeholder|todo|tbd|n\/?a|dummy|insert.{1,40}here|<.{1,60}>)$/i;

/** Stands for a value, and is none: a placeholder, a variable, stars, where it is kept, how it is called in code. */
export const isStandIn = (value: string): boolean => isPlaceholder(value) || (value.startsWith('<') && /^<[A-Z][A-Z_]{0,30}(?:_\d{1,6})?>/.test(value))
	|| variablePattern.test(value) || shellVariable.test(value) || maskedPattern.test(value) || referencePattern.test(value) || fillerPattern.test(value);

/** Letters and digits as a machine writes them, `length` characters at least: no name, no measure, no word. Judges the first 200 characters. */
export const looksRandom = (value: string, length: number): boolean => {
	if (value.length < length || (!/\d/.test(value) && !/[a-z][^a-z]{0,200}[A-Z]|[A-Z][^A-Z]{0,200}[a-z]/.test(value))) {
		return false;
	}

	const head = value.slice(0, 200);
	return /^[\w!#$%&*+\-./:=@^|~]+$/.test(head) && classChanges(head) / head.length >= 0.15 && !isNameLike(head) && !isPath(head) && !isMeasure(head);
};

/** A digit, and letters: what a person calls a password. */
export const isSecretLike = (value: string): boolean => value.length >= 8 && /\d/.test(value) && /^[\w!$%*+\-./:=@~]+$/.test(value) && !isMeasure(value);
