import {isErrorLevel} from '../../loki/logql/logql.js';
import type {Evidence, EvidenceLine, EvidencePattern} from '../types.js';
import type {Signature} from './signatures/type.js';
import {signatures} from './signatures/index.js';

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
const chanceDeviations = 3;
const chanceLines = 3;
/** A mere symptom (weight 1 or 2) explains trouble only where it is a good part of it. */
const symptomWeight = 2;
const minSymptomShare = 0.15;
/** So many times as frequent as before counts as grown, however small the share. */
const minGrowth = 3;
/** What was said so shortly before a silence are last words. */
const lastWordsMs = 5 * 60_000;
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
	return ({share, baselineShare, isNew, level, sampledLines}) => {
		const usual = (baselineShare ?? 0) / (isErrorLevel(level) ? factor : 1);
		const excess = Math.min(1, Math.max(0, share - usual));
		// A few lines more than there would be at the old rate are chance.
		const usualLines = share > 0 ? sampledLines * usual / share : 0;
		const isBeyondChance = sampledLines > usualLines + (chanceDeviations * Math.sqrt(usualLines)) + chanceLines;
		return {excess, hasGrown: isNew || baselineShare === undefined || (isBeyondChance && excess >= minExcessShare && share >= usual * minGrowth)};
	};
};

type GrownPattern = EvidencePattern & Growth;

const countLines = (lines: readonly EvidenceLine[]): number => lines.reduce((sum, line) => sum + (line.repeats ?? 1), 0);

const matchOne = (signature: Signature, patterns: readonly GrownPattern[], lines: readonly EvidenceLine[]): SignatureMatch | undefined => {
	const named = patterns.filter(pattern => signature.pattern.test(pattern.template) && !quietLevels.has(pattern.level));
	const matching = lines.filter(line => signature.pattern.test(line.line) && !quietLevels.has(line.level));
	// Masks hide numbers and hosts (`exit code 137`): then the lines of a pattern tell what it is.
	const idsOfLines = new Set(matching.map(({patternId}) => patternId));
	const grown = patterns.filter(pattern => pattern.hasGrown && (named.includes(pattern) || idsOfLines.has(pattern.id)));
	// But a known old pattern is not proven by its lines.
	if (grown.length === 0 && (matching.length === 0 || named.length > 0)) {
		return undefined;
	}

	const excessShare = grown.length > 0
		? Math.min(1, grown.reduce((sum, {excess}) => sum + excess, 0))
		: countLines(matching) / Math.max(1, countLines(lines));
	const isNew = grown.some(pattern => pattern.isNew);
	return {
		signature, excessShare, isNew, lines: matching, score: signature.weight + (2 * excessShare) + (isNew ? 0.5 : 0),
	};
};

/** Of a program that fell silent: what it said shortly before, few lines as they are, if it does not say so all the time. */
const matchLastWords = (signature: Signature, {anomalies, lines, patterns}: Evidence): SignatureMatch | undefined => {
	const silence = anomalies.find(({kind, state}) => kind === 'silence' && state !== 'resolved');
	const usual = new Set(patterns.filter(({baselineShare}) => (baselineShare ?? 0) > 0).map(({id}) => id));
	const matching = silence
		? lines.filter(({line, timeMs, patternId}) => signature.pattern.test(line) && timeMs >= silence.onsetMs - lastWordsMs && !usual.has(patternId ?? ''))
		: [];
	return matching.length === 0
		? undefined
		: {
			signature, excessShare: countLines(matching) / countLines(lines), isNew: true, lines: matching, score: signature.weight,
		};
};

/** The known signatures that fit what grew in the bad window, best first. */
export const matchSignatures = (evidence: Evidence): readonly SignatureMatch[] => {
	const growthOf = createGrowth(evidence);
	const patterns = evidence.patterns.map(pattern => ({...pattern, ...growthOf(pattern)}));
	// A line of a pattern that was there before explains nothing either.
	const old = new Set(patterns.filter(({hasGrown}) => !hasGrown).map(({id}) => id));
	const lines = evidence.lines.filter(line => line.patternId === undefined || !old.has(line.patternId));
	return signatures
		.map(signature => signature.isLastWord ? matchLastWords(signature, evidence) : matchOne(signature, patterns, lines))
		.filter(match => match !== undefined)
		.filter(({signature, excessShare}) => signature.weight > symptomWeight || (signature.isLastWord ?? false) || excessShare >= minSymptomShare)
		.toSorted((a, b) => b.score - a.score);
};
