import {Buffer} from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';

export type NodeFetchOptions = {
	readonly agent?: http.Agent;
	/** Plain http requests are handed to it whole. */
	readonly proxy?: URL;
	readonly proxyHeaders?: Readonly<Record<string, string>>;
};

/** As much of fetch as a client with short requests needs, over node:http and node:https. It follows no redirect. */
export function createNodeFetch(options: NodeFetchOptions): typeof globalThis.fetch {
	return async (input, init) => {
		const request = new Request(input, init);
		const body = request.body ? Buffer.from(await request.arrayBuffer()) : undefined;
		try {
			return await send(request, body, options);
		} catch (error) {
			if (error instanceof StaleSocketError && !request.signal.aborted) {
				return send(request, body, options);
			}

			throw error;
		}
	};
}

/** A kept connection was closed by the server just as it was used again: nothing was wrong with the request. */
class StaleSocketError extends Error {
	override name = 'StaleSocketError';
}

async function send(request: Request, body: Uint8Array | undefined, {agent, proxy, proxyHeaders}: NodeFetchOptions): Promise<Response> {
	return new Promise((resolve, reject) => {
		const url = new URL(request.url);
		const headers = {...Object.fromEntries(request.headers), 'accept-encoding': 'gzip'};
		const shared = {method: request.method, signal: request.signal};
		const start = (proxy ?? url).protocol === 'https:' ? https.request : http.request;
		const outgoing = proxy
			? start({
				...shared,
				host: proxy.hostname.replaceAll(/^\[|\]$/g, ''),
				port: proxy.port,
				path: request.url,
				headers: {...headers, ...proxyHeaders, host: url.host},
			})
			: start(url, {...shared, headers, agent});
		outgoing.on('response', message => {
			try {
				resolve(toResponse(message));
			} catch (error) {
				message.destroy();
				reject(error instanceof Error ? error : new Error('the answer cannot be read'));
			}
		});
		outgoing.on('error', (error: NodeJS.ErrnoException) => {
			const isStale = outgoing.reusedSocket && error.code === 'ECONNRESET';
			reject(isStale ? new StaleSocketError('the kept connection was closed', {cause: error}) : error);
		});
		outgoing.end(body);
	});
}

function toResponse(message: http.IncomingMessage): Response {
	const headers = new Headers();
	for (const [name, value] of Object.entries(message.headers)) {
		headers.set(name, Array.isArray(value) ? value.join(', ') : value ?? '');
	}

	const status = message.statusCode ?? 500;
	if (status === 204 || status === 304) {
		message.resume();
		return new Response(undefined, {status, headers});
	}

	let stream: Readable = message;
	if (message.headers['content-encoding'] === 'gzip') {
		const gunzip = createGunzip();
		message.on('error', error => {
			gunzip.destroy(error);
		});
		gunzip.on('close', () => {
			message.destroy();
		});
		stream = message.pipe(gunzip);
		headers.delete('content-encoding');
	}

	return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {status, headers});
}
