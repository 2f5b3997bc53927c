import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {createSeenSet, type SeenSet} from '../patterns/seen-set.js';
import {makeDirectory} from '../records/make-directory.js';
import {removeOldDrafts, replaceFile} from '../records/replace-file.js';

export type SeenFile = {
	readonly seen: SeenSet;
	/** Writes it where it can be written; a full or read-only disk costs the memory of patterns, nothing else. */
	readonly save: () => Promise<void>;
};

export type SeenFileOptions = {
	readonly directory: string;
	/** Which Loki and tenant it is of. */
	readonly lokiUrl: string;
	readonly tenant: string | undefined;
};

/** The patterns that were seen on one Loki, kept over restarts. What cannot be read starts empty. */
export async function openSeenFile({directory, lokiUrl, tenant = ''}: SeenFileOptions): Promise<SeenFile> {
	// The address can hold a password; its hash names the file and tells nothing.
	const name = createHash('sha256').update(JSON.stringify([lokiUrl, tenant])).digest('hex').slice(0, 16);
	const folder = path.join(directory, 'patterns');
	const file = path.join(folder, `${name}.json`);
	removeOldDrafts(folder);
	const seen = createSeenSet({saved: await readJson(file)});
	return {
		seen,
		async save() {
			try {
				await makeDirectory(folder);
				await replaceFile(file, JSON.stringify(seen.save()));
			} catch {
				// The patterns of this run are still known; the next run learns them anew from Loki.
			}
		},
	};
}

async function readJson(file: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(file, 'utf8'));
	} catch {
		return undefined;
	}
}
