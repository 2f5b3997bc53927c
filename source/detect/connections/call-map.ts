import {minuteMs} from '../minute.js';
import type {Call} from './types.js';

/** Who calls whom, in the lines of both; the weakest and oldest go first. */
const maxEdges = 5000;
/** Minutes with errors that are remembered of one edge. */
const maxMinutes = 120;
/** Fewer lines may be a chance, or somebody's joke. */
const minLines = 3;
/** What a third of a fleet names, and more services than these, is a hub: to call it is no connection. */
const hubShare = 1 / 3;
const minHubCallers = 8;
/** So many calls, one behind the other, are followed where an order of lines is held against names. */
const maxSteps = 4;

type Edge = {
	readonly caller: string;
	readonly callee: string;
	/** No service of the fleet. */
	isOutside: boolean;
	/** Lines of all kinds that tell of a call, and requests that do. */
	lines: number;
	/** Those of them that are requests: an order of lines, which may mislead. */
	traced: number;
	firstMs: number;
	lastMs: number;
	/** Error lines of the caller that name the callee, by minute. */
	readonly errors: Map<number, number>;
};

export type SavedCall = {
	readonly caller: string;
	readonly callee: string;
	readonly isOutside?: boolean;
	readonly lines: number;
	readonly traced?: number;
	readonly firstMs: number;
	readonly lastMs: number;
	readonly errors: ReadonlyArray<readonly [minuteMs: number, lines: number]>;
};

/** The learnt map of calls. */
export type CallMap = {
	/** One line names a call; `isError` where it is an error of the caller. */
	readonly note: (call: Call & {readonly timeMs: number; readonly isError: boolean; readonly isCall: boolean; readonly isTraced?: boolean}) => void;
	/** Error lines of a service that name other services, from a time on. */
	readonly named: (caller: string, sinceMs: number) => ReadonlyMap<string, number>;
	/** Error lines of a service that name hosts which are no service, from a time on. */
	readonly outside: (caller: string, sinceMs: number) => ReadonlyMap<string, number>;
	/** The services that a service is known to call, and by how many lines; a hub is left out. */
	readonly calls: (caller: string) => ReadonlyMap<string, number>;
	/** All calls that are known from more than a line or two; the same list until there are others. */
	readonly known: () => readonly Call[];
	readonly save: () => readonly SavedCall[];
};

const areSame = (some: readonly Call[], others: readonly Call[]): boolean => some.length === others.length
	&& some.every(({caller, callee, isOutside}, index) => caller === others[index]?.caller && callee === others[index].callee && isOutside === others[index].isOutside);

/** Made for what `save` gave. */
export function createCallMap(saved: readonly SavedCall[] = []): CallMap {
	const byCaller = new Map<string, Map<string, Edge>>();
	let known: readonly Call[] = [];
	/** Whether calls were noted since that list was made. */
	let isListOld = true;
	const callersOf = new Map<string, number>();
	let size = 0;

	const put = (edge: Edge): void => {
		const edges = byCaller.get(edge.caller) ?? new Map<string, Edge>();
		byCaller.set(edge.caller, edges);
		edges.set(edge.callee, edge);
		callersOf.set(edge.callee, (callersOf.get(edge.callee) ?? 0) + 1);
		size++;
	};

	const drop = ({caller, callee}: Edge): void => {
		byCaller.get(caller)?.delete(callee);
		callersOf.set(callee, (callersOf.get(callee) ?? 1) - 1);
		size--;
	};

	const all = (): Edge[] => [...byCaller.values()].flatMap(edges => [...edges.values()]);

	/** A tenth at once, so that a full map is not sorted for each line. */
	const makeRoom = (): void => {
		if (size < maxEdges) {
			return;
		}

		const weakest = all().toSorted((a, b) => Number(a.lines >= minLines) - Number(b.lines >= minLines) || a.lastMs - b.lastMs);
		for (const edge of weakest.slice(0, maxEdges / 10)) {
			drop(edge);
		}
	};

	for (const {errors, isOutside = false, traced = 0, ...edge} of saved.slice(0, maxEdges)) {
		put({
			...edge, isOutside, traced, errors: new Map(errors),
		});
	}

	const errorsSince = (caller: string, sinceMs: number, isOutside: boolean): ReadonlyMap<string, number> => {
		const found = new Map<string, number>();
		for (const edge of byCaller.get(caller)?.values() ?? []) {
			const lines = edge.isOutside === isOutside ? [...edge.errors].reduce((sum, [timeMs, count]) => sum + (timeMs + minuteMs > sinceMs ? count : 0), 0) : 0;
			if (lines >= minLines) {
				found.set(edge.callee, lines);
			}
		}

		return found;
	};

	/** Whom a service calls as lines say by name. */
	const saidCallees = (caller: string): readonly string[] => [...byCaller.get(caller)?.values() ?? []].filter(({lines, traced}) => lines - traced >= minLines).map(({callee}) => callee);

	/** Whether lines say that the one calls the other, over a few others or not. */
	const isSaid = (caller: string, callee: string): boolean => {
		let reached = new Set([caller]);
		for (let step = 0; step < maxSteps && !reached.has(callee); step++) {
			reached = new Set([...reached, ...[...reached].flatMap(service => saidCallees(service))]);
		}

		return reached.has(callee);
	};

	/** Known from more than a line or two; where requests alone tell of it, only if no line says the opposite. */
	const isKnown = ({caller, callee, lines, traced}: Edge): boolean => lines >= minLines && (lines - traced >= minLines || !isSaid(callee, caller));

	const isHub = (service: string): boolean => {
		const callers = callersOf.get(service) ?? 0;
		return callers > minHubCallers && callers > byCaller.size * hubShare;
	};

	return {
		note({caller, callee, isOutside, timeMs, isError, isCall, isTraced = false}) {
			if (caller === callee) {
				return;
			}

			let edge = byCaller.get(caller)?.get(callee);
			if (!edge) {
				makeRoom();
				edge = {
					caller, callee, isOutside, lines: 0, traced: 0, firstMs: timeMs, lastMs: timeMs, errors: new Map(),
				};
				put(edge);
			}

			isListOld = true;
			edge.isOutside &&= isOutside;
			edge.lines += Number(isCall);
			edge.traced += Number(isTraced);
			edge.firstMs = Math.min(edge.firstMs, timeMs);
			edge.lastMs = Math.max(edge.lastMs, timeMs);
			if (!isError) {
				return;
			}

			const minute = Math.floor(timeMs / minuteMs) * minuteMs;
			edge.errors.set(minute, (edge.errors.get(minute) ?? 0) + 1);
			if (edge.errors.size > maxMinutes) {
				edge.errors.delete(Math.min(...edge.errors.keys()));
			}
		},
		named: (caller, sinceMs) => errorsSince(caller, sinceMs, false),
		outside: (caller, sinceMs) => errorsSince(caller, sinceMs, true),
		calls(caller) {
			const edges = [...byCaller.get(caller)?.values() ?? []];
			return new Map(edges.filter(edge => !edge.isOutside && edge.lastMs - edge.firstMs >= minuteMs && !isHub(edge.callee) && isKnown(edge)).map(({callee, lines}) => [callee, lines]));
		},
		known() {
			if (isListOld) {
				isListOld = false;
				const calls = all().filter(edge => isKnown(edge)).map(({caller, callee, isOutside}): Call => ({caller, callee, isOutside}));
				known = areSame(calls, known) ? known : calls;
			}

			return known;
		},
		save: () => all().map(({errors, ...edge}) => ({...edge, errors: [...errors]})),
	};
}
