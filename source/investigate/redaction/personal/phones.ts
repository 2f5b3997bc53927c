import type {Rule} from '../spans.js';

/** With a country code and groups; or a long run of digits behind the plus. */
const withCode = /(?<![\w+\-.])\+(?:[1-9]\d{0,2}(?:[ \-.]?\(\d{1,4}\))?(?:[ \-./]\d{2,8}){1,6}|[1-9]\d{9,14})(?![\w-]|\.\d)/g;
/** National: groups of digits, the first perhaps in parentheses. */
const national = /(?<![\w+\-./:])(?:\(\d{2,5}\)[ -]?\d{3,4}(?:[ \-.]?\d{2,4}){1,3}|(?:0\d{1,4}|1[ \-.]\d{3}|[2-9]\d{2})[ \-./]\d{2,8}(?:[ \-.]\d{2,6}){0,4})(?![\w-]|[.:]\d)/g;
const aboutPhones = /phone|mobile|cell|tel(?:ephone|efon|\.|:|\b)|msisdn|sms|mms|call(?:ed|er|ing|back)?|dial(?:l?ed|l?ing)?|whatsapp|signal|twilio|voice|fax|contact|text(?:ed|ing)? to|hotline|number/i;
const aboutPeople = /(?:\bto|\bfrom|recipient|sender|customer|user|callee|subscriber|for|of|by|destination|dest)[\s"'(:=[\\]{1,4}$/i;
const aboutNumbers = /(?:delta|diff(?:erence)?|offset|lag|drift|skew|change[ds]?|by|increase[ds]?|grew|shift|adjust(?:ed|ment)?|correction|step|seq|count|total|bytes?|ns|us|ms|value|exponent|gain|growth|margin|correct(?:ed)?|slew|bias|rebalance|counter|gauge|sum|net|balance|profit|change of|plus|heap|mem(?:ory)?|rss|rate)[\s"'(:=[]{1,4}$/i;
const countDigits = (text: string): number => text.replaceAll(/\D/g, '').length;

/** Phone numbers: groups behind a country code tell them, else what the line is about. */
export const findPhones: Rule = (text, found) => {
	if (text.includes('+')) {
		withCode.lastIndex = 0;
		for (let match = withCode.exec(text); match; match = withCode.exec(text)) {
			const digits = countDigits(match[0]);
			const before = text.slice(Math.max(0, match.index - 40), match.index);
			const isGrouped = /\D/.test(match[0].slice(1));
			if (digits >= 8 && digits <= 15 && !aboutNumbers.test(before) && (isGrouped ? digits >= 9 || aboutPhones.test(before) : aboutPhones.test(before) || aboutPeople.test(before))) {
				found('PHONE', match.index, match.index + match[0].length);
			}
		}
	}

	if (!aboutPhones.test(text)) {
		return;
	}

	national.lastIndex = 0;
	for (let match = national.exec(text); match; match = national.exec(text)) {
		const digits = countDigits(match[0]);
		if (digits >= 8 && digits <= 13 && /[\s)\-/]/.test(match[0]) && !/^\d{3}-\d\d-\d{4}$|^\d{4}-\d\d-\d\d/.test(match[0]) && aboutPhones.test(text.slice(Math.max(0, match.index - 40), match.index))) {
			found('PHONE', match.index, match.index + match[0].length);
		}
	}
};
