import {Buffer} from 'node:buffer';
import {
	appendFile,
	chmod,
	open,
	readFile,
	stat,
	type FileHandle,
} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from './code-of.js';
import {makeDirectory} from './make-directory.js';
import {removeOldDrafts, replaceFile} from './replace-file.js';

/** A file of JSON lines that grows up to a cap; the oldest go first. */
export type RecordFile = {
	/** Every line that is whole JSON, oldest first; a torn one is passed over. */
	readonly read: () => Promise<readonly unknown[]>;
	/** On disk when the promise is fulfilled. Never throws. */
	readonly append: (record: unknown) => Promise<void>;
	/** One sentence where nothing is written, and why. */
	readonly note: () => string | undefined;
};

const fileMode = 0o600;
/** Beyond this the older half is dropped, when the file is opened and as it is written: a service writes for months. */
const maxFileBytes = 4 * 1024 * 1024;
const newline = 0x0A;

/**
Opens the file, or says why it cannot be written. The directory is made where it is not there.
`lost` is what that costs, as the end of the sentence.
*/
export async function createRecordFile(file: string, {lost = 'what is sent is remembered only until this program ends'}: {readonly lost?: string} = {}): Promise<RecordFile> {
	let trouble: string | undefined;
	let queue: Promise<void> = Promise.resolve();

	const attempt = async (work: () => Promise<void>): Promise<void> => {
		try {
			await work();
		} catch (error) {
			trouble ??= `${path.dirname(file)} cannot be written (${codeOf(error)}): ${lost}.`;
		}
	};

	await attempt(async () => {
		await makeDirectory(path.dirname(file));
		removeOldDrafts(path.dirname(file));
		const handle = await open(file, 'a', fileMode);
		await handle.close();
		await chmod(file, fileMode);
		await shorten(file);
	});

	const read = async (): Promise<readonly unknown[]> => {
		try {
			return parseLines(await readFile(file, 'utf8'));
		} catch {
			return [];
		}
	};

	const append = async (record: unknown): Promise<void> => {
		if (trouble === undefined) {
			queue = queue.then(async () => attempt(async () => {
				const size = await appendLine(file, JSON.stringify(record));
				if (size > maxFileBytes) {
					await shorten(file);
				}
			}));
		}

		await queue;
	};

	return {read, append, note: () => trouble};
}

/** One write a line, so that two processes do not mix theirs; a line that a crash tore is ended first. Gives the bytes that the file then has. */
async function appendLine(file: string, line: string): Promise<number> {
	const handle = await open(file, 'a+', fileMode);
	try {
		const start = await endsTorn(handle) ? '\n' : '';
		await handle.write(`${start}${line}\n`);
		await handle.datasync();
		const {size} = await handle.stat();
		return size;
	} finally {
		await handle.close();
	}
}

async function endsTorn(handle: FileHandle): Promise<boolean> {
	const {size} = await handle.stat();
	if (size === 0) {
		return false;
	}

	const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
	return buffer[0] !== newline;
}

function parseLines(text: string): unknown[] {
	return text.split('\n').flatMap(line => {
		try {
			return line === '' ? [] : [JSON.parse(line) as unknown];
		} catch {
			return [];
		}
	});
}

/** Drops the older half. What other processes write meanwhile into the file that is replaced is taken over. */
async function shorten(file: string): Promise<void> {
	const handle = await open(file, 'r');
	try {
		const {size, ino} = await handle.stat();
		if (size <= maxFileBytes) {
			return;
		}

		const bytes = await readFrom(handle, 0, size);
		const start = bytes.indexOf(newline, Math.floor(bytes.length / 2)) + 1;
		const current = await stat(file);
		if (current.ino !== ino) {
			// Another process was quicker.
			return;
		}

		await replaceFile(file, bytes.subarray(start));
		const {size: newSize} = await handle.stat();
		if (newSize > size) {
			await appendFile(file, await readFrom(handle, size, newSize - size));
		}
	} finally {
		await handle.close();
	}
}

async function readFrom(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
	const {buffer, bytesRead} = await handle.read(Buffer.alloc(length), 0, length, position);
	return buffer.subarray(0, bytesRead);
}
