import {renameSync, rmSync, writeFileSync} from 'node:fs';
import {rename, rm, writeFile} from 'node:fs/promises';
import process from 'node:process';

const fileMode = 0o600;

/** Beside the file, so that the rename stays on one file system; another process has a draft of its own. */
export const draftOf = (file: string): string => `${file}.${process.pid}.new`;

/**
Replaces a file's text, whole or not at all, readable by its owner only.
Throws what the file system throws, a full disk included (the `atomically` package takes a write that was cut short there for a whole one), and leaves the old file then.
*/
export async function replaceFile(file: string, text: string): Promise<void> {
	const draft = draftOf(file);
	try {
		await writeFile(draft, text, {mode: fileMode});
		await rename(draft, file);
	} catch (error) {
		await rm(draft, {force: true});
		throw error;
	}
}

/** The same before it returns, for what is written while the program ends. */
export function replaceFileSync(file: string, text: string): void {
	const draft = draftOf(file);
	try {
		writeFileSync(draft, text, {mode: fileMode});
		renameSync(draft, file);
	} catch (error) {
		rmSync(draft, {force: true});
		throw error;
	}
}
