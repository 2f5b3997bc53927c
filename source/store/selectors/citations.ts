import type {EvidenceLine} from '../../facts/evidence.js';
import type {Analysis, Turn} from '../analysis.js';
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
	- `verified`: the line was shown to the model, and what is quoted of it is in it;
	- `cited`: the line was shown, and nothing is quoted that could be held against it;
	- `unknown-line`: no such line was shown;
	- `misquoted`: the line is there, the words are not.
	*/
	readonly state: 'verified' | 'cited' | 'unknown-line' | 'misquoted';
	/** What was quoted beside the id. */
	readonly quote: string | undefined;
};

/** Whether a citation names a line that was shown, and quotes nothing that is not in it. */
export const holds = ({state}: Pick<Citation, 'state'>): boolean => state === 'verified' || state === 'cited';

export type CitationCheck = {
	readonly citations: readonly Citation[];
	/** Different lines whose citations hold. */
	readonly heldLines: number;
	/** Fewer than two such lines carry no high confidence. */
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
	const lines = linesById({shownLines: shown});
	const citations: Citation[] = [];
	for (const match of answer.matchAll(citationPattern)) {
		if (citations.length >= maxCitations) {
			break;
		}

		const line = lines.get(match[0]);
		const [, ...quotes] = quotePattern.exec(answer.slice(match.index + match[0].length, match.index + match[0].length + 420)) ?? [];
		const quote = quotes.find(text => text !== undefined);
		citations.push({
			id: match[0], index: match.index, state: stateOf(line, quote === undefined ? [] : [quote], texts), quote,
		});
	}

	const heldLines = new Set(citations.filter(citation => holds(citation)).map(({id}) => id)).size;
	return {citations, heldLines, isWeak: heldLines < minHeld};
};

const stateOf = (line: EvidenceLine | undefined, quotes: readonly string[], texts: (line: EvidenceLine) => readonly string[]): Citation['state'] => {
	if (!line) {
		return 'unknown-line';
	}

	const isTrue = quotes.every(quote => texts(line).some(text => isQuotedFrom(quote, text)));
	return isTrue ? (quotes.length === 0 ? 'cited' : 'verified') : 'misquoted';
};

/** Checks one cited line of a structured report: the id was shown, and every quote in the reason is part of that line. */
export const checkCitedLine = ({line: id, why}: CitedLine, shown: ReadonlyMap<string, EvidenceLine>): Omit<Citation, 'index'> => {
	const quotes = Array.from(why.matchAll(quotesPattern), ([, ...forms]) => forms.find(form => form !== undefined) ?? '');
	return {id, state: stateOf(shown.get(id), quotes, textsOf), quote: quotes[0]};
};

/** A citation on the screen, with its place in the conversation. */
export type PlacedCitation = Omit<Citation, 'index'> & {
	readonly turn: number;
	/** Counted over the whole conversation. */
	readonly number: number;
	/** The part of a report in which it stands; undefined in Markdown. */
	readonly part: ReportPart | undefined;
};

const byId = new WeakMap<readonly EvidenceLine[], ReadonlyMap<string, EvidenceLine>>();

/** The lines that stood before the model when it gave this answer; without one, those that stand before it now. */
export const shownTo = (analysis: Pick<Analysis, 'shownLines'>, turn?: Turn): readonly EvidenceLine[] => turn?.shownLines ?? analysis.shownLines;

/** The same by their ids. */
export const linesById = (analysis: Pick<Analysis, 'shownLines'>, turn?: Turn): ReadonlyMap<string, EvidenceLine> => {
	const shownLines = shownTo(analysis, turn);
	const known = byId.get(shownLines) ?? new Map(shownLines.map(line => [line.id, line]));
	byId.set(shownLines, known);
	return known;
};

/** The line that a citation names; undefined where no such line was shown. */
export const lineOfCitation = (analysis: Analysis, {id, turn}: PlacedCitation): EvidenceLine | undefined => linesById(analysis, analysis.turns[turn]).get(id);

type TurnCitation = Omit<Citation, 'index'> & Pick<PlacedCitation, 'part'>;

const checked = new WeakMap<Turn, {readonly shownLines: readonly EvidenceLine[]; readonly citations: readonly TurnCitation[]}>();

/** The citations of one answer in the order in which they are read: checked once for each state of the answer and of the lines that were shown. */
export const turnCitations = (turn: Turn, shownLines: readonly EvidenceLine[]): readonly TurnCitation[] => {
	const known = checked.get(turn);
	if (known?.shownLines === shownLines) {
		return known.citations;
	}

	const report = answerReport(turn);
	const citations = report
		? reportCitations(report, linesById({shownLines}))
		: checkCitations(turn.text, shownLines).citations.map(({id, state, quote}) => ({
			id, state, quote, part: undefined,
		}));
	checked.set(turn, {shownLines, citations});
	return citations;
};

