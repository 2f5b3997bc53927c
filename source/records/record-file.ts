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
	/** Every line that is whole JSON, oldest first; a torn one is passed over. None where the file cannot be read: `isUnread` says so. */
	readonly read: () => Promise<readonly unknown[]>;
	/** Says whether the line is on disk. Never throws, and tries again each time: a disk is not full for ever. */
	readonly append: (record: unknown) => Promise<boolean>;
	/** The last attempt to write went well. */
	readonly isWritable: () => boolean;
	/** The file is there and the last attempt to read it failed: what it holds is unknown. */
	readonly isUnread: () => boolean;
	/** One sentence where it cannot be written or read at the moment, and why. */
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
	let unwritten: string | undefined;
	let unread: string | undefined;
	let isPrepared = false;
	let queue: Promise<unknown> = Promise.resolve();

	const attempt = async (work: () => Promise<void>): Promise<boolean> => {
		try {
			await work();
			unwritten = undefined;
			return true;
		} catch (error) {
			unwritten = `${path.dirname(file)} cannot be written (${codeOf(error)}): ${lost}.`;
			return false;
		}
	};

	/** Once, unless the directory is lost later. */
	const prepare = async (): Promise<void> => {
		await makeDirectory(path.dirname(file));
		removeOldDrafts(path.dirname(file));
		const handle = await open(file, 'a', fileMode);
		await handle.close();
		await chmod(file, fileMode);
		isPrepared = true;
	};

	await attempt(prepare);
	await shortenIfPossible(file);

	const read = async (): Promise<readonly unknown[]> => {
		try {
			const records = parseLines(await readFile(file, 'utf8'));
			unread = undefined;
			return records;
		} catch (error) {
			unread = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' ? undefined : `${file} cannot be read (${codeOf(error)}): what it remembers is unknown.`;
			return [];
		}
	};

	const write = async (record: unknown): Promise<boolean> => {
		let size = 0;
		const isWritten = await attempt(async () => {
			if (!isPrepared) {
				await prepare();
			}

			isPrepared = false;
			size = await appendLine(file, JSON.stringify(record));
			isPrepared = true;
		});
		if (size > maxFileBytes) {
			await shortenIfPossible(file);
		}

		return isWritten;
	};

	return {
		read,
		async append(record) {
			const writing = queue.then(async () => write(record));
			queue = writing;
			return writing;
		},
		isWritable: () => unwritten === undefined,
		isUnread: () => unread !== undefined,
		note: () => unwritten ?? unread,
	};
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

/** A file that cannot be shortened holds what was written all the same; the next line tries again. */
async function shortenIfPossible(file: string): Promise<void> {
	try {
		await shorten(file);
	} catch {
		// Its lines are whole: it only takes more room than it should.
	}
}

/** Drops the older half, and keeps the newest line, however long it is. What other processes write meanwhile into the file that is replaced is taken over. */
async function shorten(file: string): Promise<void> {
	const handle = await open(file, 'r');
	try {
		const {size, ino} = await handle.stat();
		if (size <= maxFileBytes) {
			return;
		}

		const bytes = await readFrom(handle, 0, size);
		const lastStart = bytes.lastIndexOf(newline, bytes.length - 2) + 1;
		const start = Math.min(lastStart, bytes.indexOf(newline, Math.floor(bytes.length / 2)) + 1);
		if (start === 0) {
			return;
		}

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
