import type {EvidenceLine} from '../facts/evidence.js';
import type {Turn} from '../store/analysis.js';
import {holds, minHeld, type Citation} from './citations.js';
import {turnCitations} from './placed-citations.js';
import type {Hypothesis} from './report.js';

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
