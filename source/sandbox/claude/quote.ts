import type {SeenEvidence, SeenLine} from './evidence.js';

const longestQuote = 90;
/** What a JSON line says in words. */
const messageField = /"(?:msg|message)":"([^"\\]{4,90})/;

/** A mark for what a JSON line says in words. */
export const itsMessage = /(?<="(?:msg|message)":")[^"\\]{4,90}/;

const isOwn = (evidence: SeenEvidence, {service}: SeenLine): boolean => service === undefined || service === evidence.service;

/** The service's first line that a mark fits; `isFit` narrows it. */
export const findLine = (evidence: SeenEvidence, mark: RegExp, isFit: (line: SeenLine) => boolean = () => true): SeenLine | undefined =>
	evidence.lines.find(line => mark.test(line.text) && isOwn(evidence, line) && isFit(line));

/** The first line of another service that a mark fits: tools show such lines. */
export const findLineOf = (evidence: SeenEvidence, service: string, mark: RegExp, isFit: (line: SeenLine) => boolean = () => true): SeenLine | undefined =>
	evidence.lines.find(line => line.service === service && mark.test(line.text) && isFit(line));

/** Words of a line that can be checked: what the mark fits, else the message of JSON, else the line's beginning; undefined where they are too few. */
export const quoteOf = (line: SeenLine, mark?: RegExp): string | undefined => {
	const words = (mark?.exec(line.text)?.[0] ?? messageField.exec(line.text)?.[1] ?? line.text.split('\n', 1)[0] ?? '').slice(0, longestQuote).trim();
	// What would end the quote early, or hide in it, ends it here.
	const clean = /^[^\p{Control}\p{Format}"`]*/u.exec(words)?.[0].trim() ?? '';
	return clean.length >= 4 ? clean : undefined;
};

/** `[L12] "words of that line"`: a citation that can be checked. */
export const cite = (line: SeenLine, mark?: RegExp): string => {
	const quote = quoteOf(line, mark);
	return quote === undefined ? `[${line.id}]` : `[${line.id}] "${quote}"`;
};

/** Words from the evidence for a sentence: on one line, without quotes and what hides. */
export const plainWords = (text: string): string => text.replaceAll(/[\p{Control}\p{Format}"`]+/gu, ' ').replaceAll(/ {2,}/g, ' ').trim().slice(0, longestQuote);

/** `[L3], [L7]` */
export const citeIds = (lines: readonly SeenLine[]): string => lines.map(line => `[${line.id}]`).join(', ');

/** `15:18 UTC` of an ISO time; undefined where it is none. */
export const clock = (iso: string): string | undefined => {
	const time = /T(\d\d:\d\d)/.exec(iso)?.[1];
	return time === undefined ? undefined : `${time} UTC`;
};

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
