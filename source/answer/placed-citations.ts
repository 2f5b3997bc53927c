import type {EvidenceLine} from '../facts/evidence.js';
import type {Analysis, Turn} from '../store/analysis.js';
import {
	checkCitations,
	checkCitedLine,
	maxCitations,
	type Citation,
} from './citations.js';
import {answerReport, type AnswerReport, type CitedLine} from './report.js';

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
