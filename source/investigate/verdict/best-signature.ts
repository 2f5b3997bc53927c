import {isOpen} from '../../detect/lifecycle.js';
import {isLineRate, kindOf} from '../../detect/kinds/registry.js';
import {leadOf} from '../../detect/lead.js';
import {isErrorLevel} from '../../loki/logql/logql.js';
import type {Evidence, EvidenceLine, EvidencePattern} from '../../facts/evidence.js';
import type {Signature} from './signatures/type.js';
import {signatures} from './signatures/index.js';
import {fittingSignatures} from './signatures/telling-text.js';

export type SignatureMatch = {
	readonly signature: Signature;
	readonly score: number;
	/** Of the sampled lines, 0 to 1, above what was there before. */
	readonly excessShare: number;
	readonly lines: readonly EvidenceLine[];
	readonly isNew: boolean;
	/** Of the sampled lines of an error level, 0 to 1; undefined where there are none. */
	readonly errorShare: number | undefined;
	/** Of the sampled lines that fit, the first; undefined where only a pattern does. */
	readonly firstMs: number | undefined;
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
/** What is said so shortly before the onset is a forerunner; onsets are whole minutes, and clocks differ. */
const forerunMs = 5 * 60_000;
const afterOnsetMs = 60_000;
/** What came so much later may follow from what came first. */
const followsMs = 10_000;
const firstBonus = 0.5;
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
	const surge = anomalies.find(anomaly => isLineRate(anomaly.kind) && isOpen(anomaly))?.factor ?? 1;
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

type Fits = (text: string, signature: Signature) => boolean;

/** Each text is tested once, however often it is asked for. */
const createFits = (): Fits => {
	const known = new Map<string, ReadonlySet<Signature>>();
	return (text, signature) => {
		const found = known.get(text) ?? new Set(fittingSignatures(text));
		known.set(text, found);
		return found.has(signature);
	};
};

const firstOf = (lines: readonly EvidenceLine[]): number | undefined => lines.length === 0 ? undefined : Math.min(...lines.map(({timeMs}) => timeMs));

/** Of the errors in the sample, how many are of these patterns. */
const errorShareOf = (patterns: readonly EvidencePattern[], isOne: (pattern: EvidencePattern) => boolean): number | undefined => {
	const errors = patterns.filter(({level}) => isErrorLevel(level));
	const sum = (some: readonly EvidencePattern[]): number => some.reduce((total, {sampledLines}) => total + sampledLines, 0);
	return errors.length === 0 ? undefined : sum(errors.filter(pattern => isOne(pattern))) / Math.max(1, sum(errors));
};

const matchOne = (signature: Signature, patterns: readonly GrownPattern[], lines: readonly EvidenceLine[], fits: Fits): SignatureMatch | undefined => {
	const named = patterns.filter(pattern => fits(pattern.template, signature) && !quietLevels.has(pattern.level));
	const matching = lines.filter(line => fits(line.line, signature) && !quietLevels.has(line.level));
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
		signature,
		excessShare,
		isNew,
		lines: matching,
		errorShare: errorShareOf(patterns, pattern => grown.some(({id}) => id === pattern.id)),
		firstMs: firstOf(matching),
		score: signature.weight + (2 * excessShare) + (isNew ? 0.5 : 0),
	};
};

/** What was said within a stretch of time and is not said all the time: few lines, as they are. */
const matchWithin = (signature: Signature, {lines, patterns}: Evidence, fits: Fits, {fromMs, toMs}: {readonly fromMs: number; readonly toMs: number}): SignatureMatch | undefined => {
	const usual = new Set(patterns.filter(({baselineShare}) => (baselineShare ?? 0) > 0).map(({id}) => id));
	const matching = lines.filter(({line, timeMs, patternId}) => timeMs >= fromMs && timeMs <= toMs && !usual.has(patternId ?? '') && fits(line, signature));
	return matching.length === 0
		? undefined
		: {
			signature, excessShare: countLines(matching) / countLines(lines), isNew: true, lines: matching, errorShare: undefined, firstMs: firstOf(matching), score: signature.weight,
		};
};

/** Of a program that fell silent: what it said shortly before. */
const matchLastWords = (signature: Signature, evidence: Evidence, fits: Fits): SignatureMatch | undefined => {
	const silence = evidence.anomalies.find(anomaly => kindOf(anomaly.kind).isSilence && isOpen(anomaly));
	return silence && matchWithin(signature, evidence, fits, {fromMs: silence.onsetMs - lastWordsMs, toMs: Infinity});
};

/** What was said right before it began. */
const matchForerunner = (signature: Signature, evidence: Evidence, fits: Fits): SignatureMatch | undefined => {
	const onsetMs = leadOf(evidence.anomalies)?.onsetMs ?? -Infinity;
	return matchWithin(signature, evidence, fits, {fromMs: onsetMs - forerunMs, toMs: onsetMs + afterOnsetMs});
};

/** What was there first outweighs what came after it, and may have followed from it. */
const withOrder = (matches: readonly SignatureMatch[]): readonly SignatureMatch[] => {
	const times = matches.flatMap(({firstMs}) => firstMs ?? []);
	const firstMs = Math.min(...times);
	const hasOrder = Math.max(...times) - firstMs >= followsMs;
	return matches.map(match => hasOrder && match.firstMs !== undefined && match.firstMs - firstMs < followsMs && match.signature.weight > 1 ? {...match, score: match.score + firstBonus} : match);
};

/** The known signatures that fit what grew in the bad window, best first. */
export const matchSignatures = (evidence: Evidence): readonly SignatureMatch[] => {
	const growthOf = createGrowth(evidence);
	const patterns = evidence.patterns.map(pattern => ({...pattern, ...growthOf(pattern)}));
	// A line of a pattern that was there before explains nothing either.
	const old = new Set(patterns.filter(({hasGrown}) => !hasGrown).map(({id}) => id));
	const lines = evidence.lines.filter(line => line.patternId === undefined || !old.has(line.patternId));
	const fits = createFits();
	const matches = signatures
		.map(signature => {
			if (signature.isForerunner) {
				return matchForerunner(signature, evidence, fits);
			}

			return signature.isLastWord ? matchLastWords(signature, evidence, fits) : matchOne(signature, patterns, lines, fits);
		})
		.filter(match => match !== undefined)
		.filter(({signature, excessShare}) => signature.weight > symptomWeight || (signature.isLastWord ?? signature.isForerunner ?? false) || excessShare >= minSymptomShare);
	return withOrder(matches)
		.toSorted((a, b) => b.score - a.score);
};
