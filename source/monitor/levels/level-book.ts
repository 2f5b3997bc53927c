import {levelLabelOf, quote, serviceNamed} from '../../loki/logql/logql.js';
import type {ErrorFilters, LogEntry, Scope} from '../../loki/types.js';
import {
	errorFilterOf,
	filterId,
	levelMarks,
	type LevelMark,
} from '../../patterns/error-filter.js';
import {
	isUntold,
	marksIn,
	needsFilter,
	newTally,
	takeLine,
	type LevelTally,
} from '../../patterns/learn-levels.js';

/** Lines of one service, and of all, that one sample teaches from. */
const linesPerService = 60;
const linesPerSample = 2500;
const mostServices = 2000;
/** Filters asked for at once; rarer sets of marks are counted with all marks there are. */
const mostGroups = 8;

/** How the errors of a service are told apart. */
export type Reading = {
	readonly service: string;
	readonly marks: readonly LevelMark[];
	/** The stage that a person set. */
	readonly given: string | undefined;
};

/** What was learnt of how services mark their errors, and by which filters they are counted. */
export type LevelBook = {
	/** Takes sampled lines of the fleet. */
	readonly take: (entries: readonly LogEntry[], scope: Scope) => void;
	/** Stages that a person set, by service: they go before what is learnt. */
	readonly give: (stages: ReadonlyMap<string, string>) => void;
	/** Whether lines were taken before, in this session or an earlier one. */
	readonly isPrimed: () => boolean;
	/** Services that are to be counted otherwise than they are now. */
	readonly pending: () => readonly string[];
	/** Counts these services by what was learnt of them from now on. */
	readonly settle: (services: readonly string[]) => void;
	readonly filters: ErrorFilters;
	/** The filters as they would be with what is pending for these services. */
	readonly wanted: (services: readonly string[]) => ErrorFilters;
	/** Services with a filter of their own. */
	readonly readings: () => readonly Reading[];
	/** Services that write no level in any way: no error among their lines says nothing. */
	readonly untold: () => ReadonlySet<string>;
	/** What `saved` takes: plain JSON. */
	readonly save: () => unknown;
};

export type LevelBookOptions = {
	readonly saved?: unknown;
};

type Entry = {
	readonly tally: LevelTally;
	/** By which it is counted; undefined for Loki's level. */
	inForce: readonly LevelMark[] | undefined;
	/** By which it should be. Marks are only ever added: each change means that hours are counted anew. */
	learnt: readonly LevelMark[] | undefined;
};

const isSame = (a: readonly LevelMark[] | undefined, b: readonly LevelMark[] | undefined): boolean => a === b || (a !== undefined && b !== undefined && filterId(new Set(a)) === filterId(new Set(b)));

/** The LogQL stages of a set of marks. */
export function stageOfMarks(marks: Iterable<LevelMark>): string {
	const {matches, excludes} = errorFilterOf(marks);
	return `|~ ${quote(matches)}${excludes === undefined ? '' : ` !~ ${quote(excludes)}`}`;
}

