import {Buffer} from 'node:buffer';
import type {KeyKind} from './keys/key-names.js';
import {plainWords, proseWords} from './plain-words.js';
import type {Value} from './read-value.js';
import {
	classChanges,
	isBareWord,
	isMeasure,
	isNameLike,
	isPath,
	isSecretLike,
	isStandIn,
	looksRandom,
} from './shape.js';

/** A value is judged by its beginning: so many characters of it. */
export const maxJudged = 300;

const isPrintable = (text: string): boolean => [...text].every(character => character >= ' ' && character <= '~');

/** Base64 of `user:password`, as HTTP and container registries want it. */
export const isBasicPair = (value: string): boolean => {
	if (value.length < 8 || value.length > 2048 || !/^[\w+\-/]+={0,2}$/.test(value)) {
		return false;
	}

	const pair = Buffer.from(value, 'base64').toString('latin1');
	return pair.indexOf(':') > 0 && !pair.endsWith(':') && isPrintable(pair);
};

const isPhone = (value: string): boolean => /^\+?[\d ()\-./]{6,24}$/.test(value) && /^\d{7,15}$/.test(value.replaceAll(/\D/g, ''));
const isEmail = (value: string): boolean => /^[^\s@]{1,64}(?:@|%40)[^\s@]{2,100}$/.test(value);
const isPersonalId = (value: string): boolean => /^(?=[\w \-./]{5,20}$)(?=\D{0,4}\d)[\da-z][\w \-./]+$/i.test(value) && value.replaceAll(/\D/g, '').length >= 5;

const isOfKind = (value: string, kind: string): boolean => {
	switch (kind) {
		case 'PHONE': {
			return isPhone(value);
		}

		case 'SSN': {
			return /^\d{3}-?\d{2}-?\d{4}$/.test(value);
		}

		case 'PIN': {
			return /^\d{3}[ -]?\d{3}$|^\d{3,8}$/.test(value) || (/\d/.test(value) && /^[\da-z]{3,6}(?:-[\da-z]{3,6}){1,3}$/i.test(value));
		}

		case 'EMAIL': {
			return isEmail(value);
		}

		case 'PERSONAL_ID': {
			return isPersonalId(value);
		}

		case 'COOKIE': {
			return /^[^\s=]{1,100}=./.test(value) || isSecretLike(value);
		}

		case 'SESSION':
		case 'SIGNATURE': {
			return isSecretLike(value) || looksRandom(value, 16);
		}

		case 'TOKEN': {
			return (isSecretLike(value) && !isNameLike(value)) || looksRandom(value, 16) || isBasicPair(value);
		}

		default: {
			return looksRandom(value, 12);
		}
	}
};

/** Whether the value of a key is none in any case: said about it, a stand-in, the beginning of an object. */
const isNoValue = (value: string, isProse: boolean): boolean => {
	const word = value.toLowerCase().replace(/[!),.:;?\]}]{1,4}$/, '');
	return word === '' || plainWords.has(word) || (isProse && (proseWords.has(word) || isWordOfSentence(value))) || isStandIn(value) || isStandIn(word) || ('{[(<|>'.includes(value[0]!) && value.length < 3) || (/^[(<[{]/.test(value) && !/^\W{1,3}\w{6,}/.test(value));
};

const wordEnding = /(?:ed|ing|tion|sion|ment|able|ible|ally|ly|ness|ity|ance|ence|ful|less|ous|ive|ies)[!),.:;?]?$/;

/** In a sentence a lower-case word of English is one, whatever the key. */
const isWordOfSentence = (value: string): boolean => /^[a-z]{3,20}[!),.:;?]?$/i.test(value) && wordEnding.test(value);

/** The next word begins with a letter and the one after it too: a sentence goes on. */
const isFollowedByWords = (text: string, end: number): boolean => /^[,.:;]? [a-z]{2,20}(?: |$|[!,.:;?])/.test(text.slice(end, end + 26));

/** Words that are passwords where one is assigned, however bad. */
const weakPasswords: ReadonlySet<string> = new Set(['secret', 'admin', 'password', 'root', 'guest', 'public', 'private', 'qwerty', 'user']);

/** Whether what is assigned to a key is a secret. */
export const isSecretValue = (text: string, {start, end, isQuoted}: Value, {kind, strength}: KeyKind, isProse: boolean): boolean => {
	const value = text.slice(start, Math.min(end, start + maxJudged));
	if (strength === 'weak') {
		return isOfKind(value, kind) && !isNoValue(value, isProse);
	}

	if (kind === 'PASSWORD' && !isProse && weakPasswords.has(value.toLowerCase())) {
		return true;
	}

	if (isNoValue(value, isProse)) {
		return false;
	}

	if (strength === 'sure') {
		return isPath(value) || (/^\d{1,3}$/.test(value) && !isQuoted) ? false : !(isProse && isBareWord(value) && isFollowedByWords(text, end));
	}

	return isLikely(value, kind, isProse, isQuoted);
};

/** Names, counts, paths and units stand behind these keys too. */
const isLikely = (value: string, kind: string, isProse: boolean, isQuoted: boolean): boolean => {
	if (isPath(value) || isMeasure(value) || (value.length < 4 && kind !== 'PASSWORD') || /^https?:/.test(value)) {
		return false;
	}

	if (kind === 'PASSWORD') {
		return !isProse || !isBareWord(value) || isQuoted;
	}

	return isProse ? (isSecretLike(value) || /^[\w-]{20,}$/.test(value)) && !isNameLike(value) && classChanges(value) > 1 : value.length >= 6 && !isNameLike(value);
};
