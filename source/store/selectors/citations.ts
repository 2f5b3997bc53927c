import type {EvidenceLine} from '../../investigate/types.js';
import type {Analysis} from '../state.js';
import {
	answerReport,
	type AnswerReport,
	type CitedLine,
	type Hypothesis,
} from './answer-report.js';

export type Citation = {
	readonly id: string;
	/** Where it stands in the answer, in UTF-16 code units. */
	readonly index: number;
	/**
	- `verified`: the line was shown to the model, and what is quoted beside the id is in it;
	- `unknown-line`: no such line was shown;
	- `misquoted`: the line is there, the words are not.
	*/
	readonly state: 'verified' | 'unknown-line' | 'misquoted';
	/** What was quoted beside the id. */
	readonly quote: string | undefined;
};

export type CitationCheck = {
	readonly citations: readonly Citation[];
	/** Different lines that are cited and verified. */
	readonly verifiedLines: number;
	/** Fewer than two verified lines carry no high confidence. */
	readonly isWeak: boolean;
};

const maxCitations = 500;
/** `L12`, but not the end of `SQL12` or the front of `L12x`. */
const citationPattern = /(?<![\w-])L\d{1,4}(?![\w-])/g;
/** Words in quotes or backticks right behind an id: `[L12] "..."`, `L12: \`...\``. */
const quotePattern = /^[)\]]?[\t ]{0,2}(?:[,\-:–—][\t ]{0,2})?(?:"([^\n"]{4,400})"|“([^\n”]{4,400})”|`([^\n`]{4,400})`)/;

const normalize = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** A model quotes a line as it was shown it, with placeholders. */
const textsOf = ({line, shownAs}: EvidenceLine): readonly string[] => shownAs === undefined ? [line] : [line, shownAs];

/** Words in quotes anywhere in a reason. */
const quotesPattern = /"([^\n"]{4,400})"|“([^\n”]{4,400})”|`([^\n`]{4,400})`/g;

/** A quote may leave words out: each piece between dots must be in the line, in order. */
const isQuotedFrom = (quote: string, line: string): boolean => {
	const text = normalize(line);
	let from = 0;
	for (const piece of normalize(quote).split(/\.{3}|…|<\*>/)) {
		const words = piece.trim();
		const at = text.indexOf(words, from);
		if (at === -1) {
			return false;
		}

		from = at + words.length;
	}

	return true;
};

/**
Checks the line ids that an answer cites against the lines that the model was shown. `texts` gives, for one line, every form in which it was or is shown. Nothing here says that a citation supports its statement: only that it is no invention.
*/
export const checkCitations = (answer: string, shown: readonly EvidenceLine[], texts: (line: EvidenceLine) => readonly string[] = textsOf): CitationCheck => {
	const lines = new Map(shown.map(line => [line.id, line]));
	const citations: Citation[] = [];
	for (const match of answer.matchAll(citationPattern)) {
		if (citations.length >= maxCitations) {
			break;
		}

		const line = lines.get(match[0]);
		const [, ...quotes] = quotePattern.exec(answer.slice(match.index + match[0].length, match.index + match[0].length + 420)) ?? [];
		const quote = quotes.find(text => text !== undefined);
		const isQuoted = line !== undefined && (quote === undefined || texts(line).some(text => isQuotedFrom(quote, text)));
		const known = isQuoted ? 'verified' : 'misquoted';
		citations.push({
			id: match[0], index: match.index, state: line ? known : 'unknown-line', quote,
		});
	}

	const verifiedLines = new Set(citations.filter(({state}) => state === 'verified').map(({id}) => id)).size;
	return {citations, verifiedLines, isWeak: verifiedLines < 2};
};

