/** `skip` is what could not be looked at, because something before it failed or there is nothing to look at. */
export type CheckState = 'pass' | 'warn' | 'fail' | 'skip';

/** What a check found. */
export type Judgement = {
	readonly state: CheckState;
	/** One sentence or a few; no secret. */
	readonly detail: string;
	/** What a person can do about it. */
	readonly nextStep?: string | undefined;
};

export type CheckResult = Judgement & {
	readonly id: string;
	readonly title: string;
};

export type Check = {
	/** Stays the same from version to version. */
	readonly id: string;
	readonly title: string;
	/** The checks without which this one has nothing to ask; it begins when they have ended, and is skipped where one of them failed. */
	readonly needs?: readonly string[];
	/** Looks, and may throw; an error becomes a failure. */
	readonly run: (signal: AbortSignal) => Promise<Judgement> | Judgement;
	/** The next step where no answer came in time. */
	readonly ifSlow?: string;
};
