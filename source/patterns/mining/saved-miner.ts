import {levels} from '../level-words.js';
import type {LogLevel} from '../types.js';
import type {SavedHoles} from './hole-index.js';

const levelNames: ReadonlySet<unknown> = new Set(levels);
/** Raised when what is saved changes its meaning: an older one is forgotten. */
const version = 1;

export type SavedPattern = {
	readonly id: string;
	readonly key: string;
	readonly template: string;
	readonly component: string;
	readonly level: LogLevel;
	readonly count: number;
	readonly firstSeenMs: number;
	readonly lastSeenMs: number;
	readonly examples: readonly string[];
};

/** What a miner knows, as JSON. Lists begin with what was not used for longest. */
export type SavedMiner = {
	readonly version: number;
	readonly lines: number;
	readonly evictedLines: number;
	readonly patterns: readonly SavedPattern[];
	/** Further keys that lead to a pattern. */
	readonly keys: ReadonlyArray<readonly [hash: number, id: string]>;
	readonly aliases: ReadonlyArray<readonly [id: string, standsForId: string]>;
	readonly seen: readonly number[];
	readonly holes: SavedHoles;
};

export const asSaved = (saved: Omit<SavedMiner, 'version'>): SavedMiner => ({version, ...saved});

/** What was saved, if it is whole; undefined where it is of another version, damaged, or something else. */
export function readSaved(value: unknown): SavedMiner | undefined {
	if (!isRecord(value) || value.version !== version) {
		return undefined;
	}

	const {lines, evictedLines, patterns, keys, aliases, seen, holes} = value;
	const isWhole = isNumber(lines) && isNumber(evictedLines) && isList(patterns, isPattern)
		&& isList(keys, entry => isPair(entry, isNumber, isString)) && isList(aliases, entry => isPair(entry, isString, isString))
		&& isList(seen, isNumber) && isHoles(holes);
	// Every part was looked at one line above.
	return isWhole ? value as SavedMiner : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isString = (value: unknown): boolean => typeof value === 'string';
const isList = (value: unknown, isOne: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(one => isOne(one));
const isPair = (value: unknown, isFirst: (one: unknown) => boolean, isSecond: (one: unknown) => boolean): boolean =>
	Array.isArray(value) && value.length === 2 && isFirst(value[0]) && isSecond(value[1]);

function isPattern(value: unknown): boolean {
	return isRecord(value)
		&& [value.id, value.key, value.template, value.component].every(text => isString(text))
		&& [value.count, value.firstSeenMs, value.lastSeenMs].every(number => isNumber(number))
		&& levelNames.has(value.level) && isList(value.examples, isString);
}

const isHoles = (value: unknown): boolean => isRecord(value)
	&& isList(value.holes, isNumber)
	&& isList(value.groups, entry => isPair(entry, isNumber, places => isList(places, isNumber)));
