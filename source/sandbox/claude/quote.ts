import type {SeenEvidence, SeenLine} from './evidence.js';

const longestQuote = 90;
/** What a JSON line says in words. */
const messageField = /"(?:msg|message)":"([^"\\]{4,90})/;

/** The first line that a mark fits; levels narrow it. */
export const findLine = (evidence: SeenEvidence, mark: RegExp, isFit: (line: SeenLine) => boolean = () => true): SeenLine | undefined =>
	evidence.lines.find(line => mark.test(line.text) && isFit(line));

/** `[L12] "words of that line"`: a citation that can be checked. Quotes what the mark fits, else the message of JSON, else the line's beginning. */
export const cite = (line: SeenLine, mark?: RegExp): string => {
	const words = (mark?.exec(line.text)?.[0] ?? messageField.exec(line.text)?.[1] ?? line.text.split('\n', 1)[0] ?? '').slice(0, longestQuote).trim();
	// What would end the quote early, or hide in it, ends it here.
	const clean = /^[^\p{Control}\p{Format}"`]*/u.exec(words)?.[0].trim() ?? '';
	return clean.length >= 4 ? `[${line.id}] "${clean}"` : `[${line.id}]`;
};

/** `[L3], [L7]` */
export const citeIds = (lines: readonly SeenLine[]): string => lines.map(line => `[${line.id}]`).join(', ');

/** `15:18 UTC` of an ISO time; undefined where it is none. */
export const clock = (iso: string): string | undefined => {
	const time = /T(\d\d:\d\d)/.exec(iso)?.[1];
	return time === undefined ? undefined : `${time} UTC`;
};

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A list item, or nothing. */
export const item = (name: 'for' | 'against' | 'next check', text: string | undefined): string => (text === undefined ? '' : `\n   - ${name}: ${text}`);
