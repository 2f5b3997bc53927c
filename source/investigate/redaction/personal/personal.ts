import type {Found, Rule} from '../spans.js';

/** Lengths and first digits of the card schemes that are in use; shorter and longer runs of digits are ids and timestamps. */
const cardPattern = /(?<![\w+\-.])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}|\d{4}([ -]?)\d{6}\2\d{4,5})(?![\w-]|\.\d)/g;
const cardIssuer = /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6(?:011|5\d\d|4[4-9]\d|2\d\d)\d{12})$/;
const idBefore = /(?<![a-z])(?:trace|span|request|order|event|message|transaction|correlation|user|account|session|job|batch|offset|seq(?:uence)?|heap|lag|bytes?|size|count|total|ns|nanos|epoch|ts|time(?:stamp)?|cursor|snowflake|id|version|revision|position|pos|lsn|xid|block|height|nonce|hash|rss|mem(?:ory)?|used|free|limit|at)[ \-_]?(?:id|no|number|ns|bytes?)?[\s"#'(,:=[]{1,4}$/i;
/** A number without groups is a card's only where the line is about cards: one number of ten has the right check digit. */
const aboutCards = /\b(?:cards?|pan|visa|master ?card|amex|american express|discover|diners|jcb|maestro|credit|debit|payment|charged?|cvv|cvc|issuer|acquirer|declined|cardholder|card_?number|cc(?:num|_?number)?|expir(?:y|es|ation)|3ds|pos terminal)\b|card/i;

const ssnPattern = /(?<![\w\-.])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g;

const ibanPattern = /(?<![\dA-Za-z])[A-Z]{2}\d{2}[\d A-Z]{11,40}/g;
/** Length of an IBAN by country: ISO 13616 registry. */
const ibanLengths: Readonly<Record<string, number>> = {
	AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BR: 29, CH: 21, CR: 22, CY: 28, CZ: 24, DE: 22, DK: 18, DO: 28, EE: 20, EG: 29, ES: 24, FI: 18, FO: 18, FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HR: 21, HU: 28, IE: 22, IL: 23, IS: 26, IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MD: 24, ME: 22, MK: 19, MR: 27, MT: 31, MU: 30, NL: 18, NO: 15, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, SA: 24, SE: 24, SI: 19, SK: 24, SM: 27, TN: 24, TR: 26, UA: 29, VA: 22, XK: 20,
};

/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
const hasLuhnDigit = (digits: string): boolean => {
	let sum = 0;
	for (let index = 0; index < digits.length; index++) {
		const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
		const doubled = index % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}

	return sum % 10 === 0;
};

/** The check of ISO 7064, mod 97-10, over an IBAN without spaces. */
const isIbanSum = (iban: string): boolean => {
	let rest = 0;
	for (const character of iban.slice(4) + iban.slice(0, 4)) {
		const value = Number.parseInt(character, 36);
		rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
	}

	return rest === 1;
};

/** How many characters of the candidate, spaces counted, are the IBAN; 0 where it is none. */
const ibanEnd = (candidate: string): number => {
	const wanted = ibanLengths[candidate.slice(0, 2)];
	if (wanted === undefined) {
		return 0;
	}

	let compact = '';
	for (let index = 0; index < candidate.length; index++) {
		compact += candidate[index] === ' ' ? '' : candidate[index]!;
		if (compact.length === wanted) {
			return isIbanSum(compact) ? index + 1 : 0;
		}
	}

	return 0;
};

const findCards = (text: string, found: Found): void => {
	cardPattern.lastIndex = 0;
	for (let match = cardPattern.exec(text); match; match = cardPattern.exec(text)) {
		const digits = match[0].replaceAll(/\D/g, '');
		if (!cardIssuer.test(digits) || !hasLuhnDigit(digits)) {
			continue;
		}

		const before = text.slice(Math.max(0, match.index - 24), match.index);
		const around = text.slice(Math.max(0, match.index - 100), match.index + match[0].length + 60);
		const isGrouped = match[0].length > digits.length;
		if (!idBefore.test(before) && (isGrouped || aboutCards.test(around))) {
			found('CARD', match.index, match.index + match[0].length);
		}
	}
};

/** Card numbers, IBANs and US social security numbers, by their check digits. */
export const findPersonal: Rule = (text, found) => {
	if (!/\d/.test(text)) {
		return;
	}

	findCards(text, found);
	ssnPattern.lastIndex = 0;
	for (let match = ssnPattern.exec(text); match; match = ssnPattern.exec(text)) {
		found('SSN', match.index, match.index + match[0].length);
	}

	ibanPattern.lastIndex = 0;
	for (let match = ibanPattern.exec(text); match; match = ibanPattern.exec(text)) {
		const end = ibanEnd(match[0]);
		if (end > 0) {
			found('IBAN', match.index, match.index + end);
		}
	}
};
