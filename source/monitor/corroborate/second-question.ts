import type {Look} from '../../detect/second-look.js';
import {countServices} from '../../loki/counts/count-services.js';
import {LokiError} from '../../loki/http/errors/index.js';
import {isAbort} from '../../loki/http/trouble.js';
import type {LokiClient, Scope} from '../../loki/types.js';

export type AskOptions = {
	readonly scope: Scope;
	/** The end of the newest minute that was read. */
	readonly endMs: number;
	readonly signal: AbortSignal;
};

/** A second, different question about the same minutes. */
export type SecondQuestion = {
	/** Lines of each service; why they could not be had where they are not. Throws the signal's reason, and what is no error of Loki's. */
	readonly ask: (look: Look, options: AskOptions) => Promise<ReadonlyMap<string, number> | string>;
	/** A new step. */
	readonly begin: () => void;
	/** Whether it was asked in this step. */
	readonly wasAsked: () => boolean;
};

export function createSecondQuestion(client: LokiClient): SecondQuestion {
	let wasAsked = false;
	return {
		async ask({startMs, endMs, claims, isOfAll}, {scope, signal}) {
			wasAsked = true;
			try {
				const counted = await countServices({
					client, scope, range: {startMs, endMs}, ...!isOfAll && {services: [...claims.keys()]}, signal,
				});
				return counted ?? 'a second query is incomplete too';
			} catch (error) {
				if (!(error instanceof LokiError) || isAbort(error, signal)) {
					throw error;
				}

				return `a second query failed: ${error.why}`;
			}
		},
		begin() {
			wasAsked = false;
		},
		wasAsked: () => wasAsked,
	};
}
