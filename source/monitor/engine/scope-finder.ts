import {isDeepStrictEqual} from 'node:util';
import {minuteMs} from '../../detect/minute.js';
import {discover, type ExistingLabel} from '../../loki/discovery/discover.js';
import {askAgainAfterMs, settle} from '../../loki/discovery/guesses.js';
import type {LokiError} from '../../loki/http/errors/index.js';
import {andSelector, anyOf} from '../../loki/logql/logql.js';
import {withoutOwnStreams} from '../../loki/logql/own-streams.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {labelOfUnnamed} from '../corroborate/unnamed-lines.js';
import {tolerate} from './tolerate.js';

/** The newest lines tell what names services now. */
const unnamedMs = 5 * minuteMs;

/** What is watched, and when it was found out. */
export type SavedScope = {
	readonly scope: Scope;
	readonly discoveredMs: number;
	/** When what is guessed of the scope was asked for last, and how often in vain. */
	readonly guessed: {readonly askedMs: number; readonly tries: number};
	/** The label that names services seems to be gone: another one is looked for. */
	readonly isDoubted?: boolean | undefined;
};

export type FoundScope =
	| {readonly type: 'found'; readonly scope: Scope}
	/** `scope` is what was looked for, `labels` what there is instead. */
	| {readonly type: 'nothing-matches'; readonly scope: Scope; readonly labels: readonly ExistingLabel[]};

export type ScopeFinderOptions = {
	readonly client: LokiClient;
	/** A stream selector; the broadest sensible one is found where it is not given. */
	readonly selector: string | undefined;
	/** Only these services; all where not given. */
	readonly services?: readonly string[] | undefined;
	readonly serviceLabel: string | undefined;
	/** The label that holds the level, where a person says so. */
	readonly levelLabel?: string | undefined;
	/** Adds to a scope what grows with what is learnt of it. */
	readonly dress: (scope: Scope) => Scope;
	/** What was found is good for so long. */
	readonly goodForMs: number;
	readonly saved?: SavedScope | undefined;
	/** Errors that are not passed over where only a guess is asked for again. */
	readonly isFatal: (error: LokiError) => boolean;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

export type ScopeFinder = {
	/** Finds what to watch: at first, when that is too old, and what was guessed again and again. The same object where nothing was asked. Throws what the client throws, but not for a guess. */
	readonly find: (signal: AbortSignal) => Promise<FoundScope>;
	/** The label that names services seems to be gone: the next time another one is looked for. */
	readonly doubt: () => void;
	/** Undefined until something was found. */
	readonly scope: () => Scope | undefined;
	readonly save: () => SavedScope | undefined;
};

const isSame = (before: Scope, next: Scope): boolean => before.selector === next.selector && isDeepStrictEqual(before.capabilities, next.capabilities);

/** Finds out what this Loki is and can do, and keeps it up to date. */
export function createScopeFinder({client, selector, services, serviceLabel, levelLabel, dress, goodForMs, saved, isFatal, now}: ScopeFinderOptions): ScopeFinder {
	let scope = saved && dress(saved.scope);
	let discoveredMs = saved?.discoveredMs ?? 0;
	let guessed = saved?.guessed ?? {askedMs: 0, tries: 0};
	let isDoubted = saved?.isDoubted ?? false;

	const look = async (nowMs: number, signal: AbortSignal, label = serviceLabel): Promise<FoundScope> => {
		const found = await discover({
			client, selector, serviceLabel: label, levelLabel, nowMs, signal,
		});
		const {capabilities} = found.scope;
		const wide = withoutOwnStreams(found.scope.selector);
		const wanted = {selector: services ? andSelector(wide, anyOf(capabilities.serviceLabel, services)) : wide, capabilities};
		if (found.services.some(service => services?.includes(service) ?? true)) {
			return {type: 'found', scope: wanted};
		}

		const names = {label: capabilities.serviceLabel, values: found.services};
		return {type: 'nothing-matches', scope: wanted, labels: found.services.length > 0 ? [names] : found.existing};
	};

	/** Asks again for what was guessed. What comes of it, or that it cannot be asked, changes nothing else. */
	const askAgain = async (before: Scope, nowMs: number, signal: AbortSignal): Promise<Scope> => {
		guessed = {askedMs: nowMs, tries: guessed.tries + 1};
		let settled = before;
		await tolerate(async () => {
			const again = await look(nowMs, signal);
			const next = again.type === 'found' ? settle(before, again.scope) : before;
			// What was made for a scope is made anew for another one: nothing new is the same scope.
			settled = isSame(before, next) ? before : dress(next);
		}, {isFatal, signal});
		return settled;
	};

	/** What names services now, where something else than before does: a Loki that was set back to an older version, a shipper that was set up anew. */
	const lookForLabel = async (before: Scope, nowMs: number, signal: AbortSignal): Promise<Scope> => {
		isDoubted = false;
		let next = before;
		await tolerate(async () => {
			const label = await labelOfUnnamed(client, {startMs: nowMs - unnamedMs, endMs: nowMs}, {scope: before, signal});
			const again = label === undefined ? undefined : await look(nowMs, signal, label);
			if (again?.type !== 'found') {
				return;
			}

			next = dress(again.scope);
			discoveredMs = nowMs;
			guessed = {askedMs: nowMs, tries: 0};
		}, {isFatal, signal});
		return next;
	};

	return {
		async find(signal) {
			const nowMs = now();
			if (scope && isDoubted) {
				scope = await lookForLabel(scope, nowMs, signal);
				return {type: 'found', scope};
			}

			if (scope && nowMs >= discoveredMs && nowMs - discoveredMs < goodForMs) {
				if (nowMs - guessed.askedMs >= askAgainAfterMs(scope.capabilities, guessed.tries)) {
					scope = await askAgain(scope, nowMs, signal);
				}

				return {type: 'found', scope};
			}

			const found = await look(nowMs, signal);
			if (found.type === 'nothing-matches') {
				return found;
			}

			discoveredMs = nowMs;
			guessed = {askedMs: nowMs, tries: 0};
			scope = dress(scope ? settle(scope, found.scope) : found.scope);
			return {type: 'found', scope};
		},
		doubt() {
			// A label that a person chose stays.
			isDoubted = serviceLabel === undefined;
		},
		scope: () => scope,
		save: () => scope && {
			scope, discoveredMs, guessed, isDoubted,
		},
	};
}
