import {Buffer} from 'node:buffer';
import type {IncomingMessage} from 'node:http';
import {promisify} from 'node:util';
import {gunzip, inflate, inflateRaw} from 'node:zlib';
import {badRequest, LokiError} from './loki-error.js';

const maxBodyBytes = 64 * 1024 * 1024;
const bodyTimeoutMs = 30_000;

const unzip = promisify(gunzip);
const inflateZlib = promisify(inflate);
const inflatePlain = promisify(inflateRaw);

const readBytes = async (request: IncomingMessage): Promise<Uint8Array> => {
	const chunks: Uint8Array[] = [];
	let size = 0;
	request.setTimeout(bodyTimeoutMs);
	for await (const chunk of request as AsyncIterable<Uint8Array>) {
		size += chunk.length;
		if (size > maxBodyBytes) {
			throw new LokiError(413, `request body too large: limit is ${maxBodyBytes} bytes`);
		}

		chunks.push(chunk);
	}

	return Buffer.concat(chunks);
};

const decode = async (bytes: Uint8Array, encoding: string): Promise<Uint8Array> => {
	const options = {maxOutputLength: maxBodyBytes};
	switch (encoding) {
		case '':
		case 'identity': {
			return bytes;
		}

		case 'gzip': {
			return unzip(bytes, options).catch(() => {
				throw badRequest('gzip: invalid header');
			});
		}

		case 'deflate': {
			return inflateZlib(bytes, options).catch(async () => inflatePlain(bytes, options)).catch(() => {
				throw badRequest('flate: corrupt input before offset 0');
			});
		}

		default: {
			throw badRequest(`Content-Encoding "${encoding}" not supported`);
		}
	}
};

/** A request's body as text, unpacked. Throws LokiError where it is too large or does not unpack. */
export const readBody = async (request: IncomingMessage): Promise<string> => {
	const bytes = await decode(await readBytes(request), (request.headers['content-encoding'] ?? '').trim().toLowerCase());
	return new TextDecoder().decode(bytes);
};

/** The parameters of a query: those of the address, and those of a posted form, which come first. */
export const readParameters = async (request: IncomingMessage, url: URL): Promise<URLSearchParams> => {
	if (request.method !== 'POST') {
		return url.searchParams;
	}

	const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim();
	const body = await readBody(request);
	return type === 'application/x-www-form-urlencoded'
		? new URLSearchParams([...new URLSearchParams(body), ...url.searchParams])
		: url.searchParams;
};
