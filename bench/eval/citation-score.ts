import type {EvidenceLine} from '../../source/facts/evidence.js';
import {citationsOf, linesById} from '../../source/answer/placed-citations.js';
import type {Analysis} from '../../source/store/analysis.js';

export type CitationScore = {
	/** Of what is cited, the share that exists, is quoted truly and is of the planted cause; undefined where nothing is cited. */
	readonly precision: number | undefined;
	/** Of the planted cause's kinds of lines that were shown, the share of which one is cited; undefined where none was shown. */
	readonly recall: number | undefined;
};

/** Whether an answer rests on the lines of what was planted. A line that stands for many of its kind is as good as any of them. */
export const scoreCitations = (analysis: Analysis, isPlanted: (line: EvidenceLine) => boolean): CitationScore => {
	const planted = [...linesById(analysis).values()].filter(line => isPlanted(line));
	const kindOf = (line: EvidenceLine): string => line.patternId ?? line.id;
	const kinds = new Map(planted.map(line => [line.id, kindOf(line)]));
	const citations = citationsOf(analysis);
	const right = citations.filter(({id, state}) => (state === 'verified' || state === 'cited') && kinds.has(id));
	const cited = new Set(right.map(({id}) => kinds.get(id)));
	return {
		precision: citations.length === 0 ? undefined : right.length / citations.length,
		recall: planted.length === 0 ? undefined : cited.size / new Set(kinds.values()).size,
	};
};
