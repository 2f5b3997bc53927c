import type {Signature} from './signature-type.js';
import {signatures} from './signatures.js';
import type {Evidence, EvidenceLine, EvidencePattern} from './types.js';

export type SignatureMatch = {
	readonly signature: Signature;
	readonly score: number;
	/** Of the sampled lines, 0 to 1, above what was there before. */
	readonly excessShare: number;
	readonly lines: readonly EvidenceLine[];
	readonly isNew: boolean;
};

/** Less than this is noise that is always there. */
const minExcessShare = 0.02;
/** So many times as frequent as before counts as grown, however small the share. */
const minGrowth = 3;
const quietLevels: ReadonlySet<string> = new Set(['debug', 'trace']);

/** By how much of the sample a pattern grew; a pattern that was as frequent before is noise, whatever it says. */
export const excessOf = ({share, baselineShare}: EvidencePattern): number => Math.max(0, share - (baselineShare ?? 0));

const hasGrown = (pattern: EvidencePattern): boolean => pattern.isNew
	|| pattern.baselineShare === undefined
	|| (excessOf(pattern) >= minExcessShare && pattern.share >= pattern.baselineShare * minGrowth);

/** A line of a pattern that was there before explains nothing either. */
const linesOfGrown = ({patterns, lines}: Evidence): readonly EvidenceLine[] => {
	const old = new Set(patterns.filter(pattern => !hasGrown(pattern)).map(({id}) => id));
	return lines.filter(line => line.patternId === undefined || !old.has(line.patternId));
};

const matchOne = (signature: Signature, {patterns}: Evidence, lines: readonly EvidenceLine[]): SignatureMatch | undefined => {
	const named = patterns.filter(pattern => signature.pattern.test(pattern.template) && !quietLevels.has(pattern.level));
	const grown = named.filter(pattern => hasGrown(pattern));
	const matching = lines.filter(line => signature.pattern.test(line.line) && !quietLevels.has(line.level));
	// Masks hide numbers (`exit code 137`): then only the lines tell. But a known old pattern is not proven by its lines.
	if (grown.length === 0 && (matching.length === 0 || named.length > 0)) {
		return undefined;
	}

	const lineCount = (all: readonly EvidenceLine[]): number => all.map(line => line.repeats ?? 1).reduce((sum, repeats) => sum + repeats, 0);
	const excessShare = grown.length > 0
		? Math.min(1, grown.map(pattern => excessOf(pattern)).reduce((sum, excess) => sum + excess, 0))
		: lineCount(matching) / Math.max(1, lineCount(lines));
	const isNew = grown.some(pattern => pattern.isNew);
	return {
		signature, excessShare, isNew, lines: matching, score: signature.weight + (2 * excessShare) + (isNew ? 0.5 : 0),
	};
};

/** The known signatures that fit what grew in the bad window, best first. */
export const matchSignatures = (evidence: Evidence): readonly SignatureMatch[] => {
	const lines = linesOfGrown(evidence);
	return signatures
		.map(signature => matchOne(signature, evidence, lines))
		.filter(match => match !== undefined)
		.toSorted((a, b) => b.score - a.score);
};
