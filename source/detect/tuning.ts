export type Sensitivity = 'low' | 'normal' | 'high';

/** Every threshold of the default detector that sensitivity and caution move. Times are in minutes. */
export type Tuning = {
	/** Standard deviations above the expected errors at which one minute is bad. */
	readonly minuteZ: number;
	/** And at least so many times the expected. */
	readonly minuteFactor: number;
	/** Bad minutes among the newest five that open an error spike. */
	readonly badMinutes: number;
	/** Slow windows: with the largest blip taken out, this many standard deviations. */
	readonly windowZ: number;
	/** And so many times the expected, for the windows of 15, 30 and 60 minutes. */
	readonly windowFactors: readonly [number, number, number];
	/** Lines: times the usual, standard deviations of one minute and of ten. */
	readonly surgeFactor: number;
	readonly surgeMinuteZ: number;
	readonly surgeWindowZ: number;
	/** Improbability of a silence in nats. */
	readonly silenceEvidence: number;
};

const normal: Tuning = {
	minuteZ: 2.3,
	minuteFactor: 3,
	badMinutes: 3,
	windowZ: 2.7,
	windowFactors: [2.3, 2, 1.85],
	surgeFactor: 2.8,
	surgeMinuteZ: 2.5,
	surgeWindowZ: 3.5,
	silenceEvidence: 8,
};

/** What sensitivity multiplies: deviations and evidence as they are, factors in what they are above 1. */
const scales: Readonly<Record<Sensitivity, number>> = {low: 1.3, normal: 1, high: 0.8};

const scaleFactor = (factor: number, scale: number): number => 1 + ((factor - 1) * scale);

const scaled = (scale: number, badMinutes: number): Tuning => ({
	minuteZ: normal.minuteZ * scale,
	minuteFactor: scaleFactor(normal.minuteFactor, scale),
	badMinutes,
	windowZ: normal.windowZ * scale,
	windowFactors: [
		scaleFactor(normal.windowFactors[0], scale),
		scaleFactor(normal.windowFactors[1], scale),
		scaleFactor(normal.windowFactors[2], scale),
	],
	surgeFactor: scaleFactor(normal.surgeFactor, scale),
	surgeMinuteZ: normal.surgeMinuteZ * scale,
	surgeWindowZ: normal.surgeWindowZ * scale,
	silenceEvidence: normal.silenceEvidence * scale,
});

/** History, in minutes, below which nothing, or not everything, is judged. */
export const minMinutes = {
	errors: 30, lines: 60, hourlyJobs: 240, full: 360,
} as const;

/** How much stricter a young baseline is, at most. */
const largestCaution = 0.5;
const cautionSteps = 6;

/** Thresholds by age of the baseline: strict while it is young, as asked for from six hours on. */
export const createTuning = (sensitivity: Sensitivity): ((ageMinutes: number) => Tuning) => {
	const full = scaled(scales[sensitivity], normal.badMinutes);
	// One tuning for each hour of age, made once.
	const young = Array.from({length: cautionSteps}, (_, hour) => {
		const caution = 1 + (largestCaution * (1 - (hour / cautionSteps)));
		// A job that runs every hour cannot be known yet: what lasts as long as one opens nothing.
		const isBeforeHourlyJobs = hour * 60 < minMinutes.hourlyJobs;
		return scaled(scales[sensitivity] * caution, isBeforeHourlyJobs ? 5 : normal.badMinutes);
	});
	return ageMinutes => young[Math.floor(ageMinutes / 60)] ?? full;
};
