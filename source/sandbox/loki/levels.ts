import {eachMember} from './pipeline/json-scan.js';
import {LogfmtScanner} from './pipeline/logfmt-scan.js';
import type {Label} from './labels.js';

/** Where Loki looks for a level, in this order. */
const levelNames: readonly string[] = [
	'level',
	'LEVEL',
	'Level',
	'log.level',
	'severity',
	'SEVERITY',
	'Severity',
	'SeverityText',
	'lvl',
	'LVL',
	'Lvl',
	'severity_text',
	'Severity_Text',
	'SEVERITY_TEXT',
];

const levelNameSet: ReadonlySet<string> = new Set(levelNames);

const knownLevels: ReadonlyMap<string, string> = new Map([
	['trace', 'trace'],
	['trc', 'trace'],
	['debug', 'debug'],
	['dbg', 'debug'],
	['info', 'info'],
	['inf', 'info'],
	['information', 'info'],
	['warn', 'warn'],
	['wrn', 'warn'],
	['warning', 'warn'],
	['error', 'error'],
	['err', 'error'],
	['critical', 'critical'],
	['fatal', 'fatal'],
]);

const words: ReadonlyArray<readonly [word: string, level: string]> = [
	['trace', 'trace'],
	['debug', 'debug'],
	['fatal', 'fatal'],
	['critical', 'critical'],
	['error', 'error'],
	['err', 'error'],
	['warning', 'warn'],
	['warn', 'warn'],
	['info', 'info'],
];

/** Upper ends of the ranges of OpenTelemetry's severity numbers. */
const severityLevels: ReadonlyArray<readonly [most: number, level: string]> = [
	[0, 'unknown'],
	[4, 'trace'],
	[8, 'debug'],
	[12, 'info'],
	[16, 'warn'],
	[20, 'error'],
	[24, 'fatal'],
];

const anyWord = /trace|debug|fatal|critical|err|warn|info/i;
const anyLevelName = /level|severity|lvl/i;

const normalizeLevel = (level: string): string => knownLevels.get(level.toLowerCase()) ?? level;

const isWordCharacter = (char: string): boolean => /[\p{Decimal_Number}\p{Letter}_]/u.test(char);

/** The level that a line's own words tell. Only the first place of each word counts. */
const levelFromWords = (line: string): string => {
	if (!anyWord.test(line)) {
		return 'unknown';
	}

	const lower = line.toLowerCase();
	for (const [word, level] of words) {
		const at = lower.indexOf(word);
		if (at !== -1 && !isWordCharacter(lower.charAt(at - 1)) && !isWordCharacter(lower.charAt(at + word.length))) {
			return level;
		}
	}

	return 'unknown';
};

const levelFromJson = (line: string): string => {
	let level = '';
	const visit = (from: number): boolean => {
		const error = eachMember(line, from, (key, value) => {
			if (value.type === 'string' && levelNameSet.has(key)) {
				level = line.slice(value.from, value.to);
				return false;
			}

			return value.type === 'object' ? visit(value.from) : true;
		});
		return error === undefined && level === '';
	};

	visit(0);
	return level;
};

const lowerLevelNames: readonly string[] = levelNames.map(name => name.toLowerCase());

const levelFromLogfmt = (line: string): string => {
	let level = '';
	let best = lowerLevelNames.length;
	const scanner = new LogfmtScanner(line);
	while (best > 0 && !scanner.isAtEnd && scanner.next()) {
		const rank = lowerLevelNames.indexOf(scanner.key.toLowerCase());
		if (rank === -1 || !(rank < best)) {
			continue;
		}

		best = rank;
		level = scanner.value;
	}

	return level;
};

const levelFromLine = (line: string): string => {
	if (!anyLevelName.test(line)) {
		return levelFromWords(line);
	}

	const trimmed = line.trim();
	let level = '';
	if (trimmed.startsWith('{') && trimmed.endsWith('}')) {
		level = levelFromJson(line);
	} else if (line.includes('=')) {
		level = levelFromLogfmt(line);
	}

	return knownLevels.get(level.toLowerCase()) ?? levelFromWords(line);
};

const firstOf = (labels: readonly Label[]): string | undefined => {
	for (const name of levelNames) {
		const label = labels.find(([candidate]) => candidate === name);
		if (label) {
			return label[1];
		}
	}

	return undefined;
};

const levelFromSeverityNumber = (text: string): string => /^[+-]?\d+$/.test(text) ? severityLevels.find(([most]) => Number(text) <= most)?.[1] ?? 'unknown' : 'info';

/** The level that a stream's own labels tell, for all its lines. */
export const levelOfStream = (labels: readonly Label[]): string | undefined => {
	const level = firstOf(labels);
	return level === undefined ? undefined : normalizeLevel(level);
};

/**
The detected_level that Loki 3.7 gives a line: from its metadata, its stream's labels, its fields or its words.
Its stream's level is what levelOfStream says.
*/
export const detectLevel = (line: string, streamLevel: string | undefined, metadata: readonly Label[]): string => {
	if (metadata.length === 0) {
		return streamLevel ?? levelFromLine(line);
	}

	const given = metadata.find(([name]) => name === 'detected_level');
	if (given) {
		return normalizeLevel(given[1]);
	}

	if (streamLevel !== undefined) {
		return streamLevel;
	}

	const fromMetadata = firstOf(metadata);
	if (fromMetadata !== undefined) {
		return normalizeLevel(fromMetadata);
	}

	const severityNumber = metadata.find(([name]) => name === 'severity_number');
	return severityNumber?.[1] ? levelFromSeverityNumber(severityNumber[1]) : levelFromLine(line);
};
