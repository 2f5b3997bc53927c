import {mkdirSync, statSync} from 'node:fs';
import {mkdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from './code-of.js';

const ownerOnly = 0o700;

/**
Makes a directory, readable by its owner only, and those above it that are not there.
Throws what the file system throws. `mkdir` of Node.js with `recursive` does not: below a directory in which none can be made (`/proc/x`), it tries for ever, at full load (Node.js 24.21).
*/
export async function makeDirectory(directory: string): Promise<void> {
	try {
		await makeLast(directory);
	} catch (error) {
		const above = path.dirname(directory);
		if (codeOf(error) !== 'ENOENT' || above === directory) {
			throw error;
		}

		await makeDirectory(above);
		await makeLast(directory);
	}
}

/** In a directory that is there. Another process may have made it meanwhile. */
async function makeLast(directory: string): Promise<void> {
	try {
		await mkdir(directory, ownerOnly);
	} catch (error) {
		if (codeOf(error) !== 'EEXIST' || !await isDirectory(directory)) {
			throw error;
		}
	}
}

/** The same before it returns. */
export function makeDirectorySync(directory: string): void {
	try {
		makeLastSync(directory);
	} catch (error) {
		const above = path.dirname(directory);
		if (codeOf(error) !== 'ENOENT' || above === directory) {
			throw error;
		}

		makeDirectorySync(above);
		makeLastSync(directory);
	}
}

function makeLastSync(directory: string): void {
	try {
		mkdirSync(directory, ownerOnly);
	} catch (error) {
		if (codeOf(error) !== 'EEXIST' || !isDirectorySync(directory)) {
			throw error;
		}
	}
}

async function isDirectory(directory: string): Promise<boolean> {
	try {
		const found = await stat(directory);
		return found.isDirectory();
	} catch {
		return false;
	}
}

const isDirectorySync = (directory: string): boolean => statSync(directory, {throwIfNoEntry: false})?.isDirectory() ?? false;
