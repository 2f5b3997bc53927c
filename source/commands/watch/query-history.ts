import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {lokiKeyOf} from '../../incidents/records/loki-key.js';
import {makeDirectory} from '../../records/make-directory.js';
import {replaceFile} from '../../records/replace-file.js';
import {sanitizeLine} from '../../terminal/sanitize.js';

/** As many as a field calls back. */
const maxQueries = 200;
const maxQueryLength = 4000;

export type QueryHistory = {
	/** What was asked of this Loki and tenant in earlier sessions, oldest first. */
	readonly read: () => Promise<readonly string[]>;
	/** Adds a query; what cannot be written is known to this session only. */
	readonly add: (text: string) => Promise<void>;
};

export type QueryHistoryOptions = {
	readonly directory: string;
	readonly lokiUrl: string;
	readonly tenant: string | undefined;
	/** False where nothing of a session is kept: what is there is not read either. */
	readonly isKept: boolean;
	/** Somebody may have typed a secret. */
	readonly redact: (text: string) => string;
};

/** The queries that were asked of one Loki and tenant, in a file for this user alone. */
export function createQueryHistory({directory, lokiUrl, tenant, isKept, redact}: QueryHistoryOptions): QueryHistory {
	const folder = path.join(directory, 'queries');
	const file = path.join(folder, `${lokiKeyOf(lokiUrl, tenant)}.json`);
	let writing = Promise.resolve();

	const read = async (): Promise<readonly string[]> => {
		try {
			const value: unknown = JSON.parse(await readFile(file, 'utf8'));
			return Array.isArray(value) ? value.filter(text => typeof text === 'string').slice(-maxQueries).map(text => sanitizeLine(text, {maxLength: maxQueryLength})) : [];
		} catch {
			return [];
		}
	};

	const write = async (text: string): Promise<void> => {
		try {
			// Another session may have added some meanwhile.
			const known = await read();
			await makeDirectory(folder);
			await replaceFile(file, JSON.stringify([...known.filter(other => other !== text), text].slice(-maxQueries)));
		} catch {
			// A full or read-only disk costs the history and nothing else.
		}
	};

	return {
		read: async () => isKept ? read() : [],
		async add(text) {
			if (isKept) {
				writing = writing.then(async () => write(redact(text)));
			}

			await writing;
		},
	};
}