/** What was learnt of one fleet. */
export function createLevelBook({saved}: LevelBookOptions = {}): LevelBook {
	const entries = new Map<string, Entry>(readSaved(saved));
	let isPrimed = typeof saved === 'object' && saved !== null && (saved as {readonly isPrimed?: unknown}).isPrimed === true;
	let given: ReadonlyMap<string, string> = new Map();
	let lastUntold: ReadonlySet<string> = new Set();
	/** Counts changes of what is in force, so that views are made anew only then. */
	let changes = 0;

	const entryOf = (service: string): Entry | undefined => {
		let entry = entries.get(service);
		if (!entry && entries.size < mostServices) {
			entry = {tally: newTally(), inForce: undefined, learnt: undefined};
			entries.set(service, entry);
		}

		return entry;
	};

	const stagesWith = (pick: (service: string, entry: Entry) => readonly LevelMark[] | undefined): ReadonlyMap<string, readonly string[]> => {
		const byId = new Map<string, {readonly marks: readonly LevelMark[]; readonly services: string[]}>();
		for (const [service, entry] of entries) {
			const marks = given.has(service) ? undefined : pick(service, entry);
			if (!marks) {
				continue;
			}

			const id = filterId(new Set(marks));
			const group = byId.get(id) ?? {marks, services: []};
			group.services.push(service);
			byId.set(id, group);
		}

		const groups = new Map<string, string[]>();
		const add = (stage: string, services: readonly string[]): void => {
			groups.set(stage, [...groups.get(stage) ?? [], ...services]);
		};

		for (const [index, {marks, services}] of [...byId.values()].toSorted((a, b) => b.services.length - a.services.length).entries()) {
			const hasWords = marks.includes('words');
			add(stageOfMarks(index < mostGroups ? marks : levelMarks.filter(mark => mark !== 'words' || hasWords)), services);
		}

		for (const [service, stage] of given) {
			add(stage, [service]);
		}

		return groups;
	};

	const viewOf = (pick: (service: string, entry: Entry) => readonly LevelMark[] | undefined): ErrorFilters => {
		let groups: ReadonlyMap<string, readonly string[]> | undefined;
		let stages: ReadonlyMap<string, string> = new Map();
		let version = -1;
		const refresh = (): ReadonlyMap<string, readonly string[]> => {
			if (!groups || version !== changes) {
				version = changes;
				groups = stagesWith(pick);
				stages = new Map([...groups].flatMap(([stage, services]) => services.map(service => [service, stage] as const)));
			}

			return groups;
		};

		return {
			groups: refresh,
			stageOf(service) {
				refresh();
				return stages.get(service);
			},
		};
	};

	return {
		give(stages) {
			given = stages;
			changes++;
		},
		take(lines, {capabilities}) {
			const {serviceLabel} = capabilities;
			const levelLabel = levelLabelOf(capabilities);
			const taken = new Map<string, number>();
			let all = 0;
			isPrimed ||= lines.length > 0;
			for (const {line, labels} of lines.toReversed()) {
				const service = serviceNamed(labels[serviceLabel]);
				const count = taken.get(service) ?? 0;
				const entry = count < linesPerService && all < linesPerSample ? entryOf(service) : undefined;
				if (!entry) {
					continue;
				}

				taken.set(service, count + 1);
				all++;
				takeLine(entry.tally, line, levelLabel === undefined ? undefined : labels[levelLabel]);
			}

			for (const service of taken.keys()) {
				const entry = entries.get(service);
				if (entry && needsFilter(entry.tally)) {
					entry.learnt = levelMarks.filter(mark => entry.learnt?.includes(mark) === true || marksIn(entry.tally).includes(mark));
				}
			}
		},
		isPrimed: () => isPrimed,
		pending: () => [...entries].filter(([service, {inForce, learnt}]) => !given.has(service) && !isSame(inForce, learnt)).map(([service]) => service),
		settle(services) {
			for (const service of services) {
				const entry = entries.get(service);
				if (entry) {
					entry.inForce = entry.learnt;
				}
			}

			changes++;
		},
		filters: viewOf((_service, {inForce}) => inForce),
		wanted(services) {
			const meant = new Set(services);
			return viewOf((service, {learnt}) => meant.has(service) ? learnt : undefined);
		},
		readings: () => [
			...[...entries].filter(([service, {learnt}]) => learnt !== undefined && !given.has(service)).map(([service, {learnt = []}]) => ({service, marks: learnt, given: undefined})),
			...Array.from(given, ([service, stage]) => ({service, marks: [], given: stage})),
		],
		untold() {
			const now = [...entries].filter(([service, {tally}]) => !given.has(service) && isUntold(tally)).map(([service]) => service);
			if (now.length !== lastUntold.size || now.some(service => !lastUntold.has(service))) {
				lastUntold = new Set(now);
			}

			return lastUntold;
		},
		save: () => ({services: [...entries].filter(([, {learnt}]) => learnt !== undefined).map(([service, {inForce, learnt}]) => ({service, inForce, learnt})), isPrimed}),
	};
}

type Saved = {readonly service: string; readonly inForce?: readonly LevelMark[]; readonly learnt?: readonly LevelMark[]};

const marksOfSaved = (value: unknown): readonly LevelMark[] | undefined => Array.isArray(value) ? levelMarks.filter(mark => value.includes(mark)) : undefined;

const isSaved = (value: unknown): value is Saved => typeof value === 'object' && value !== null && typeof (value as Saved).service === 'string';

/** What of it cannot be used is passed over. */
function readSaved(saved: unknown): ReadonlyArray<readonly [string, Entry]> {
	const services: unknown = typeof saved === 'object' && saved !== null ? (saved as {readonly services?: unknown}).services : undefined;
	return (Array.isArray(services) ? services : []).filter(value => isSaved(value)).slice(0, mostServices).map(({service, inForce, learnt}) => [
		service, {tally: newTally(), inForce: marksOfSaved(inForce), learnt: marksOfSaved(learnt)},
	]);
}