const found = new WeakMap<Analysis, readonly PlacedCitation[]>();

/** All citations of a conversation in the order in which they are read. */
export const citationsOf = (analysis: Analysis): readonly PlacedCitation[] => {
	const known = found.get(analysis) ?? analysis.turns
		.flatMap((turn, index) => turnCitations(turn, shownTo(analysis, turn)).map(citation => ({...citation, turn: index})))
		.slice(0, maxCitations)
		.map((citation, number) => ({...citation, number}));
	found.set(analysis, known);
	return known;
};

/** A part of a report that may cite lines: `headline`, `title 0`, `for 0 2`, `against 0 1`, `next 0`, `ruled-out 1`, `escalate`, `slack`, `gap 0`. */
export type ReportPart = string;

type ReportCitation = Omit<Citation, 'index'> & {readonly part: ReportPart};

/** All that a report cites, in the order in which it is read: beside its hypotheses, and in every sentence that names a line. */
export const reportCitations = ({headline, hypotheses, ruledOut, escalate, slackSummary, gaps}: AnswerReport, shown: ReadonlyMap<string, EvidenceLine>): readonly ReportCitation[] => {
	const lines = [...shown.values()];
	const sentence = (part: ReportPart, text: string): readonly ReportCitation[] => checkCitations(text, lines).citations.map(({id, state, quote}) => ({
		id, state, quote, part,
	}));
	const cited = (part: ReportPart, items: readonly CitedLine[]): readonly ReportCitation[] => items.flatMap((item, index) => {
		const place = `${part} ${index}`;
		// What the reason says of the line itself is held against that line.
		return [{...checkCitedLine(item, shown), part: place}, ...sentence(place, item.why).filter(({id}) => id !== item.line)];
	});
	return [
		...sentence('headline', headline),
		...hypotheses.flatMap(({title, evidence, against, nextCheck}, index) => [
			...sentence(`title ${index}`, title), ...cited(`for ${index}`, evidence), ...cited(`against ${index}`, against), ...sentence(`next ${index}`, nextCheck),
		]),
		...ruledOut.flatMap((text, index) => sentence(`ruled-out ${index}`, text)),
		...sentence('escalate', escalate?.reason ?? ''),
		...sentence('slack', slackSummary),
		...gaps.flatMap((text, index) => sentence(`gap ${index}`, text)),
	];
};

/** Fewer lines than this whose citations hold carry no high confidence. */
const minHeld = 2;

/** Why high confidence is not held: the answer cites what could not be verified, or too few lines. */
export type HeldBecause = 'fewer than 2 cited lines' | 'unverified citations';

type Checked = Pick<Citation, 'id' | 'state'>;

const heldBecause = (cited: readonly Checked[], all: readonly Checked[]): HeldBecause | undefined => {
	const lines = new Set(cited.filter(citation => holds(citation)).map(({id}) => id)).size;
	const enough = lines < minHeld ? 'fewer than 2 cited lines' : undefined;
	return enough ?? (all.every(citation => holds(citation)) ? undefined : 'unverified citations');
};

/** A hypothesis' confidence, and what the citations leave of it: those of the lines for it, and those of the whole answer. */
export const heldConfidence = (confidence: Hypothesis['confidence'], {cited, all}: {readonly cited: readonly Checked[]; readonly all: readonly Checked[]}): {readonly confidence: Hypothesis['confidence']; readonly because: HeldBecause | undefined} => {
	const because = confidence === 'high' ? heldBecause(cited, all) : undefined;
	return {confidence: because ? 'medium' : confidence, because};
};

/** `confidence: high`, `**High confidence**`, `highly confident`. */
const saysHigh = /\bconfidence\b[\s(*\-:=_]{0,6}(?:is\s+|very\s+)?[*_]{0,2}high\b|\bhigh(?:ly)?[\s*\-_]{1,4}(?:confidence|confident)\b/i;

/** Why the high confidence of an answer in Markdown is not held; undefined where it says none, or where it is. */
export const markdownHeldBecause = (turn: Turn, shownLines: readonly EvidenceLine[]): HeldBecause | undefined => {
	const citations = turnCitations(turn, shownLines);
	return saysHigh.test(turn.text) ? heldBecause(citations, citations) : undefined;
};
