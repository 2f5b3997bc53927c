import {quote} from '../../loki/logql/logql.js';
import {
	errorFilterOf,
	filterId,
	levelMarks,
	type LevelMark,
} from '../../patterns/error-filter.js';

/** Sets of marks asked for at once; rarer ones are counted with all marks there are. */
const maxGroups = 8;

/** What tells the errors of a service: the marks that were learnt of it, or the LogQL stages that a person set. */
export type Filter = readonly LevelMark[] | string;

export const isSameFilter = (a: Filter | undefined, b: Filter | undefined): boolean => a === b || (Array.isArray(a) && Array.isArray(b) && filterId(new Set(a)) === filterId(new Set(b)));

/** The LogQL stages of a set of marks. */
function stageOfMarks(marks: Iterable<LevelMark>): string {
	const {matches, excludes} = errorFilterOf(marks);
	return `|~ ${quote(matches)}${excludes === undefined ? '' : ` !~ ${quote(excludes)}`}`;
}

/** Services by the LogQL stages that keep their error lines: as few groups as one question has room for, and each stage that a person set. */
export function groupByStage(filters: ReadonlyArray<readonly [service: string, filter: Filter]>): ReadonlyMap<string, readonly string[]> {
	const groups = new Map<string, string[]>();
	const add = (stage: string, services: readonly string[]): void => {
		const group = groups.get(stage);
		if (group) {
			group.push(...services);
		} else {
			groups.set(stage, [...services]);
		}
	};

	const byId = new Map<string, {readonly marks: readonly LevelMark[]; readonly services: string[]}>();
	for (const [service, filter] of filters) {
		if (typeof filter === 'string') {
			continue;
		}

		const id = filterId(new Set(filter));
		const group = byId.get(id) ?? {marks: filter, services: []};
		group.services.push(service);
		byId.set(id, group);
	}

	for (const [index, {marks, services}] of [...byId.values()].toSorted((a, b) => b.services.length - a.services.length).entries()) {
		const hasWords = marks.includes('words');
		add(stageOfMarks(index < maxGroups ? marks : levelMarks.filter(mark => mark !== 'words' || hasWords)), services);
	}

	for (const [service, filter] of filters) {
		if (typeof filter === 'string') {
			add(filter, [service]);
		}
	}

	return groups;
}
