import {
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

const fileMode = 0o600;

/** Beside the file, so that the rename stays on one file system; another process has a draft of its own. */
export const draftOf = (file: string): string => `${file}.${process.pid}.new`;

const draft = /\.\d+\.new$/;
/** Nothing takes so long to write. */
const oldMs = 3_600_000;

/** Removes the drafts that processes left in a directory that ended while they wrote. Never throws. */
export function removeOldDrafts(directory: string, nowMs = Date.now()): void {
	try {
		for (const name of readdirSync(directory)) {
			const file = path.join(directory, name);
			if (draft.test(name) && nowMs - statSync(file).mtimeMs > oldMs) {
				rmSync(file, {force: true});
			}
		}
	} catch {
		// Where there is nothing to be read there is nothing to be removed.
	}
}

/**
Replaces what a file holds, whole or not at all, readable by its owner only.
Throws what the file system throws, a full disk included (the `atomically` package takes a write that was cut short there for a whole one), and leaves the old file then.
*/
export async function replaceFile(file: string, text: string | Uint8Array): Promise<void> {
	const written = draftOf(file);
	try {
		await writeFile(written, text, {mode: fileMode});
		await rename(written, file);
	} catch (error) {
		await rm(written, {force: true});
		throw error;
	}
}

/** The same before it returns, for what is written while the program ends. */
export function replaceFileSync(file: string, text: string): void {
	const written = draftOf(file);
	try {
		writeFileSync(written, text, {mode: fileMode});
		renameSync(written, file);
	} catch (error) {
		rmSync(written, {force: true});
		throw error;
	}
}
