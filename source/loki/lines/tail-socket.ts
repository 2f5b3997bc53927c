import type http from 'node:http';
import {Buffer} from 'node:buffer';
import WebSocket, {type RawData} from 'ws';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {LokiUnreachableError, NotLokiError} from '../http/errors/index.js';
import {toNetworkError} from '../http/network-error.js';
import {onAbort} from '../http/on-abort.js';
import {toResponseError} from '../http/response-error.js';
import {withoutSecrets} from '../http/secrets.js';

const maxFrameBytes = 64 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;
const pingEveryMs = 15_000;
/** A connection on which nothing came for so long, not even the answer to a ping, is dead. */
const deadAfterMs = 45_000;
const tailPath = '/loki/api/v1/tail';
const maxReasonLength = 200;

export type TailSocketOptions = {
	readonly baseUrl: string;
	readonly parameters: URLSearchParams;
	readonly headers: Readonly<Record<string, string>>;
	readonly agent: http.Agent | undefined;
	readonly handshakeTimeoutMs: number;
	readonly signal: AbortSignal;
	readonly onOpen: () => void;
	readonly onFrame: (text: string) => void;
};

/** Holds one connection to Loki's live tail. Returns when the signal is aborted; throws LokiError when the connection cannot be made or ends. */
export async function runTailSocket(options: TailSocketOptions): Promise<void> {
	const {baseUrl, headers, agent, signal} = options;
	signal.throwIfAborted();
	const socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}${tailPath}?${options.parameters.toString()}`, {
		headers: {...headers},
		handshakeTimeout: options.handshakeTimeoutMs,
		maxPayload: maxFrameBytes,
		followRedirects: false,
		...(agent && {agent}),
	});
	let lastHeardMs = Date.now();
	const heard = () => {
		lastHeardMs = Date.now();
	};

	const heartbeat = setInterval(() => {
		if (Date.now() - lastHeardMs > deadAfterMs) {
			socket.terminate();
		} else if (socket.readyState === WebSocket.OPEN) {
			socket.ping();
		}
	}, pingEveryMs);
	const letGo = onAbort(signal, () => {
		socket.terminate();
	});
	try {
		await new Promise<void>((resolve, reject) => {
			socket.on('open', () => {
				heard();
				options.onOpen();
			});
			socket.on('message', data => {
				heard();
				try {
					options.onFrame(textOf(data));
				} catch (error) {
					reject(error instanceof Error ? error : new Error('a frame cannot be read'));
				}
			});
			socket.on('ping', heard);
			socket.on('pong', heard);
			socket.on('unexpected-response', (_request, response) => {
				void refusal(response, options).then(reject);
			});
			socket.on('error', error => {
				reject(toNetworkError(error, baseUrl));
			});
			socket.on('close', (code, reason) => {
				if (signal.aborted) {
					resolve();
					return;
				}

				const words = sanitizeLine(reason.toString(), {maxLength: maxReasonLength});
				reject(new LokiUnreachableError({origin: baseUrl, reason: 'reset', why: `the live tail was closed (${code})${words === '' ? '' : `: ${words}`}`}));
			});
		});
	} finally {
		clearInterval(heartbeat);
		letGo();
		socket.on('error', () => undefined);
		socket.terminate();
	}
}

function textOf(data: RawData): string {
	if (Array.isArray(data)) {
		return Buffer.concat(data).toString();
	}

	return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}

/** What an answer means that is no WebSocket. */
async function refusal(response: http.IncomingMessage, {baseUrl, parameters, headers}: TailSocketOptions): Promise<Error> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	try {
		for await (const chunk of response as AsyncIterable<Uint8Array>) {
			chunks.push(chunk);
			bytes += chunk.byteLength;
			if (bytes > maxErrorBytes) {
				break;
			}
		}
	} catch {
		// What came so far says enough.
	}

	const body = withoutSecrets(Buffer.concat(chunks).toString('utf8', 0, maxErrorBytes), headers);
	const status = response.statusCode ?? 0;
	if (status < 300) {
		return new NotLokiError({origin: baseUrl, guess: 'unknown', why: `it answers ${status} where a live tail should begin`});
	}

	if (status === 426 || (status === 400 && /^\s*bad request\s*$|upgrade/i.test(body))) {
		return new LokiUnreachableError({origin: baseUrl, reason: 'proxy', why: 'something between this machine and Loki does not let WebSockets through'});
	}

	const answered = new Headers();
	for (const name of ['content-type', 'location', 'retry-after']) {
		const value = response.headers[name];
		if (typeof value === 'string') {
			answered.set(name, value);
		}
	}

	return toResponseError({
		origin: baseUrl,
		path: tailPath,
		status,
		headers: answered,
		body,
		query: parameters.get('query') ?? undefined,
		nowMs: Date.now(),
	});
}
