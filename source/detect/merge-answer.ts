import type {Expectation, Minute, MinuteCounts} from './types.js';

/** What the services wrote in one minute; one that is not named wrote nothing. */
export type Counts = ReadonlyMap<string, MinuteCounts>;

/** What is known of a minute by its first millisecond; undefined where nothing is. Services of which nothing is known in it are not named. */
export type KnownAt = (startMs: number) => Counts | undefined;

export type MergeOptions = {
	readonly knownAt: KnownAt;
	/** What is expected of each service that is known. */
	readonly usual: ReadonlyMap<string, Pick<Expectation, 'errorsLimitPerMinute'>>;
	/** Whether the answer may not hold all of a minute. */
	readonly isDoubted: (startMs: number) => boolean;
	/** Whether a second, different look counted the same lines of a service in a minute. */
	readonly isConfirmed: (startMs: number, service: string) => boolean;
};

export type Merged = {
	/** As long as the answer. A count that is not known is NaN; a minute of which nothing is known has no counts. */
	readonly minutes: readonly Minute[];
	/** The first milliseconds of the minutes of which everything is known. */
	readonly whole: ReadonlySet<number>;
};

/** A share of known lines that may go missing from an answer: copies of a chunk are told apart a little differently from time to time. */
const slack = 0.02;
const minSlack = 2;

const nothing: MinuteCounts = {lines: 0, errors: 0};
const unknown: MinuteCounts = {lines: NaN, errors: NaN};

export const isOdd = ({lines, errors}: MinuteCounts): boolean => !(lines >= 0 && errors >= 0 && Number.isFinite(lines + errors));

/** Whether an answer holds less of minutes that are known than is known: then what else it does not name means nothing. */
export const isTakingBack = (answer: readonly Minute[], knownAt: KnownAt): boolean => {
	let known = 0;
	let lost = 0;
	for (const {startMs, counts} of answer) {
		const before = counts && knownAt(startMs);
		for (const [service, {lines, errors}] of before ?? []) {
			const now = counts?.get(service) ?? nothing;
			known += lines;
			lost += isOdd(now) ? 0 : Math.max(0, lines - now.lines, errors - now.errors);
		}
	}

	return lost > Math.max(minSlack, slack * known);
};

/** Lines that come late raise a count a little; more than this share says that the answer before did not hold all. */
const raisedShare = 0.2;
const minRaised = 5;

/** Whether an answer holds so much more of minutes that are known that what was known cannot have been all. */
export const isRaising = (answer: readonly Minute[], knownAt: KnownAt): boolean => {
	let known = 0;
	let raised = 0;
	for (const {startMs, counts} of answer) {
		const before = knownAt(startMs);
		for (const [service, now] of before ? counts ?? [] : []) {
			const {lines} = before?.get(service) ?? nothing;
			known += lines;
			raised += isOdd(now) ? 0 : Math.max(0, now.lines - lines);
		}
	}

	return raised > Math.max(minRaised, raisedShare * known);
};

/**
Puts an answer beside what is known: a known count is only ever raised, unless a second look confirmed the lower one.
Of a minute that is not known, a doubted answer is believed where it proves trouble by itself (more errors than the limit: there were at least these); all else in it is missing, never zero.
*/
export const mergeAnswer = (answer: readonly Minute[], options: MergeOptions): Merged => {
	const whole = new Set<number>();
	const minutes = answer.map(minute => {
		const merged = mergeMinute(minute, options);
		if (merged.isWhole) {
			whole.add(minute.startMs);
		}

		return merged.minute;
	});
	return {minutes, whole};
};

const mergeMinute = ({startMs, counts, isPartial = false}: Minute, options: MergeOptions): {readonly minute: Minute; readonly isWhole: boolean} => {
	if (counts === undefined) {
		return {minute: {startMs, counts}, isWhole: false};
	}

	const known = options.knownAt(startMs);
	const isDoubted = isPartial || options.isDoubted(startMs);
	if (!known && !isDoubted && [...counts.values()].every(each => !isOdd(each))) {
		return {minute: {startMs, counts}, isWhole: true};
	}

	const merged = new Map<string, MinuteCounts>();
	let isWhole = true;
	let isAnyKnown = known !== undefined || !isDoubted;
	const names = new Set([...counts.keys(), ...known?.keys() ?? [], ...isDoubted ? options.usual.keys() : []]);
	for (const service of names) {
		const now = counts.get(service) ?? nothing;
		const before = known?.get(service);
		const belief = options.isConfirmed(startMs, service) && !isOdd(now) ? confirmed(now, before) : believed(now, before, isDoubted, options.usual.get(service));
		merged.set(service, belief);
		isWhole &&= !isOdd(belief);
		isAnyKnown ||= !isOdd(belief);
	}

	// Nobody to be named, and an answer that may not hold all.
	isWhole &&= names.size > 0 || !isDoubted;
	return {minute: {startMs, counts: isAnyKnown ? merged : undefined}, isWhole};
};

/** The second look counted lines, and errors may be read by a question of their own: they are taken back only with lines. */
const confirmed = (now: MinuteCounts, before: MinuteCounts | undefined): MinuteCounts => before && now.lines >= before.lines ? {lines: now.lines, errors: Math.max(now.errors, before.errors)} : now;

const believed = (now: MinuteCounts, before: MinuteCounts | undefined, isDoubted: boolean, usual: Pick<Expectation, 'errorsLimitPerMinute'> | undefined): MinuteCounts => {
	if (isOdd(now)) {
		return before ?? unknown;
	}

	if (before) {
		return {lines: Math.max(now.lines, before.lines), errors: Math.max(now.errors, before.errors)};
	}

	return !isDoubted || (usual !== undefined && now.errors > usual.errorsLimitPerMinute) ? now : unknown;
};
