import {RestoredText} from '../../terminal/restored-text.js';
import type {RestoringRedactor} from '../types.js';
import {replacePairs} from './redact-pairs.js';
import {replacePersonal} from './redact-personal.js';
import {tokenRules} from './redact-tokens.js';

/** Values that can be restored; those beyond get a placeholder without a number. */
const maxValues = 10_000;
const maxRememberedCharacters = 4_000_000;
const placeholderPattern = /<[A-Z][A-Z_]{0,30}_\d{1,6}>/g;
const maxNesting = 4;
/** A shorter value is part of too many words. */
const leastKnownLength = 4;
/** A text may say any number; those beyond are taken for text. */
const maxForeignNumber = 9999;

const hasAny = (text: string, parts: readonly string[]): boolean => parts.some(part => text.includes(part));

/**
A redactor: replaces secrets and personal data by stable typed placeholders (`<EMAIL_1>`), the same value by the same one,
and puts them back. Trace ids, uuids, timestamps, addresses and numbers stay: evidence needs them.
A placeholder that comes in as text keeps its number to itself: what was redacted before means the same afterwards.
`userPatterns` are replaced first, as `<CUSTOM_1>`; their speed is the user's business. Redacting twice changes nothing more.
*/
export const createRedactor = (userPatterns: readonly RegExp[] = []): RestoringRedactor => {
	const placeholders = new Map<string, string>();
	const values = new Map<string, string>();
	const counts = new Map<string, number>();
	const custom = userPatterns.map(pattern => new RegExp(pattern.source, [...new Set(`${pattern.flags.replace('y', '')}g`)].join('')));
	let rememberedCharacters = 0;

	const restoreOnce = (text: string): string => text.replaceAll(placeholderPattern, placeholder => values.get(placeholder) ?? placeholder);

	const restoreForLoki = (text: string): string => {
		let restored = text;
		for (let round = 0; round < maxNesting; round++) {
			const next = restoreOnce(restored);
			if (next === restored) {
				break;
			}

			restored = next;
		}

		return restored;
	};

	const replace = (kind: string, found: string): string => {
		// What an earlier rule replaced inside this value is part of it: the same cookie stays the same.
		const value = restoreOnce(found);
		const known = placeholders.get(`${kind} ${value}`);
		if (known !== undefined) {
			return known;
		}

		if (placeholders.size >= maxValues || rememberedCharacters + value.length > maxRememberedCharacters) {
			return `<${kind}>`;
		}

		const count = (counts.get(kind) ?? 0) + 1;
		const placeholder = `<${kind}_${count}>`;
		counts.set(kind, count);
		placeholders.set(`${kind} ${value}`, placeholder);
		values.set(placeholder, value);
		rememberedCharacters += value.length;
		return placeholder;
	};

	const replaceTokens = (text: string): string => {
		let out = text;
		for (const {kind, needs, pattern} of tokenRules) {
			if (hasAny(out, needs)) {
				out = out.replaceAll(pattern, (whole: string, kept: unknown, secret: unknown) =>
					typeof kept === 'string' && typeof secret === 'string' ? kept + keepPlaceholder(secret, kind) : keepPlaceholder(whole, kind));
			}
		}

		return out;
	};

	const keepPlaceholder = (found: string, kind: string): string => /^<[A-Z][A-Z_]{0,30}(?:_\d{1,6})?>$/.test(found) ? found : replace(kind, found);

	/** A placeholder of an earlier redactor is not given to another value. */
	const reserve = (text: string): void => {
		for (const [placeholder] of text.includes('<') ? text.matchAll(placeholderPattern) : []) {
			const cut = placeholder.lastIndexOf('_');
			const kind = placeholder.slice(1, cut);
			const number = Number(placeholder.slice(cut + 1, -1));
			if (!values.has(placeholder) && number <= maxForeignNumber && number > (counts.get(kind) ?? 0)) {
				counts.set(kind, number);
			}
		}
	};

	let known: ReadonlyArray<readonly [placeholder: string, value: string]> = [];

	const hideKnown = (text: string): string => {
		if (known.length !== values.size) {
			known = [...values].toSorted(([, a], [, b]) => b.length - a.length);
		}

		let out = text;
		for (const [placeholder, value] of known) {
			if (value.length >= leastKnownLength && out.includes(value)) {
				out = out.replaceAll(value, () => placeholder);
			}
		}

		return out;
	};

	const redact = (text: string): string => {
		reserve(text);
		let out = text;
		for (const pattern of custom) {
			out = out.replaceAll(pattern, (whole: string) => whole === '' ? whole : keepPlaceholder(whole, 'CUSTOM'));
		}

		return replacePersonal(replacePairs(replaceTokens(out), replace), replace);
	};

	return {
		redact, restoreForLoki, restore: text => new RestoredText(restoreForLoki(text)), hideKnown, reserve, count: () => values.size,
	};
};
