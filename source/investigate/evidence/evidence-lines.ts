import type {Labels, LogEntry} from '../../loki/types.js';
import {isErrorLevel} from '../../loki/logql/logql.js';
import type {LogLevel} from '../../patterns/types.js';
import type {EvidenceLine} from '../../facts/evidence.js';

export type CandidateLine = {
	readonly entry: LogEntry;
	readonly level: LogLevel;
	readonly patternId: string;
	readonly isNew: boolean;
	/** A start, a rollout or the like, near the onset. */
	readonly isEvent: boolean;
};

export type LinesOptions = {
	readonly service: string;
	/** Labels that the selector fixes, or that every line has. */
	readonly ignored: ReadonlySet<string>;
};

const maxEvidenceLines = 60;
const maxPerPattern = 6;
const maxLineLength = 2000;
const maxLabels = 6;
const maxLabelLength = 120;
/** Runs of digits and hex, which is all that two repeats differ in. */
const variablePart = /\b[\da-f]{6,}\b|\d+/gi;

/** A few labels of a line, without those that say nothing about it and values too long to read. */
export const fewLabels = (labels: Labels, ignored: ReadonlySet<string>): Labels => Object.fromEntries(Object.entries(labels)
	.filter(([name, value]) => !ignored.has(name) && !name.startsWith('__') && value.length <= maxLabelLength)
	.slice(0, maxLabels));

/** Cut between words: half a secret is one that redaction does not know. */
export const cutLine = (line: string): string => line.length <= maxLineLength ? line : line.slice(0, maxLineLength).replace(/\S{1,200}$/, '');

type Group = {readonly first: CandidateLine; repeats: number};

/** What a line is worth: new patterns and events above the rest, errors above others, frequent ones above rare ones. */
const worth = ({first, repeats}: Group): number => (first.isNew ? 100 : 0) + (first.isEvent ? 80 : 0) + (isErrorLevel(first.level) ? 50 : 0) + Math.min(40, Math.log2(repeats + 1) * 5);

/**
At most 60 distinct lines, oldest first, with ids L1... Lines that differ in numbers and ids only are one, which says how many it stands for;
no pattern has more than six.
*/
export const chooseLines = (candidates: readonly CandidateLine[], {service, ignored}: LinesOptions): readonly EvidenceLine[] => {
	const groups = new Map<string, Group>();
	for (const candidate of candidates) {
		const key = `${candidate.patternId} ${candidate.entry.line.slice(0, maxLineLength).replaceAll(variablePart, '#')}`;
		const group = groups.get(key);
		if (group) {
			group.repeats++;
		} else {
			groups.set(key, {first: candidate, repeats: 1});
		}
	}

	const perPattern = new Map<string, number>();
	const chosen = [...groups.values()].toSorted((a, b) => worth(b) - worth(a)).filter(({first}) => {
		const count = (perPattern.get(first.patternId) ?? 0) + 1;
		perPattern.set(first.patternId, count);
		return count <= maxPerPattern;
	}).slice(0, maxEvidenceLines);
	return chosen.toSorted((a, b) => a.first.entry.timeMs - b.first.entry.timeMs).map(({first, repeats}, index) => ({
		id: `L${index + 1}`,
		service,
		timeMs: first.entry.timeMs,
		level: first.level,
		line: cutLine(first.entry.line),
		labels: fewLabels(first.entry.labels, ignored),
		repeats,
		patternId: first.patternId,
	}));
};
