import {LokiError, LokiUnreachableError} from '../http/errors/index.js';
import {matcher, parseSelector} from '../logql/logql.js';
import type {
	Capabilities,
	LokiClient,
	Scope,
	TimeRange,
} from '../types.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import {findErrorSource} from './error-source.js';
import type {Guess} from './guesses.js';
import {betterLabel, findServices} from './service-label.js';

/** The newest hour first; a quiet fleet, or one that stopped, shows in the day before. */
const lookBacksMs = [hourMs, 24 * hourMs] as const;
const probeMs = 5 * minuteMs;
const maxValuesShown = 10;
const maxLabelsShown = 20;

export type DiscoverOptions = {
	readonly client: LokiClient;
	/** Any text; it is checked. The widest sensible selector where not given. */
	readonly selector?: string | undefined;
	/** Names services where the user knows better. */
	readonly serviceLabel?: string | undefined;
	/** Holds the level where the user knows better. */
	readonly levelLabel?: string | undefined;
	/** Asks for the volume endpoint too, which only `doctor` reports. */
	readonly asksVolume?: boolean;
	readonly nowMs: number;
	readonly signal?: AbortSignal;
};

/** What there is to select: for the message where a selector matches nothing. */
export type ExistingLabel = {readonly label: string; readonly values: readonly string[]};

export type Discovery = {
	readonly capabilities: Capabilities;
	/** The selector that was given or chosen, with the capabilities. */
	readonly scope: Scope;
	/** Names in the label's alphabetical order; empty where the selector matches nothing. */
	readonly services: readonly string[];
	/** Labels of the selected streams; where the selector matches nothing, all labels of this Loki. */
	readonly labels: readonly string[];
	/** Filled where no service was found: the labels of this Loki, with some of their values. Empty for an empty Loki. */
	readonly existing: readonly ExistingLabel[];
	/** Where services or labels were found. */
	readonly range: TimeRange;
};

/**
Finds out what this Loki holds and can do. What it cannot do is a step down, not an error: no build information, no `service_name`, no `detected_level`, no patterns, no volume. What an error kept from being asked is guessed, and named as such.
Throws LokiQueryError for a selector that is none, and whatever keeps Loki from being asked at all.
*/
export async function discover({client, selector, serviceLabel, levelLabel, asksVolume = false, nowMs, signal}: DiscoverOptions): Promise<Discovery> {
	const options = {signal};
	const wanted = selector === undefined || selector.trim() === '' ? undefined : parseSelector(selector);
	const guesses: Guess[] = [];
	const guess = (about: Guess['about']) => (why: string) => {
		guesses.push({about, why});
	};

	const [version, found] = await Promise.all([
		readVersion(client, signal, guess('version')),
		findServices({
			client,
			selector: wanted,
			serviceLabel,
			ranges: lookBacksMs.map(lengthMs => ({startMs: nowMs - lengthMs, endMs: nowMs})),
			signal,
		}),
	]);
	const label = found.label ?? serviceLabel ?? (isOld(version) ? 'app' : 'service_name');
	const scoped = wanted ?? `{${matcher(label, '=~', '.+')}}`;
	const probe = {startMs: nowMs - probeMs, endMs: nowMs};
	const hasServices = found.services.length > 0;
	const [{errorSource, guess: whyGuessed, sampled}, hasPatterns, hasVolume, existing] = await Promise.all([
		levelLabel === undefined
			? findErrorSource({
				client,
				selector: scoped,
				labels: found.labels,
				range: found.range,
				isOld: isOld(version),
				signal,
			})
			: {errorSource: 'level' as const, guess: undefined, sampled: new Map<string, string>()},
		isThere(async () => client.patterns(scoped, probe, options), signal, guess('patterns')),
		asksVolume ? isThere(async () => client.volume(scoped, probe, label, options), signal, guess('volume')) : undefined,
		hasServices ? [] : readExisting(client, found.range, signal),
	]);
	if (whyGuessed !== undefined) {
		guess('errorSource')(whyGuessed);
	}

	const better = serviceLabel === undefined && sampled ? betterLabel(label, sampled) : undefined;
	if (better !== undefined) {
		guess('serviceLabel')(`lines have the label ${better} too`);
	} else if (serviceLabel === undefined && !sampled) {
		guess('serviceLabel')('no line could be looked at');
	}

	const capabilities: Capabilities = {
		version,
		serviceLabel: label,
		errorSource,
		...levelLabel !== undefined && {levelLabel},
		hasPatterns,
		...hasVolume !== undefined && {hasVolume},
		...guesses.length > 0 && {guesses},
	};
	return {
		capabilities,
		scope: {selector: scoped, capabilities},
		services: found.services,
		labels: hasServices ? found.labels : existing.map(({label: name}) => name),
		existing,
		range: found.range,
	};
}

/** Unknown counts as new: it is what a gateway without this endpoint most likely stands before. */
function isOld(version: string | undefined): boolean {
	return version !== undefined && /^[0-2]\./.test(version.replace(/^v/, ''));
}

/** Undefined where it is not told: gateways often leave this endpoint out. */
async function readVersion(client: LokiClient, signal: AbortSignal | undefined, guess: (why: string) => void): Promise<string | undefined> {
	try {
		const {version} = await client.buildInfo({signal});
		return version === '' ? undefined : version;
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof LokiUnreachableError) {
			throw error;
		}

		if (error instanceof LokiError && error.canPass) {
			guess(error.why);
		}

		return undefined;
	}
}

/** Whether an optional endpoint answers; any of its failures counts as no, those that may pass as a guess. */
async function isThere(ask: () => Promise<unknown>, signal: AbortSignal | undefined, guess: (why: string) => void): Promise<boolean> {
	try {
		return await ask() !== undefined;
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof LokiError) {
			if (error.canPass) {
				guess(error.why);
			}

			return false;
		}

		throw error;
	}
}

async function readExisting(client: LokiClient, range: TimeRange, signal: AbortSignal | undefined): Promise<readonly ExistingLabel[]> {
	const labels = await client.labels(range, {signal});
	return Promise.all(labels.slice(0, maxLabelsShown).map(async label => {
		const values = await client.labelValues(label, range, undefined, {signal});
		return {label, values: values.slice(0, maxValuesShown)};
	}));
}
