import {
	access,
	constants,
	opendir,
	rm,
	stat,
	statfs,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type {DirectoryFacts} from './judgements/state-directory.js';

const maxFilesLookedAt = 500;
const maxNamesShown = 3;
const bitsOfOthers = 0o077;
const fileMode = 0o600;
/** Windows has no such bits. */
const hasModes = path.sep === '/';

/** Looks at a directory, or at where it would be made, and keeps it as it was. Never throws. */
export async function lookAtDirectory(directory: string): Promise<DirectoryFacts> {
	const mode = await modeOf(directory);
	const exists = mode !== undefined;
	const nearest = exists ? directory : await nearestThere(path.dirname(directory));
	return {
		directory,
		exists,
		notWritable: await (exists ? codeOfWriting(directory) : codeOf(async () => access(nearest, constants.W_OK | constants.X_OK))),
		mode: hasModes ? mode : undefined,
		openFiles: exists && hasModes ? await openFilesIn(directory) : {count: 0, names: []},
		freeBytes: await freeBytesOf(nearest),
	};
}

/** A file is made and taken away: permission bits do not tell of a disk that is full or read-only. */
async function codeOfWriting(directory: string): Promise<string | undefined> {
	const file = path.join(directory, `.doctor-${process.pid}`);
	const code = await codeOf(async () => writeFile(file, 'loki-sentinel doctor\n', {mode: fileMode, flag: 'wx'}));
	await codeOf(async () => rm(file, {force: true}));
	return code;
}

async function openFilesIn(directory: string): Promise<DirectoryFacts['openFiles']> {
	const names: string[] = [];
	let count = 0;
	let seen = 0;
	await codeOf(async () => {
		for await (const entry of await opendir(directory, {recursive: true})) {
			seen++;
			if (seen > maxFilesLookedAt) {
				break;
			}

			const file = path.join(entry.parentPath ?? directory, entry.name);
			const mode = entry.isFile() ? await modeOf(file) : undefined;
			if (mode === undefined || (mode & bitsOfOthers) === 0) {
				continue;
			}

			count++;
			names.push(...(names.length < maxNamesShown ? [path.relative(directory, file)] : []));
		}
	});
	return {count, names};
}

async function nearestThere(directory: string): Promise<string> {
	const parent = path.dirname(directory);
	return parent === directory || await modeOf(directory) !== undefined ? directory : nearestThere(parent);
}

async function modeOf(file: string): Promise<number | undefined> {
	try {
		const {mode} = await stat(file);
		return mode;
	} catch {
		return undefined;
	}
}

async function freeBytesOf(directory: string): Promise<number | undefined> {
	try {
		const {bavail, bsize} = await statfs(directory);
		return bavail * bsize;
	} catch {
		return undefined;
	}
}

/** The error's code; undefined where all went well. */
async function codeOf(work: () => Promise<unknown>): Promise<string | undefined> {
	try {
		await work();
		return undefined;
	} catch (error) {
		return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
	}
}
