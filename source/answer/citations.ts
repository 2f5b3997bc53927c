import type {EvidenceLine} from '../facts/evidence.js';
import type {CitedLine} from './report.js';

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

export const maxCitations = 500;
/** `L12`, but not the end of `SQL12` or the front of `L12x`. */
const citationPattern = /(?<![\w-])L\d{1,4}(?![\w-])/g;
/** Words in quotes or backticks right behind an id: `[L12] "..."`, `L12: \`...\``. */
const quotePattern = /^[)\]]?[\t ]{0,2}(?:[,\-:–—][\t ]{0,2})?(?:"([^\n"]{4,400})"|“([^\n”]{4,400})”|`([^\n`]{4,400})`)/;

const normalize = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** Fewer lines than this whose citations hold carry no high confidence. */
export const minHeld = 2;

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
