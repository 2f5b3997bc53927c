import {LokiError} from '../../loki/http/errors/index.js';
import {isAbort} from '../../loki/http/trouble.js';
import {loudServices} from '../../loki/lines/loud-services.js';
import {queryLogsUpTo} from '../../loki/lines/query-logs-up-to.js';
import {andSelector, noneOf} from '../../loki/logql/logql.js';
import {minuteMs} from '../../detect/minute.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import type {LevelBook} from './level-book.js';

const windowMs = 10 * minuteMs;
const maxLines = 2000;
/** A service with a larger part of a cut answer is left out of a second one, for the others' sake. */
const loudShare = 0.1;

export type PrimeOptions = {readonly client: LokiClient; readonly scope: Scope; readonly book: LevelBook; readonly endMs: number; readonly signal: AbortSignal};

/**
Reads a few lines of the fleet before the first count, one or two bounded questions, so that the first count knows how services mark their errors.
A Loki that does not answer them is counted by its own levels until the senses have read lines.
*/
export async function prime({client, scope, book, endMs, signal}: PrimeOptions): Promise<void> {
	const {serviceLabel} = scope.capabilities;
	const ask = async (selector: string) => queryLogsUpTo(client, {query: selector, range: {startMs: endMs - windowMs, endMs}, limit: maxLines}, {signal});
	try {
		const {entries, isCut} = await ask(scope.selector);
		book.take(entries, scope);
		const loud = isCut ? loudServices(entries, serviceLabel, loudShare) : [];
		if (loud.length > 0) {
			const quiet = await ask(andSelector(scope.selector, ...noneOf(serviceLabel, loud)));
			book.take(quiet.entries, scope);
		}
	} catch (error) {
		if (!(error instanceof LokiError) || isAbort(error, signal)) {
			throw error;
		}
	}
}
