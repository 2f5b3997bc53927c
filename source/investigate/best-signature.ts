import {isErrorLevel} from '../loki/logql.js';
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

export type Growth = {
	/** The share of the sample that the pattern would not have at its old rate, 0 to 1. */
	readonly excess: number;
	/** New, or several times as frequent as before. A pattern that was as frequent before is noise, whatever it says. */
	readonly hasGrown: boolean;
};

const mean = (numbers: readonly number[]): number => numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/**
How many times as many errors a minute there are as before: shares of errors are of a whole that grew by as much.
With more traffic there are more of the usual errors too: what a surge of lines explains does not count.
*/
const errorFactor = ({errorsPerMinute, startMs, endMs, anomalies}: Evidence): number => {
	const before = mean(errorsPerMinute.filter(([timeMs]) => timeMs + 60_000 <= startMs).map(([, errors]) => errors));
	const after = mean(errorsPerMinute.filter(([timeMs]) => timeMs >= startMs && timeMs + 60_000 <= endMs).map(([, errors]) => errors));
	const surge = anomalies.find(({kind, state}) => kind === 'volume-surge' && state !== 'resolved')?.factor ?? 1;
	return before > 0 && after > 0 ? Math.max(after > before ? 1 : 0, after / before / Math.max(1, surge)) : 1;
};

/** How much each pattern grew, by its rate and not only by its share. */
export const createGrowth = (evidence: Evidence): (pattern: EvidencePattern) => Growth => {
	const factor = errorFactor(evidence);
	return ({share, baselineShare, isNew, level}) => {
		const usual = (baselineShare ?? 0) / (isErrorLevel(level) ? factor : 1);
		const excess = Math.min(1, Math.max(0, share - usual));
		return {excess, hasGrown: isNew || baselineShare === undefined || (excess >= minExcessShare && share >= usual * minGrowth)};
	};
};

const matchOne = (signature: Signature, patterns: ReadonlyArray<EvidencePattern & Growth>, lines: readonly EvidenceLine[]): SignatureMatch | undefined => {
	const named = patterns.filter(pattern => signature.pattern.test(pattern.template) && !quietLevels.has(pattern.level));
	const grown = named.filter(({hasGrown}) => hasGrown);
	const matching = lines.filter(line => signature.pattern.test(line.line) && !quietLevels.has(line.level));
	// Masks hide numbers (`exit code 137`): then only the lines tell. But a known old pattern is not proven by its lines.
	if (grown.length === 0 && (matching.length === 0 || named.length > 0)) {
		return undefined;
	}

	const lineCount = (all: readonly EvidenceLine[]): number => all.map(line => line.repeats ?? 1).reduce((sum, repeats) => sum + repeats, 0);
	const excessShare = grown.length > 0
		? Math.min(1, grown.reduce((sum, {excess}) => sum + excess, 0))
		: lineCount(matching) / Math.max(1, lineCount(lines));
	const isNew = grown.some(pattern => pattern.isNew);
	return {
		signature, excessShare, isNew, lines: matching, score: signature.weight + (2 * excessShare) + (isNew ? 0.5 : 0),
	};
};

/** The known signatures that fit what grew in the bad window, best first. */
export const matchSignatures = (evidence: Evidence): readonly SignatureMatch[] => {
	const growthOf = createGrowth(evidence);
	const patterns = evidence.patterns.map(pattern => ({...pattern, ...growthOf(pattern)}));
	// A line of a pattern that was there before explains nothing either.
	const old = new Set(patterns.filter(({hasGrown}) => !hasGrown).map(({id}) => id));
	const lines = evidence.lines.filter(line => line.patternId === undefined || !old.has(line.patternId));
	const isSilent = evidence.anomalies.some(({kind, state}) => kind === 'silence' && state !== 'resolved');
	return signatures
		.filter(({isLastWord}) => isSilent || !isLastWord)
		.map(signature => matchOne(signature, patterns, lines))
		.filter(match => match !== undefined)
		.toSorted((a, b) => b.score - a.score);
};
