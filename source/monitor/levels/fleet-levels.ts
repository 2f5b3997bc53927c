import type {Minute, MinuteCounts} from '../../detect/types.js';
import type {MinuteReader} from '../../loki/counts/read-minutes.js';
import {LokiError, LokiQueryError} from '../../loki/http/errors/index.js';
import {isAbort} from '../../loki/http/trouble.js';
import {queryKind} from '../../loki/logql/logql.js';
import type {
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../../loki/types.js';
import {createLevelBook, type LevelBook} from './level-book.js';
import {prime} from './prime.js';
import {recount} from './recount.js';
import {findRefused} from './refused.js';
import {servicesOf} from './services-of.js';

/** A filter that a person set: of one service, or of all services that a selector finds. */
export type GivenFilter = {readonly service?: string; readonly selector?: string; readonly stage: string};

/** After a Loki refused to count anew, it is asked again with one of so many readings. */
const retryEvery = 30;
/** A filter that was refused is tried again after so many readings: a Loki is changed now and then. */
const forgiveEvery = 360;
const maxNamed = 5;

export type PrepareOptions = {
	/** The time that is counted. */
	readonly window: TimeRange;
	/** What is known of a minute. */
	readonly knownAt: (startMs: number) => ReadonlyMap<string, MinuteCounts> | undefined;
	/** All services that are known. */
	readonly services: readonly string[];
	readonly signal: AbortSignal;
};

/** Keeps how the services of one fleet mark their errors, for screens and for checks. */
export type FleetLevels = {
	/** The scope with the filters of what was learnt, which grow with what is learnt. */
	readonly watch: (scope: Scope) => Scope;
	/** Takes lines that were read anyway. */
	readonly take: (entries: readonly LogEntry[]) => void;
	/** Before a reading: learns from a few lines where nothing is known yet, and counts anew what is to be counted otherwise. Gives minutes with their counts put right, oldest first. Throws the signal's reason only. */
	readonly prepare: (options: PrepareOptions) => Promise<readonly Minute[]>;
	/** Reads minutes with the filters in force. Where this Loki does not accept one, without it: whose errors that leaves untold is remembered. */
	readonly readMinutes: MinuteReader;
	readonly book: LevelBook;
	/** Says whose errors cannot be told; undefined where all can. */
	readonly untoldSentence: () => string | undefined;
	readonly save: () => unknown;
};

export type FleetLevelsOptions = {
	readonly client: LokiClient;
	readonly readMinutes: MinuteReader;
	readonly given?: readonly GivenFilter[] | undefined;
	readonly saved?: unknown;
};

export function createFleetLevels({client, readMinutes, given = [], saved}: FleetLevelsOptions): FleetLevels {
	/** The services of each filter, found so far: one that falls silent keeps its filter. */
	const found = given.map(({service}) => new Set(service === undefined ? [] : [service]));
	/** Of several filters for one service the last one counts. */
	const stages = (): ReadonlyMap<string, string> => new Map(given.flatMap(({stage}, index) => Array.from(found[index] ?? [], name => [name, stage] as const)));
	const book = createLevelBook({saved, given: stages()});
	let scope: Scope | undefined;
	/** Those that were known when selectors were last looked up. */
	let lookedUp: ReadonlySet<string> | undefined;
	let waits = 0;
	let primeWaits = 0;
	let prepared = 0;

	const findGiven = async (watched: Scope, {window, services, signal}: PrepareOptions): Promise<void> => {
		if (given.every(({selector}) => selector === undefined) || (lookedUp && services.every(name => lookedUp?.has(name)))) {
			return;
		}

		for (const [index, {selector}] of given.entries()) {
			if (selector === undefined) {
				continue;
			}

			const names = await servicesOf(client, watched, {selector, range: window, signal});
			for (const name of names) {
				found[index]?.add(name);
			}
		}

		book.give(stages());
		lookedUp = new Set(services);
	};

	const readWithoutRefused: MinuteReader = async options => {
		const asked = options.scope.errorFilters?.groups();
		try {
			return await readMinutes(options);
		} catch (error) {
			if (!(error instanceof LokiQueryError)) {
				throw error;
			}

			// Another reading, beside this one, has found out meanwhile.
			if (options.scope.errorFilters?.groups() !== asked) {
				return readMinutes(options);
			}

			const refused = await findRefused({
				client, scope: options.scope, endMs: options.range.endMs, signal: options.signal,
			});
			if (refused.length === 0) {
				throw error;
			}

			// The filters of the scope are those of the book, now without these.
			book.refuse(refused);
			return readMinutes(options);
		}
	};

	return {
		book,
		readMinutes: readWithoutRefused,
		watch(watched) {
			scope = {...watched, errorFilters: book.filters};
			return scope;
		},
		take(entries) {
			if (scope) {
				book.take(entries, scope);
			}
		},
		async prepare(options) {
			const {window, knownAt, signal} = options;
			if (++prepared % forgiveEvery === 0) {
				book.forgive();
			}

			if (!scope || waits-- > 0) {
				return [];
			}

			try {
				await findGiven(scope, options);
				// A Loki that cannot answer it is not asked before every count.
				if (!book.isPrimed() && primeWaits-- <= 0) {
					primeWaits = retryEvery;
					await prime({
						client, scope, book, endMs: window.endMs, signal,
					});
				}

				const counted = await recount({
					client, scope, book, readMinutes: readWithoutRefused, window, knownAt, signal,
				});
				waits = counted ? waits : retryEvery;
				return counted ?? [];
			} catch (error) {
				if (!(error instanceof LokiError) || isAbort(error, signal)) {
					throw error;
				}

				waits = retryEvery;
				return [];
			}
		},
		untoldSentence() {
			const refused = book.refused();
			const unmarked = [...book.untold()].filter(name => !refused.includes(name));
			const sentences = [
				...refused.length === 0 ? [] : [`Loki rejects the error filter of ${namesOf(refused)}; counting only errors that Loki labels itself (- means unknown, not 0). Set another with --error-filter.`],
				...unmarked.length === 0 ? [] : [`${namesOf(unmarked)} ${unmarked.length === 1 ? 'writes' : 'write'} no log level; errors are guessed from wording (- means unknown, not 0). Define them with --error-filter.`],
			];
			return sentences.length === 0 ? undefined : sentences.join(' ');
		},
		save: () => book.save(),
	};
}

const namesOf = (services: readonly string[]): string => `${services.slice(0, maxNamed).join(', ')}${services.length > maxNamed ? ` and ${services.length - maxNamed} more` : ''}`;

/**
Reads `payment=|~ "FAILED"` or `{namespace="legacy"}=|= "FAIL"`.

@throws LokiQueryError for stages that Loki would not take; RangeError where there is no service or no stage.
*/
export function readGivenFilter(text: string): GivenFilter {
	const [, target = '', stage = ''] = /^(\{(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`}])*\}|[^!={|}]+)=?([!|].*)$/s.exec(text.trim()) ?? [];
	if (target.trim() === '' || queryKind(`{a="b"} ${stage}`) !== 'log') {
		throw new RangeError(`an error filter is a service or a selector with stages behind it, payment=|~ "FAILED", not ${text.slice(0, 100)}`);
	}

	return target.startsWith('{') ? {selector: target, stage: stage.trim()} : {service: target.trim(), stage: stage.trim()};
}
