import {readMinutes} from '../../loki/counts/read-minutes.js';
import {hourMs} from '../../detect/minute.js';
import {closedMinutes} from '../../loki/counts/windows.js';
import {LokiQueryError} from '../../loki/http/errors/index.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import type {GivenFilter} from '../../monitor/levels/fleet-levels.js';
import {servicesOf} from '../../monitor/levels/services-of.js';

/** A selector finds the services of this time, as the start of a session with the usual baseline does. */
const foundWithinMs = 24 * hourMs;

/** A filter that a person set, and what Loki makes of it. */
export type ProbedFilter = GivenFilter & {
	readonly outcome:
		/** Lines of the last minutes that it takes for errors. */
		| {readonly type: 'taken'; readonly services: number; readonly lines: number}
		/** Nothing in what is watched has this name, or fits this selector. */
		| {readonly type: 'finds-nothing'}
		/** In Loki's words. */
		| {readonly type: 'refused'; readonly why: string};
};

export type ProbeFiltersOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly given: readonly GivenFilter[];
	/** The services that are watched. */
	readonly services: readonly string[];
	/** What is counted in, up to now. */
	readonly minutes: number;
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/** Asks Loki with each filter that was set as each poll does, one after the other. Throws what the client throws, but not for a filter that is refused. */
export async function probeFilters({client, scope, given, services, minutes, nowMs, signal}: ProbeFiltersOptions): Promise<readonly ProbedFilter[]> {
	const range = closedMinutes(nowMs, minutes);
	const probe = async (filter: GivenFilter): Promise<ProbedFilter['outcome']> => {
		const {service, selector, stage} = filter;
		try {
			const found = selector === undefined
				? services.filter(name => name === service)
				: await servicesOf(client, scope, {selector, range: {startMs: nowMs - foundWithinMs, endMs: nowMs}, signal});
			return found.length === 0 ? {type: 'finds-nothing'} : {type: 'taken', services: found.length, lines: await countErrors(found, stage)};
		} catch (error) {
			if (!(error instanceof LokiQueryError)) {
				throw error;
			}

			return {type: 'refused', why: error.why};
		}
	};

	/** In parts where there are more series than Loki answers with, as a poll would. */
	const countErrors = async (found: readonly string[], stage: string): Promise<number> => {
		const meant = new Set(found);
		const errorFilters = {stageOf: (name: string) => meant.has(name) ? stage : undefined, groups: () => new Map([[stage, found]])};
		const read = await readMinutes({
			client, scope: {...scope, errorFilters}, range, services: found, signal,
		});
		return read.minutes.flatMap(({counts}) => [...counts?.values() ?? []]).reduce((sum, {errors}) => sum + (Number.isNaN(errors) ? 0 : errors), 0);
	};

	const probed: ProbedFilter[] = [];
	for (const filter of given) {
		probed.push({...filter, outcome: await probe(filter)});
	}

	return probed;
}
