import {levelLabelOf, serviceNamed} from '../../loki/logql/logql.js';
import type {ErrorFilters, LogEntry, Scope} from '../../loki/types.js';
import {levelMarks, type LevelMark} from '../../patterns/error-filter.js';
import {
	isUntold,
	marksIn,
	needsFilter,
	newTally,
	takeLine,
	type LevelTally,
} from '../../patterns/learn-levels.js';
import {groupByStage, isSameFilter, type Filter} from './stage-groups.js';

/** Lines of one service, and of all, that one sample teaches from. */
const linesPerService = 60;
const linesPerSample = 2500;
const maxServices = 2000;
/** What was learnt of how a service marks its errors. */
export type Reading = {readonly service: string; readonly marks: readonly LevelMark[]};

/** What was learnt of how services mark their errors, and by which filters they are counted. */
export type LevelBook = {
	/** Takes sampled lines of the fleet. */
	readonly take: (entries: readonly LogEntry[], scope: Scope) => void;
	/** More stages that a person set, by service: they go before what is learnt, and are pending as what is learnt is. */
	readonly give: (stages: ReadonlyMap<string, string>) => void;
	/** Whether lines were taken before, in this session or an earlier one. */
	readonly isPrimed: () => boolean;
	/** Services that are to be counted otherwise than they are now. */
	readonly pending: () => readonly string[];
	/** Counts these services by what was set or learnt of them from now on. */
	readonly settle: (services: readonly string[]) => void;
	readonly filters: ErrorFilters;
	/** The filters as they would be with what is pending for these services. */
	readonly wanted: (services: readonly string[]) => ErrorFilters;
	/** Takes it that this Loki does not accept the filters of these services: they are counted by what Loki itself tells. */
	readonly refuse: (services: readonly string[]) => void;
	/** Services whose filter this Loki does not accept. */
	readonly refused: () => readonly string[];
	/** Lets the filters that were refused be tried again. */
	readonly forgive: () => void;
	/** What was learnt, of services without a stage that a person set. */
	readonly readings: () => readonly Reading[];
	/** Services that write no level in any way, or whose error filter is refused: no error among their lines says nothing. */
	readonly untold: () => ReadonlySet<string>;
	/** What `saved` takes: plain JSON. */
	readonly save: () => unknown;
};

export type LevelBookOptions = {
	readonly saved?: unknown;
	/** Stages that a person set, by service: in force from the start, where what was saved was not counted otherwise. */
	readonly given?: ReadonlyMap<string, string>;
};

type Entry = {
	readonly tally: LevelTally;
	/** By which it is counted; undefined for Loki's level. */
	inForce: Filter | undefined;
	/** The stage that a person set. */
	readonly given: string | undefined;
	/** Marks are only ever added: each change means that hours are counted anew. */
	learnt: readonly LevelMark[] | undefined;
	/** This Loki does not accept its filter. */
	isRefused?: boolean;
};

const newEntry = (inForce?: Filter): Entry => ({
	tally: newTally(), inForce, given: undefined, learnt: undefined,
});

/** By what a service should be counted. */
const wantedOf = ({given, learnt, isRefused = false}: Entry): Filter | undefined => isRefused ? undefined : given ?? learnt;

/** What was learnt of one fleet. */
export function createLevelBook({saved, given = new Map()}: LevelBookOptions = {}): LevelBook {
	const entries = new Map<string, Entry>(readSaved(saved));
	let isPrimed = typeof saved === 'object' && saved !== null && (saved as {readonly isPrimed?: unknown}).isPrimed === true;
	let lastUntold: ReadonlySet<string> = new Set();
	/** Counts changes of what is in force, so that views are made anew only then. */
	let changes = 0;

	for (const [service, stage] of given) {
		entries.set(service, {...entries.get(service) ?? newEntry(stage), given: stage});
	}

	const entryOf = (service: string): Entry | undefined => {
		let entry = entries.get(service);
		if (!entry && entries.size < maxServices) {
			entry = newEntry();
			entries.set(service, entry);
		}

		return entry;
	};

	const viewOf = (pick: (service: string, entry: Entry) => Filter | undefined): ErrorFilters => {
		let groups: ReadonlyMap<string, readonly string[]> | undefined;
		let stages: ReadonlyMap<string, string> = new Map();
		let version = -1;
		const refresh = (): ReadonlyMap<string, readonly string[]> => {
			if (!groups || version !== changes) {
				version = changes;
				groups = groupByStage([...entries].flatMap(([service, entry]) => {
					const filter = pick(service, entry);
					return filter === undefined ? [] : [[service, filter] as const];
				}));
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
			for (const [service, stage] of stages) {
				// What a person set finds room, however many services there are.
				entries.set(service, {...entries.get(service) ?? newEntry(), given: stage});
			}
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
		pending: () => [...entries].filter(([, entry]) => !isSameFilter(entry.inForce, wantedOf(entry))).map(([service]) => service),
		settle(services) {
			for (const service of services) {
				const entry = entries.get(service);
				if (entry) {
					entry.inForce = wantedOf(entry);
				}
			}

			changes++;
		},
		filters: viewOf((_service, {inForce}) => inForce),
		wanted(services) {
			const meant = new Set(services);
			return viewOf((service, entry) => meant.has(service) ? wantedOf(entry) : undefined);
		},
		refuse(services) {
			for (const service of services) {
				const entry = entries.get(service);
				if (!entry) {
					continue;
				}

				entry.isRefused = true;
				entry.inForce = undefined;
			}

			changes++;
		},
		refused: () => [...entries].filter(([, {isRefused}]) => isRefused).map(([service]) => service).toSorted(),
		forgive() {
			for (const entry of entries.values()) {
				entry.isRefused = false;
			}
		},
		readings: () => [...entries].flatMap(([service, {given: stage, learnt}]) => stage === undefined && learnt ? [{service, marks: learnt}] : []),
		untold() {
			const now = [...entries].filter(([, {tally, given: stage, isRefused = false}]) => isRefused || (stage === undefined && isUntold(tally))).map(([service]) => service);
			if (now.length !== lastUntold.size || now.some(service => !lastUntold.has(service))) {
				lastUntold = new Set(now);
			}

			return lastUntold;
		},
		save: () => ({services: [...entries].filter(([, {inForce, learnt}]) => inForce !== undefined || learnt !== undefined).map(([service, {inForce, learnt}]) => ({service, inForce, learnt})), isPrimed}),
	};
}

type Saved = {readonly service: string; readonly inForce?: unknown; readonly learnt?: unknown};

const marksOfSaved = (value: unknown): readonly LevelMark[] | undefined => Array.isArray(value) ? levelMarks.filter(mark => value.includes(mark)) : undefined;

const isSaved = (value: unknown): value is Saved => typeof value === 'object' && value !== null && typeof (value as Saved).service === 'string';

/** What of it cannot be used is passed over. */
function readSaved(saved: unknown): ReadonlyArray<readonly [string, Entry]> {
	const services: unknown = typeof saved === 'object' && saved !== null ? (saved as {readonly services?: unknown}).services : undefined;
	return (Array.isArray(services) ? services : []).filter(value => isSaved(value)).slice(0, maxServices).map(({service, inForce, learnt}) => [
		service, {
			tally: newTally(), inForce: typeof inForce === 'string' ? inForce : marksOfSaved(inForce), given: undefined, learnt: marksOfSaved(learnt),
		},
	]);
}
