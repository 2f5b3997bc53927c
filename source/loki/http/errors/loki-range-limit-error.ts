import {LokiError} from './loki-error.js';

/** The time range is longer, or holds more data or points, than this Loki reads for one query. */
export class LokiRangeLimitError extends LokiError {
	override name = 'LokiRangeLimitError';

	/** The longest range that this Loki takes, where it said so. */
	readonly limitMs: number | undefined;

	constructor({why, limitMs}: {readonly why: string; readonly limitMs: number | undefined}) {
		super({
			what: 'The query asks for more time than Loki reads at once',
			why,
			nextStep: 'Ask for a shorter time range or a narrower selector, or raise the limit in Loki\'s limits_config.',
		});
		this.limitMs = limitMs;
	}
}
