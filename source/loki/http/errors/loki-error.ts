export type LokiErrorText = {
	/** What failed, in one line. */
	readonly what: string;
	/** The reason, as far as it is known; the server's own words where it said any. */
	readonly why: string;
	/** What a person can do about it. */
	readonly nextStep: string;
	/** Asking again later may help, with nothing changed; false where not given. */
	readonly canPass?: boolean;
	readonly cause?: unknown;
};

/** Anything that went wrong between this program and a Loki. Its texts are sanitised, short, and hold no secret. */
export class LokiError extends Error {
	override name = 'LokiError';

	readonly what: string;

	readonly why: string;

	readonly nextStep: string;

	/** Asking again later may help, with nothing changed. */
	readonly canPass: boolean;

	constructor({what, why, nextStep, canPass, cause}: LokiErrorText) {
		super(`${what}: ${why}`, {cause});
		this.what = what;
		this.why = why;
		this.nextStep = nextStep;
		this.canPass = canPass ?? false;
	}
}
