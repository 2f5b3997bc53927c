/** A call that is understood and not carried out. */
export class ToolRefusal extends Error {
	override name = 'ToolRefusal';

	/** What the model should do instead. */
	readonly instead: string;

	/** In a few words, for the screen. */
	readonly short: string;

	constructor({why, instead, short}: {readonly why: string; readonly instead: string; readonly short: string}) {
		super(why);
		this.instead = instead;
		this.short = short;
	}
}

/** Arguments that are not what the tool takes. */
export class ToolInputError extends Error {
	override name = 'ToolInputError';
}
