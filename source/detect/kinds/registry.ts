/** A kind that Loki's counts alone can show again: what a past anomaly of any kind is looked for as. */
export type CountedKind = 'error-spike' | 'volume-surge' | 'silence';

/** All that the program knows of one kind of anomaly, but for its words, which are in `words/kinds.ts`, and its rule. */
export type KindRecord = {
	/** Stands for the kind in the tokens of alerts: it never changes, and no other kind ever has it. */
	readonly code: number;
	/** Of two anomalies of a service that are as grave, the one with the lower rank leads: it says more about the cause. No two kinds have the same. */
	readonly rank: number;
	/** Of which lines its numbers are: of errors, or of all. */
	readonly counts: 'errors' | 'lines';
	/** What one pattern of lines does: it was never seen before, it repeats far too often, or it stopped; `none` where all lines of the service are counted together. */
	readonly pattern: 'new' | 'storm' | 'gone' | 'none';
	/** Too little is what is wrong, and there may be no line to read. */
	readonly isSilence: boolean;
	/** It comes from a sample, scaled to Loki's counts: its numbers are about right. */
	readonly isSampled: boolean;
	/** The senses find it, in a window or between two looks: when exactly it began, they cannot tell. */
	readonly isSensed: boolean;
	/** When it is no reason to wake somebody: more traffic alone never is, a new error that is rare is not either. */
	readonly benign: 'always' | 'as-warning' | 'never';
	/** Once critical, it stays so; where its errors are steady at a small factor by now, it wakes nobody. */
	readonly isPastWhenSteady: boolean;
	readonly countedAs: CountedKind;
	/** A hint: where anything else is wrong, it neither leads nor accuses nor says when that began. */
	readonly isHint: boolean;
};

/**
Every kind of anomaly, one record each. The types, schemas and orders of all rooms come from here.
A new kind is added here, gets its words in `words/kinds.ts`, and the compiler names what else it needs.
*/
export const kinds = {
	'error-spike': {
		code: 0, rank: 0, counts: 'errors', pattern: 'none', isSilence: false, isSampled: false, isSensed: false, benign: 'never', isPastWhenSteady: true, countedAs: 'error-spike', isHint: false,
	},
	'volume-surge': {
		code: 1, rank: 8, counts: 'lines', pattern: 'none', isSilence: false, isSampled: false, isSensed: false, benign: 'always', isPastWhenSteady: false, countedAs: 'volume-surge', isHint: false,
	},
	silence: {
		code: 2, rank: 2, counts: 'lines', pattern: 'none', isSilence: true, isSampled: false, isSensed: false, benign: 'never', isPastWhenSteady: false, countedAs: 'silence', isHint: false,
	},
	'fleet-silence': {
		code: 3, rank: 1, counts: 'lines', pattern: 'none', isSilence: true, isSampled: false, isSensed: false, benign: 'never', isPastWhenSteady: false, countedAs: 'silence', isHint: false,
	},
	'pattern-storm': {
		code: 4, rank: 3, counts: 'lines', pattern: 'storm', isSilence: false, isSampled: true, isSensed: false, benign: 'never', isPastWhenSteady: false, countedAs: 'volume-surge', isHint: false,
	},
	'new-pattern': {
		code: 5, rank: 4, counts: 'errors', pattern: 'new', isSilence: false, isSampled: true, isSensed: false, benign: 'as-warning', isPastWhenSteady: false, countedAs: 'error-spike', isHint: false,
	},
	'pattern-vanished': {
		code: 6, rank: 7, counts: 'lines', pattern: 'gone', isSilence: false, isSampled: false, isSensed: true, benign: 'as-warning', isPastWhenSteady: false, countedAs: 'silence', isHint: false,
	},
	slow: {
		code: 7, rank: 5, counts: 'lines', pattern: 'none', isSilence: false, isSampled: false, isSensed: true, benign: 'as-warning', isPastWhenSteady: false, countedAs: 'volume-surge', isHint: false,
	},
	'ends-early': {
		code: 8, rank: 6, counts: 'lines', pattern: 'none', isSilence: false, isSampled: false, isSensed: true, benign: 'as-warning', isPastWhenSteady: false, countedAs: 'volume-surge', isHint: false,
	},
	'new-warning': {
		code: 9, rank: 9, counts: 'lines', pattern: 'new', isSilence: false, isSampled: true, isSensed: true, benign: 'as-warning', isPastWhenSteady: false, countedAs: 'volume-surge', isHint: true,
	},
} as const satisfies Readonly<Record<string, KindRecord>>;

export type AnomalyKind = keyof typeof kinds;

/** Every kind, in the order of the records, for schemas. */
export const anomalyKinds = Object.keys(kinds) as [AnomalyKind, ...AnomalyKind[]];

/** The record of a kind. */
export const kindOf = (kind: AnomalyKind): KindRecord => kinds[kind];

/** The kind that a token's code stands for; undefined where this program knows none. */
export const kindByCode = (code: number): AnomalyKind | undefined => anomalyKinds.find(kind => kinds[kind].code === code);

const isRate = ({pattern, isSilence, isSensed}: KindRecord): boolean => pattern === 'none' && !isSilence && !isSensed;

/** Whether its numbers may be told as the service's error rate: too many errors, whatever they say. */
export const isErrorRate = (kind: AnomalyKind): boolean => isRate(kindOf(kind)) && kindOf(kind).counts === 'errors';

/** Whether its numbers may be told as the service's line rate: too many lines, whatever they say. */
export const isLineRate = (kind: AnomalyKind): boolean => isRate(kindOf(kind)) && kindOf(kind).counts === 'lines';

/** Whether it is an error that the service never wrote before. */
export const isNewError = (kind: AnomalyKind): boolean => kindOf(kind).counts === 'errors' && kindOf(kind).pattern === 'new';

/** Whether one pattern repeats far too often. */
export const isStormKind = (kind: AnomalyKind): boolean => kindOf(kind).pattern === 'storm';
