type Replace = (kind: string, value: string) => string;

/** Unit names, cluster hosts and files that only look like an address. */
const noMailEnding = /\.(?:service|slice|socket|timer|target|mount|scope|device|path|cluster|cluster\.local|svc|tgz|zip|gz|jar|js|ts|py|go|java|json|ya?ml|png|jpe?g|git|x86_64|aarch64)$/i;
/** Hosts of one's own: nodes of a cluster are written `rabbit@host.local`, people `jane.doe@host.local`. */
const ownEnding = /\.(?:local|internal|lan)$/i;
const mailPattern = /(?<!:\/\/)(?<![\p{Letter}\p{Number}%+\-._])([\p{Letter}\p{Number}_][\p{Letter}\p{Number}%'+\-._]{0,63}(?:@|%40))(?!\d+\.\d)((?:[\p{Letter}\p{Number}][\p{Letter}\p{Number}-]{0,62}\.){1,8}\p{Letter}{2,24})(?![\p{Letter}\p{Number}])/gu;

/** Lengths and first digits of the card schemes that are in use; shorter and longer runs of digits are ids and timestamps. */
const cardPattern = /(?<![\w+\-.])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}|\d{4}([ -]?)\d{6}\2\d{4,5})(?![\w-]|\.\d)/g;
const cardIssuer = /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6(?:011|5\d\d|4[4-9]\d|2\d\d)\d{12})$/;
const idBefore = /(?:trace|span|request|order|event|message|transaction|correlation|user|account)[ \-_]?(?:id|no|number)?[\s"#':=]{1,4}$/i;

const ssnPattern = /(?<![\w\-.])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g;

const ibanPattern = /(?<![\dA-Za-z])[A-Z]{2}\d{2}[\d A-Z]{11,40}/g;
/** Length of an IBAN by country: ISO 13616 registry. */
const ibanLengths: Readonly<Record<string, number>> = {
	AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BR: 29, CH: 21, CR: 22, CY: 28, CZ: 24, DE: 22, DK: 18, DO: 28, EE: 20, EG: 29, ES: 24, FI: 18, FO: 18, FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HR: 21, HU: 28, IE: 22, IL: 23, IS: 26, IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MD: 24, ME: 22, MK: 19, MR: 27, MT: 31, MU: 30, NL: 18, NO: 15, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, SA: 24, SE: 24, SI: 19, SK: 24, SM: 27, TN: 24, TR: 26, UA: 29, VA: 22, XK: 20,
};

/** With a country code and groups, or a long run of digits behind the plus; less could be an offset or a difference. */
const phonePattern = /(?<![\w+\-.])\+(?:[1-9]\d{0,2}(?:[ \-.]?\(\d{1,4}\))?(?:[ \-.]\d{2,8}){2,5}|[1-9]\d{10,14})(?![\w-]|\.\d)/g;

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

/** Replaces e-mail addresses, card numbers, IBANs, US social security numbers and phone numbers. Linear. */
export const replacePersonal = (text: string, replace: Replace): string => {
	let out = text;
	if (out.includes('@') || out.includes('%40')) {
		out = out.replaceAll(mailPattern, (whole: string, local: string, domain: string) =>
			local === 'git@' || noMailEnding.test(domain) || (ownEnding.test(domain) && !/[+.]/.test(local)) ? whole : replace('EMAIL', whole));
	}

	if (!/\d/.test(out)) {
		return out;
	}

	out = out.replaceAll(cardPattern, (whole: string, ...rest: ReadonlyArray<string | number>) => {
		const digits = whole.replaceAll(/\D/g, '');
		const offset = rest.findLast(part => typeof part === 'number') ?? 0;
		const before = out.slice(Math.max(0, offset - 24), offset);
		const isCard = cardIssuer.test(digits) && hasLuhnDigit(digits) && !idBefore.test(before);
		return isCard ? replace('CARD', whole) : whole;
	});
	out = out.replaceAll(ssnPattern, whole => replace('SSN', whole));
	out = out.replaceAll(ibanPattern, whole => {
		const end = ibanEnd(whole);
		return end === 0 ? whole : replace('IBAN', whole.slice(0, end)) + whole.slice(end);
	});
	return out.includes('+') ? out.replaceAll(phonePattern, whole => replace('PHONE', whole)) : out;
};
