import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {
	open,
	rename,
	rm,
	type FileHandle,
} from 'node:fs/promises';
import {
	closeSync,
	fstatSync,
	openSync,
	readSync,
} from 'node:fs';
import path from 'node:path';
import {codeOf} from './code-of.js';
import {makeDirectory} from './make-directory.js';
import {draftOf, removeOldDrafts} from './replace-file.js';

/** Counts up when the form of the file changes; what is in it has a version of its own. */
const fileVersion = 1;
const magic = 'LSSF';
const headLength = 8;
const hashLength = 32;
const byNewer = 'was written by a newer version of this program';
/** The length of the JSON before it, and the hash of all that is before them. */
const footLength = 4 + hashLength;
/** Written at once. */
const chunkBytes = 128 * 1024;

export type ReadState = {
	/** Undefined where there is nothing that can be used. Arrays in it are functions that read their packed bytes, good until the next call, and until `close`. */
	readonly value: unknown;
	/** One sentence where a file was passed over, and why. */
	readonly note: string | undefined;
	/** A newer version of this program wrote it: it is that one's to keep. */
	readonly isNewer: boolean;
	readonly close: () => void;
};

/** Turns an array into bytes that are good until the next call. */
export type PackArray = (array: Float32Array) => Uint8Array;

/**
Writes a JSON value with `Float32Array`s in it into one file, whole or not at all: magic and version, the packed arrays, the JSON, its length and the hash.
Gives a sentence where it cannot be written.
*/
export async function writeStateFile(file: string, value: unknown, pack: PackArray): Promise<string | undefined> {
	const draft = draftOf(file);
	try {
		await makeDirectory(path.dirname(file));
		removeOldDrafts(path.dirname(file));
		const handle = await open(draft, 'w', 0o600);
		try {
			await writeParts(handle, value, pack);
			await handle.datasync();
		} finally {
			await handle.close();
		}

		await rename(draft, file);
		return undefined;
	} catch (error) {
		await rm(draft, {force: true}).catch(() => undefined);
		return `${path.dirname(file)} cannot be written (${codeOf(error)}); the next run rebuilds the baseline.`;
	}
}

/**
Reads what `writeStateFile` wrote. What is torn, foreign or from a newer version is ignored, with a note.
Its arrays stay in the file until they are asked for: they are most of it, and a pod's memory is small.
*/
export function readStateFile(file: string): ReadState {
	const nothing = (note: string | undefined, isNewer = false): ReadState => ({
		value: undefined, note, isNewer, close: () => undefined,
	});
	let fd: number;
	try {
		fd = openSync(file, 'r');
	} catch (error) {
		const code = codeOf(error);
		return nothing(code === 'ENOENT' || code === 'ENOTDIR' ? undefined : `${file} cannot be read (${code}); rebuilding the baseline.`);
	}

	const close = () => {
		closeSync(fd);
	};

	let decoded: ReturnType<typeof decodeState>;
	try {
		decoded = decodeState(fd);
	} catch (error) {
		decoded = `cannot be read (${codeOf(error)})`;
	}

	if (typeof decoded === 'string') {
		close();
		return nothing(`${file} ${decoded}; ignored, rebuilding the baseline.`, decoded === byNewer);
	}

	return {
		value: decoded.value, note: undefined, isNewer: false, close,
	};
}

async function writeParts(handle: FileHandle, value: unknown, pack: PackArray): Promise<void> {
	const arrays: Float32Array[] = [];
	const places: Array<readonly [offset: number, length: number]> = [];
	const json = JSON.stringify(value, (_key, part: unknown) => {
		if (!(part instanceof Float32Array)) {
			return part;
		}

		arrays.push(part);
		return {$array: arrays.length - 1};
	});
	const hash = createHash('sha256');
	const chunk = Buffer.alloc(chunkBytes);
	let used = 0;
	let offset = 0;
	const flush = async (): Promise<void> => {
		hash.update(chunk.subarray(0, used));
		await handle.write(chunk, 0, used);
		used = 0;
	};

	const add = async (bytes: Uint8Array): Promise<void> => {
		for (let from = 0; from < bytes.length; from += chunkBytes) {
			const part = bytes.subarray(from, from + chunkBytes);
			if (used + part.length > chunkBytes) {
				await flush();
			}

			chunk.set(part, used);
			used += part.length;
		}
	};

	const head = Buffer.alloc(headLength);
	head.write(magic, 0, 'latin1');
	head.writeUInt32BE(fileVersion, 4);
	await add(head);
	for (const array of arrays) {
		const bytes = pack(array);
		places.push([offset, bytes.length]);
		offset += bytes.length;
		if (used + bytes.length > chunkBytes) {
			// What was packed is good until the next call only, and the write gives way.
			await add(Uint8Array.from(bytes));
			continue;
		}

		chunk.set(bytes, used);
		used += bytes.length;
	}

	const text = Buffer.from(JSON.stringify({places, json}));
	await add(text);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(text.length);
	await add(length);
	await flush();
	await handle.write(hash.digest());
}

/** The value, or half a sentence that says what is wrong with the file. Throws what the file system throws. */
function decodeState(fd: number): string | {readonly value: unknown} {
	const {size} = fstatSync(fd);
	const head = readAt(fd, 0, Math.min(headLength, size));
	if (size < headLength || head.toString('latin1', 0, 4) !== magic) {
		return 'is no file of this program';
	}

	const version = head.readUInt32BE(4);
	if (version !== fileVersion) {
		return version > fileVersion ? byNewer : 'was written by an older version of this program';
	}

	const footAt = size - footLength;
	const foot = footAt < headLength ? undefined : readAt(fd, footAt, footLength);
	if (!foot?.subarray(4).equals(hashTo(fd, footAt + 4))) {
		return 'is damaged';
	}

	try {
		const length = foot.readUInt32BE(0);
		const {places, json} = JSON.parse(readAt(fd, footAt - length, length).toString()) as {readonly places: ReadonlyArray<readonly [number, number]>; readonly json: string};
		const buffer = Buffer.alloc(Math.max(0, ...places.map(place => place[1])));
		const readArray = ([offset, byteLength]: readonly [number, number]): Uint8Array => {
			try {
				return buffer.subarray(0, readSync(fd, buffer, 0, byteLength, headLength + offset));
			} catch {
				// What cannot be read is too short, and so is passed over.
				return new Uint8Array();
			}
		};

		return {
			value: JSON.parse(json, (_key, part: unknown) => {
				const place = isReference(part) ? places[part.$array] : undefined;
				return place ? () => readArray(place) : part;
			}),
		};
	} catch {
		return 'is damaged';
	}
}

function readAt(fd: number, position: number, length: number) {
	const buffer = Buffer.alloc(length);
	return buffer.subarray(0, readSync(fd, buffer, 0, length, position));
}

/** The hash of the first bytes of a file. */
function hashTo(fd: number, length: number): Uint8Array {
	const hash = createHash('sha256');
	const chunk = Buffer.alloc(chunkBytes);
	for (let position = 0; position < length;) {
		const bytes = readSync(fd, chunk, 0, Math.min(chunkBytes, length - position), position);
		if (bytes === 0) {
			break;
		}

		hash.update(chunk.subarray(0, bytes));
		position += bytes;
	}

	return hash.digest();
}

function isReference(part: unknown): part is {readonly $array: number} {
	return typeof part === 'object' && part !== null && '$array' in part && typeof part.$array === 'number';
}
