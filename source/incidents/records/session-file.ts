import {
	chmodSync,
	closeSync,
	copyFileSync,
	fdatasync,
	fstatSync,
	openSync,
	readSync,
	writeSync,
} from 'node:fs';
import {Buffer} from 'node:buffer';
import {codeOf} from '../../records/code-of.js';
import {makeDirectorySync} from '../../records/make-directory.js';
import {removeOldDrafts, replaceFileSync} from '../../records/replace-file.js';
import {lockSession} from './session-lock.js';
import {sessionPaths} from './session-directory.js';

const fileMode = 0o600;
const maxFileBytes = 50 * 1024 * 1024;
const newline = 0x0A;
const copiedAtOnce = 64 * 1024;

/** The record of one session: lines that are on their way to the disk when `append` returns, so that a kill loses none of them. */
export type SessionFile = {
	/** A whole line with its end. Never throws. */
	readonly append: (line: string) => void;
	/** Asks the system to put it on the disk now; does not wait. */
	readonly sync: () => void;
	/** Replaces what the list of incidents reads. */
	readonly writeIndex: (text: string) => void;
	readonly close: () => void;
};

export type SessionFileOptions = {
	readonly directory: string;
	readonly id: string;
	/** Another session whose lines come first: a copy, for whoever goes on with a record that is being written. */
	readonly copyOf?: string;
	readonly maxBytes?: number;
	/** Called once, with one sentence, when nothing more can be written. */
	readonly onTrouble: (sentence: string) => void;
};

/** Opens a session's record to append to it. Throws where the directory or the file cannot be written, or another process writes it. */
export function openSessionFile({directory, id, copyOf, maxBytes = maxFileBytes, onTrouble}: SessionFileOptions): SessionFile {
	const paths = sessionPaths(directory, id);
	makeDirectorySync(directory);
	removeOldDrafts(directory);
	const takeLock = () => {
		const taken = lockSession(paths.lock);
		if (taken.type === 'taken') {
			throw new Error(`${taken.by} writes it`);
		}

		return taken;
	};

	let lock = takeLock();

	const open = (): number => {
		if (copyOf !== undefined) {
			copyFileSync(sessionPaths(directory, copyOf).lines, paths.lines);
		}

		const opened = openSync(paths.lines, 'a+', fileMode);
		chmodSync(paths.lines, fileMode);
		return opened;
	};

	let fd: number | undefined;
	try {
		fd = open();
	} catch (error) {
		lock.release();
		throw error;
	}

	let bytes = fstatSync(fd).size;
	let isTorn = endsTorn(fd, bytes);

	/** Somebody deleted the record, or the directory around it, while it was written: what is in it is read back from the file that no name leads to any more. */
	const writeAnew = (lost: number): void => {
		try {
			makeDirectorySync(directory);
			lock.release();
			lock = takeLock();
			const next = openSync(paths.lines, 'ax+', fileMode);
			fd = next;
			copyAll(lost, next);
		} finally {
			if (fd !== lost) {
				closeSync(lost);
			}
		}
	};

	const stop = (sentence: string) => {
		close();
		onTrouble(sentence);
	};

	const close = () => {
		if (fd === undefined) {
			return;
		}

		closeSync(fd);
		fd = undefined;
		lock.release();
	};

	return {
		append(line) {
			if (fd === undefined) {
				return;
			}

			const data = Buffer.from(isTorn ? `\n${line}` : line);
			if (bytes + data.length > maxBytes) {
				stop(`the record of this session is full (${Math.round(maxBytes / (1024 * 1024))} MB): what comes now is not kept`);
				return;
			}

			try {
				if (fstatSync(fd).nlink === 0) {
					writeAnew(fd);
				}

				writeAll(fd, data);
				bytes += data.length;
				isTorn = false;
			} catch (error) {
				stop(`${directory} cannot be written (${codeOf(error)}): what comes now is not kept`);
			}
		},
		sync() {
			if (fd !== undefined) {
				fdatasync(fd, () => undefined);
			}
		},
		writeIndex(text) {
			if (fd === undefined) {
				return;
			}

			try {
				replaceFileSync(paths.index, text);
			} catch {
				// The list is read from the lines then.
			}
		},
		close,
	};
}

function writeAll(fd: number, data: Uint8Array): void {
	let written = 0;
	while (written < data.length) {
		written += writeSync(fd, data, written);
	}
}

function copyAll(from: number, to: number): void {
	const chunk = Buffer.alloc(copiedAtOnce);
	let position = 0;
	for (;;) {
		const length = readSync(from, chunk, 0, chunk.length, position);
		if (length === 0) {
			return;
		}

		writeAll(to, chunk.subarray(0, length));
		position += length;
	}
}

function endsTorn(fd: number, size: number): boolean {
	const last = Buffer.alloc(1);
	return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== newline;
}
