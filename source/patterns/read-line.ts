import {stripAnsi} from './ansi.js';
import {levelOfWord} from './level.js';
import type {LogLevel} from './types.js';

/** Characters of a line that are read; what follows only shows as a mark in the pattern. */
const maxReadLength = 4096;

const messageKeys = ['msg', 'message', 'log', 'event', 'text'];
const levelKeys = ['level', 'severity', 'lvl', 'loglevel', 'log.level'];
const detailKeys = ['error', 'err', 'exception', 'reason'];

/** What a line says, without what only its wrapping says. */
export function readLine(line: string): {text: string; level: LogLevel} {
	const capped = line.length > maxReadLength ? `${line.slice(0, maxReadLength)} <cut>` : line;
	const clean = stripAnsi(capped);
	const fields = readJson(clean) ?? readLogfmt(clean);
	if (!fields) {
		return {text: clean, level: levelOfText(clean)};
	}

	const level = levelOfWord(first(fields, levelKeys) ?? '') ?? 'unknown';
	const message = first(fields, messageKeys);
	if (message === undefined) {
		return {text: clean, level};
	}

	const details = detailKeys.filter(key => fields.has(key)).map(key => ` ${key}=${String(fields.get(key))}`);
	return {text: message + details.join(''), level};
}

function first(fields: ReadonlyMap<string, unknown>, keys: readonly string[]): string | undefined {
	for (const key of keys) {
		const value = fields.get(key);
		if (typeof value === 'string') {
			return value;
		}
	}

	return undefined;
}

function readJson(line: string): ReadonlyMap<string, unknown> | undefined {
	if (!line.startsWith('{')) {
		return undefined;
	}

	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
	} catch {
		return undefined;
	}
}

function readLogfmt(line: string): ReadonlyMap<string, unknown> | undefined {
	if (!/(?:^|\s)(?:msg|level|lvl)=/.test(line)) {
		return undefined;
	}

	const fields = new Map<string, unknown>();
	for (const [, key, quoted, bare] of line.matchAll(/(?<=^|\s)([\w@]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g)) {
		if (key !== undefined) {
			fields.set(key, quoted === undefined ? bare : quoted.replaceAll(/\\(.)/g, '$1'));
		}
	}

	return fields;
}

function levelOfText(text: string): LogLevel {
	const [word] = /\b(?:critical|fatal|error|warn|warning|info|notice|debug|trace)\b/i.exec(text.slice(0, 200)) ?? [];
	return levelOfWord(word ?? '') ?? 'unknown';
}
