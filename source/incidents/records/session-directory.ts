import {Buffer} from 'node:buffer';
import {rmSync} from 'node:fs';
import {randomBytes} from 'node:crypto';
import {
	open,
	readdir,
	rm,
	stat,
} from 'node:fs/promises';
import path from 'node:path';
import {isLocked} from './session-lock.js';
import {recordVersion, type HeaderLine} from './record-line.js';

const keptMs = 30 * 24 * 60 * 60 * 1000;
const maxTotalBytes = 200 * 1024 * 1024;
/** Longer than any header. */
const headBytes = 4096;
/** Longer than the line that says that somebody has left. */
const tailBytes = 256;
const endLine = /\n\{"v":\d+,"type":"end"[^\n]*\}\n$/;
/** What was dropped before that is over. */
const droppedWithinMs = 24 * 60 * 60 * 1000;
const idPattern = /^\d{8}-\d{6}-[\da-f]{4}$/;

export const sessionsDirectory = (stateDir: string): string => path.join(stateDir, 'sessions');

export type SessionPaths = {
	readonly lines: string;
	/** Its incidents, for the list. */
	readonly index: string;
	readonly lock: string;
};

export function sessionPaths(directory: string, id: string): SessionPaths {
	const base = path.join(directory, id);
	return {lines: `${base}.jsonl`, index: `${base}.incidents.json`, lock: `${base}.lock`};
}

const isSessionId = (id: string): boolean => idPattern.test(id);

/** Named by time, so that names sort as sessions do: `20261126-025810-4f2a`. */
export function newSessionId(nowMs: number): string {
	const time = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+Z$/g, '').replace('T', '-');
	return `${time}-${randomBytes(2).toString('hex')}`;
}

/** The ids of all sessions, newest first; none where the directory cannot be read. */
export async function listSessions(directory: string): Promise<readonly string[]> {
	try {
		const names = await readdir(directory);
		return names.flatMap(name => name.endsWith('.jsonl') && isSessionId(name.slice(0, -'.jsonl'.length)) ? [name.slice(0, -'.jsonl'.length)] : []).toSorted((a, b) => b.localeCompare(a));
	} catch {
		return [];
	}
}

/** Deletes a session. Never throws. */
export function removeSession(directory: string, id: string): void {
	for (const file of Object.values(sessionPaths(directory, id))) {
		rmSync(file, {force: true});
	}
}

/** What a session is of; undefined where its file does not say so, or a newer program wrote it. */
export async function readHeader(directory: string, id: string): Promise<HeaderLine | undefined> {
	if (!isSessionId(id)) {
		return undefined;
	}

	try {
		const handle = await open(sessionPaths(directory, id).lines, 'r');
		try {
			const {buffer, bytesRead} = await handle.read({buffer: Buffer.alloc(headBytes), length: headBytes, position: 0});
			const [first = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1);
			return toHeader(JSON.parse(first), id);
		} finally {
			await handle.close();
		}
	} catch {
		return undefined;
	}
}

function toHeader(value: unknown, id: string): HeaderLine | undefined {
	if (typeof value !== 'object' || value === null || !('v' in value) || typeof value.v !== 'number' || value.v > recordVersion || !('lokiKey' in value) || typeof value.lokiKey !== 'string') {
		return undefined;
	}

	return {
		v: recordVersion,
		type: 'session',
		id,
		startedMs: 'startedMs' in value && typeof value.startedMs === 'number' ? value.startedMs : 0,
		lokiKey: value.lokiKey,
		program: 'program' in value && typeof value.program === 'string' ? value.program : '',
		isLookBack: 'isLookBack' in value && value.isLookBack === true,
	};
}

/**
The session of one Loki and tenant to go on with: of those that were dropped within the last day the one that was written last, else the newest.
A session that somebody has left, or that another process still writes, was not dropped.
*/
export async function sessionToContinue(directory: string, lokiKey: string, nowMs: number): Promise<string | undefined> {
	let newest: string | undefined;
	let dropped: {readonly id: string; readonly writtenMs: number} | undefined;
	for (const id of await listSessions(directory)) {
		const header = await readHeader(directory, id);
		if (header?.lokiKey !== lokiKey || header.isLookBack) {
			continue;
		}

		newest ??= id;
		const writtenMs = await droppedAt(sessionPaths(directory, id));
		if (writtenMs !== undefined && nowMs - writtenMs <= droppedWithinMs && writtenMs > (dropped?.writtenMs ?? -Infinity)) {
			dropped = {id, writtenMs};
		}
	}

	return dropped?.id ?? newest;
}

/** When a session that ended without a good-bye was written last; undefined for any other. */
async function droppedAt({lines, lock}: SessionPaths): Promise<number | undefined> {
	if (isLocked(lock)) {
		return undefined;
	}

	try {
		const handle = await open(lines, 'r');
		try {
			const {size, mtimeMs} = await handle.stat();
			const {buffer, bytesRead} = await handle.read({buffer: Buffer.alloc(tailBytes), length: tailBytes, position: Math.max(0, size - tailBytes)});
			return endLine.test(buffer.toString('utf8', 0, bytesRead)) ? undefined : mtimeMs;
		} finally {
			await handle.close();
		}
	} catch {
		return undefined;
	}
}

export type PruneOptions = {
	readonly nowMs: number;
	readonly maxBytes?: number;
};

/** Deletes sessions older than 30 days, then the oldest ones until all together are smaller than 200 MB. Those that are being written stay. */
export async function pruneSessions(directory: string, {nowMs, maxBytes = maxTotalBytes}: PruneOptions): Promise<void> {
	let bytes = 0;
	for (const id of await listSessions(directory)) {
		const paths = sessionPaths(directory, id);
		try {
			const {size, mtimeMs} = await stat(paths.lines);
			bytes += size;
			if ((nowMs - mtimeMs > keptMs || bytes > maxBytes) && !isLocked(paths.lock)) {
				bytes -= size;
				await Promise.all(Object.values(paths).map(async file => rm(file, {force: true})));
			}
		} catch {
			// Another process has deleted it, or may.
		}
	}
}
