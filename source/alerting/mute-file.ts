import {
	mkdir,
	readFile,
	rename,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {activeMutes, type Mute} from '../detect/mute.js';

export type MuteFile = {
	/** Those that have not expired. A file that is not there, torn or of a newer version holds none. */
	readonly read: (nowMs: number) => Promise<readonly Mute[]>;
	/** Gives false where it could not be written: the mutes then end with this program. */
	readonly write: (mutes: readonly Mute[]) => Promise<boolean>;
};

const version = 1;

/** The mutes of one state directory, shared by every program that uses it. */
export function createMuteFile(directory: string): MuteFile {
	const file = path.join(directory, 'mutes.json');
	return {
		async read(nowMs) {
			try {
				return activeMutes(mutesOf(JSON.parse(await readFile(file, 'utf8'))), nowMs);
			} catch {
				return [];
			}
		},
		async write(mutes) {
			try {
				await mkdir(directory, {recursive: true, mode: 0o700});
				const draft = `${file}.${process.pid}`;
				await writeFile(draft, JSON.stringify({version, mutes}), {mode: 0o600});
				await rename(draft, file);
				return true;
			} catch {
				return false;
			}
		},
	};
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function mutesOf(saved: unknown): readonly Mute[] {
	return isRecord(saved) && saved.version === version && Array.isArray(saved.mutes) ? saved.mutes.filter(mute => isMute(mute)) : [];
}

function isMute(value: unknown): value is Mute {
	return !isRecord(value) || !Number.isFinite(value.untilMs) || !isRecord(value.target) ? false : typeof value.target.fingerprint === 'string' || typeof value.target.service === 'string';
}
