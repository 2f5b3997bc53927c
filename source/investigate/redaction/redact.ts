import {RestoredText} from '../../terminal/restored-text.js';
import type {TrackingRedactor, RestoringRedactor} from '../types.js';
import {findInCommands} from './commands.js';
import {findKeyBlocks} from './keys/key-blocks.js';
import {findKeyMaterial} from './keys/key-material.js';
import {createKnownValues} from './known-values.js';
import {findMail} from './personal/mail.js';
import {findPairs} from './pairs.js';
import {findPersonal} from './personal/personal.js';
import {findPhones} from './personal/phones.js';
import {
	isPlaceholder,
	joinSpans,
	placeholderSpans,
	replaceSpans,
	type Rule,
	type Span,
} from './spans.js';
import {findSpoken} from './spoken.js';
import {findInSql} from './sql.js';
import {findStructured} from './structured.js';
import {findShapes} from './tokens/token-shapes.js';
import {findTokens} from './tokens/tokens.js';
import {findInUrls} from './urls.js';

/** Values that can be restored; those beyond get a placeholder without a number. */
const maxValues = 10_000;
const maxRememberedCharacters = 4_000_000;
const numberedPattern = /<[A-Z][A-Z_]{0,30}_\d{1,6}>/g;
const maxNesting = 4;
/** A text may say any number; those beyond are taken for text. */
const maxForeignNumber = 9999;

/** Of two rules that find the very same, the earlier one names it. */
const rules: readonly Rule[] = [findKeyBlocks, findTokens, findShapes, findInUrls, findPairs, findStructured, findInCommands, findInSql, findSpoken, findMail, findPersonal, findPhones];

const isOfKey = (kind: string): boolean => kind === 'PRIVATE_KEY';

/**
A redactor: replaces secrets and personal data by stable typed placeholders (`<EMAIL_1>`), the same value by the same one,
and puts them back. Trace ids, uuids, timestamps, addresses and numbers stay: evidence needs them.
Every rule looks at the text as it came; what overlaps is replaced as one, so that no half of a secret is left.
A placeholder that comes in as text keeps its number to itself: what was redacted before means the same afterwards.
`userPatterns` are found first, as `<CUSTOM_1>`; their speed is the user's business. Redacting twice changes nothing more.
*/
export const createRedactor = (userPatterns: readonly RegExp[] = []): RestoringRedactor => {
	const placeholders = new Map<string, string>();
	const values = new Map<string, string>();
	const counts = new Map<string, number>();
	const known = createKnownValues();
	const custom = userPatterns.map(pattern => new RegExp(pattern.source, [...new Set(`${pattern.flags.replace('y', '')}g`)].join('')));
	let rememberedCharacters = 0;

	const restoreOnce = (text: string): string => text.replaceAll(numberedPattern, placeholder => values.get(placeholder) ?? placeholder);

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
		// What was replaced inside this value before is part of it: the same cookie stays the same.
		const value = restoreOnce(found);
		const before = placeholders.get(`${kind} ${value}`);
		if (before !== undefined) {
			return before;
		}

		if (placeholders.size >= maxValues || rememberedCharacters + value.length > maxRememberedCharacters) {
			return `<${kind}>`;
		}

		const count = (counts.get(kind) ?? 0) + 1;
		const placeholder = `<${kind}_${count}>`;
		counts.set(kind, count);
		placeholders.set(`${kind} ${value}`, placeholder);
		values.set(placeholder, value);
		known.add(kind, value);
		rememberedCharacters += value.length;
		return placeholder;
	};

	/** A placeholder of an earlier redactor is not given to another value. */
	const reserve = (text: string): void => {
		for (const [placeholder] of text.includes('<') ? text.matchAll(numberedPattern) : []) {
			const cut = placeholder.lastIndexOf('_');
			const kind = placeholder.slice(1, cut);
			const number = Number(placeholder.slice(cut + 1, -1));
			if (!values.has(placeholder) && number <= maxForeignNumber && number > (counts.get(kind) ?? 0)) {
				counts.set(kind, number);
			}
		}
	};

	const spansOf = (text: string, ofKeys: readonly Span[], everKnown: ReadonlyArray<Pick<TrackingRedactor, 'known'>>): readonly Span[] => {
		const spans: Span[] = [];
		const found = (kind: string, start: number, end: number): void => {
			spans.push({start, end, kind});
		};

		for (const pattern of custom) {
			for (const match of text.matchAll(pattern)) {
				if (!isPlaceholder(match[0])) {
					found('CUSTOM', match.index, match.index + match[0].length);
				}
			}
		}

		spans.push(...ofKeys);
		for (const rule of rules) {
			rule(text, found);
		}

		// A line of a key stays one where nothing around it tells: as a pattern, in a later answer.
		known.report(text, found, isOfKey);
		for (const other of everKnown) {
			other.known.report(text, found);
		}

		const real = spans.filter(({start, end}) => start < end && !isPlaceholder(text.slice(start, end)));
		return real.length === 0 ? real : joinSpans([...real, ...placeholderSpans(text)]);
	};

	function * redactEach(lines: readonly string[], everKnown: ReadonlyArray<Pick<TrackingRedactor, 'known'>> = []): Generator<string, void> {
		const ofKeys = findKeyMaterial(lines);
		for (const [index, line] of lines.entries()) {
			reserve(line);
			yield replaceSpans(line, spansOf(line, ofKeys[index]!, everKnown), replace);
		}
	}

	const redactOne = (text: string, everKnown: ReadonlyArray<Pick<TrackingRedactor, 'known'>>): string => [...redactEach([text], everKnown)][0]!;

	return {
		redact: text => redactOne(text, []),
		redactLines: lines => [...redactEach(lines)],
		redactEach: lines => redactEach(lines),
		hideKnown: (text, others = []) => redactOne(text, [{known}, ...others]),
		restoreForLoki,
		restore: text => new RestoredText(restoreForLoki(text)),
		reserve,
		known,
		count: () => values.size,
	};
};
