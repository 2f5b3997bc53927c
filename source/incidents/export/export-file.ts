import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {makeDirectory} from '../../records/make-directory.js';
import {codeOf} from '../../records/code-of.js';

const fileMode = 0o600;
const maxNameLength = 60;
const maxTries = 99;

export type ExportOptions = {
	readonly service: string;
	readonly onsetMs: number;
	/** Tried in turn: the working directory, then one of this program's own. */
	readonly directories: readonly string[];
};

/** Where the text was written; a sentence where it could not be. */
export type Exported = {readonly file: string} | {readonly trouble: string};

/** Writes a text as a new file, for this user alone; what is there already is never replaced. Never throws. */
export async function exportText(text: string, {service, onsetMs, directories}: ExportOptions): Promise<Exported> {
	const name = exportName(service, onsetMs);
	const troubles: string[] = [];
	for (const [index, directory] of directories.entries()) {
		try {
			if (index > 0) {
				await makeDirectory(directory);
			}

			return {file: await writeNew(directory, name, text)};
		} catch (error) {
			troubles.push(`${directory} (${codeOf(error)})`);
		}
	}

	return {trouble: `nothing was exported: no file can be written in ${troubles.join(' or ')}`};
}

/** `loki-sentinel-payment-20261123-0258`: a service's name can hold anything. */
export function exportName(service: string, onsetMs: number): string {
	const safe = service.split(/[^\w-]+/).filter(part => part !== '').join('-').replace(/^-+/, '').slice(0, maxNameLength);
	const time = new Date(onsetMs).toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-');
	return `loki-sentinel-${safe === '' ? 'service' : safe}-${time}`;
}

async function writeNew(directory: string, name: string, text: string): Promise<string> {
	for (let number = 1; ; number++) {
		const file = path.join(directory, `${name}${number === 1 ? '' : `-${number}`}.md`);
		try {
			await writeFile(file, text, {flag: 'wx', mode: fileMode});
			return file;
		} catch (error) {
			if (codeOf(error) !== 'EEXIST' || number >= maxTries) {
				throw error;
			}
		}
	}
}