/** Checks one cited line of a structured report: the id was shown, and every quote in the reason is part of that line. */
export const checkCitedLine = ({line: id, why}: CitedLine, shown: ReadonlyMap<string, EvidenceLine>): Omit<Citation, 'index'> => {
	const quotes = Array.from(why.matchAll(quotesPattern), ([, ...forms]) => forms.find(form => form !== undefined) ?? '');
	const line = shown.get(id);
	const known = line !== undefined && quotes.every(quote => textsOf(line).some(text => isQuotedFrom(quote, text))) ? 'verified' : 'misquoted';
	return {id, state: line ? known : 'unknown-line', quote: quotes[0]};
};

/** A citation on the screen, with its place in the conversation. */
export type PlacedCitation = Omit<Citation, 'index'> & {
	readonly turn: number;
	/** Counted over the whole conversation. */
	readonly number: number;
};

/** The lines that the model of an analysis was shown, by their ids. */
export const linesById = ({shownLines}: Pick<Analysis, 'shownLines'>): ReadonlyMap<string, EvidenceLine> => new Map(shownLines.map(line => [line.id, line]));

/** All citations of a conversation in the order in which they are read. */
export const citationsOf = (analysis: Analysis): readonly PlacedCitation[] => {
	const known = found.get(analysis) ?? findCitations(analysis);
	found.set(analysis, known);
	return known;
};

const found = new WeakMap<Analysis, readonly PlacedCitation[]>();

const findCitations = (analysis: Analysis): readonly PlacedCitation[] => {
	const shown = linesById(analysis);
	const lines = [...shown.values()];
	return analysis.turns.flatMap((turn, index) => {
		const report = answerReport(turn);
		const inTurn = report ? report.hypotheses.flatMap(({evidence, against}) => [...evidence, ...against]).map(cited => checkCitedLine(cited, shown)) : checkCitations(turn.text, lines).citations;
		return inTurn.map(({id, state, quote}) => ({
			id, state, quote, turn: index,
		}));
	}).slice(0, maxCitations).map((citation, number) => ({...citation, number}));
};

/** Fewer verified lines than this carry no high confidence. */
const leastVerified = 2;

/** Why high confidence is not held: the answer cites what could not be verified, or verifies too little. */
export type HeldBecause = 'fewer than 2 verified lines' | 'unverified citations';

/** A hypothesis' confidence, and what the citations leave of it: its own, and those of the whole answer. */
export const heldConfidence = ({confidence, evidence}: Hypothesis, report: AnswerReport, shown: ReadonlyMap<string, EvidenceLine>): {readonly confidence: Hypothesis['confidence']; readonly because: HeldBecause | undefined} => {
	if (confidence !== 'high') {
		return {confidence, because: undefined};
	}

	const verified = new Set(evidence.filter(cited => checkCitedLine(cited, shown).state === 'verified').map(({line}) => line)).size;
	const enough = verified < leastVerified ? 'fewer than 2 verified lines' : undefined;
	const because = enough ?? (unverifiedIn(report, shown).length > 0 ? 'unverified citations' : undefined);
	return {confidence: because ? 'medium' : 'high', because};
};

/** The citations of a whole report that are not verified: beside its hypotheses, and in every sentence that names a line. */
export const unverifiedIn = (report: AnswerReport, shown: ReadonlyMap<string, EvidenceLine>): ReadonlyArray<Omit<Citation, 'index'>> => [
	...report.hypotheses.flatMap(({evidence, against}) => [...evidence, ...against]).map(cited => checkCitedLine(cited, shown)),
	...citedInSentences(report, shown),
].filter(({state}) => state !== 'verified');

/** What the headline, the next checks, what was ruled out and what is not known cite. */
export const citedInSentences = ({headline, hypotheses, ruledOut, gaps, escalate, slackSummary}: AnswerReport, shown: ReadonlyMap<string, EvidenceLine>): ReadonlyArray<Omit<Citation, 'index'>> => {
	const sentences = [headline, ...hypotheses.flatMap(({title, nextCheck}) => [title, nextCheck]), ...ruledOut, ...gaps, escalate?.reason ?? '', slackSummary];
	return checkCitations(sentences.join('\n'), [...shown.values()]).citations;
};
