import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {refusalOf} from './slack-payload.js';
import type {SlackDelivery} from './types.js';

/** What goes wrong on purpose, with Slack's own words. */
export type SlackFault =
	/** 429 with Retry-After. */
	| 'rate-limit'
	/** 404: the webhook was removed. */
	| 'no-service'
	/** 403: an administrator does not allow it. */
	| 'action-prohibited'
	/** 410. */
	| 'archived'
	/** 500. */
	| 'server-error'
	/** The body is taken and no answer comes. */
	| 'stall'
	/** The body is taken and the connection breaks. */
	| 'reset'
	/** 302 to elsewhere. */
	| 'redirect';

export type SlackSinkOptions = {
	/** 0, the default, picks a free one. */
	readonly port?: number;
	readonly fault?: SlackFault;
	/** What a 429 asks to wait. */
	readonly retryAfterSeconds?: number;
	/** Called for each message that was accepted. */
	readonly onDelivery?: (delivery: SlackDelivery) => void;
	/** Milliseconds since the epoch; Date.now where not given. */
	readonly now?: () => number;
};

export type SlackSink = {
	/** The webhook's whole URL. */
	readonly url: string;
	/** What was accepted, oldest first, the last 200. */
	readonly deliveries: () => readonly SlackDelivery[];
	/** How many requests came, accepted or not. */
	readonly attempts: () => number;
	/** For the next `times` requests; for all where not given. */
	readonly setFault: (fault: SlackFault | undefined, times?: number) => void;
	readonly close: () => Promise<void>;
};

type Answer = {
	readonly status: number;
	readonly text: string;
	readonly headers?: Readonly<Record<string, string>>;
};

/** Shaped like the path of a real webhook, with nothing secret in it. */
const webhookPath = '/services/T0SANDBOX/B0SANDBOX/sandbox';
const maxDeliveries = 200;
const maxBodyBytes = 1024 * 1024;
const defaultRetryAfterSeconds = 2;

const faultAnswers: ReadonlyMap<SlackFault, Answer> = new Map<SlackFault, Answer>([
	['no-service', {status: 404, text: 'no_service'}],
	['action-prohibited', {status: 403, text: 'action_prohibited'}],
	['archived', {status: 410, text: 'channel_is_archived'}],
	['server-error', {status: 500, text: 'rollup_error'}],
	['redirect', {status: 302, text: '', headers: {location: 'https://slack.com/'}}],
]);

const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Uint8Array>) {
		bytes += chunk.length;
		// What is too much is read all the same: a sender in the middle of it takes no answer.
		if (bytes <= maxBodyBytes) {
			chunks.push(chunk);
		}
	}

	return bytes > maxBodyBytes ? undefined : Buffer.concat(chunks).toString();
};

/**
A server on loopback that answers as Slack's incoming webhook does: `ok`, or one of its plain-text errors. It keeps what it accepts.
Rejects where the port is taken.
*/
export const startSlackSink = async (options: SlackSinkOptions = {}): Promise<SlackSink> => {
	const {port = 0, retryAfterSeconds = defaultRetryAfterSeconds, onDelivery, now = () => Date.now()} = options;
	const deliveries: SlackDelivery[] = [];
	let {fault} = options;
	let faultsLeft = Infinity;
	let attempts = 0;

	const takeFault = (): SlackFault | undefined => {
		if (faultsLeft <= 0) {
			fault = undefined;
		}

		faultsLeft--;
		return fault;
	};

	const accept = (body: string): Answer => {
		const delivery = {atMs: now(), body};
		deliveries.push(delivery);
		if (deliveries.length > maxDeliveries) {
			deliveries.shift();
		}

		onDelivery?.(delivery);
		return {status: 200, text: 'ok'};
	};

	const answerTo = (request: IncomingMessage, body: string | undefined, current: SlackFault | undefined): Answer => {
		if (request.url !== webhookPath) {
			return {status: 404, text: 'no_service'};
		}

		if (current === 'rate-limit') {
			return {status: 429, text: 'rate_limited', headers: {'retry-after': String(retryAfterSeconds)}};
		}

		const failure = current === undefined ? undefined : faultAnswers.get(current);
		if (failure) {
			return failure;
		}

		const refusal = request.method !== 'POST' || body === undefined ? 'invalid_payload' : refusalOf(body, request.headers['content-type'] ?? '');
		return refusal === undefined ? accept(body ?? '') : {status: 400, text: refusal};
	};

	const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = await readBody(request);
		attempts++;
		const current = takeFault();
		if (current === 'stall') {
			return;
		}

		if (current === 'reset') {
			request.socket.resetAndDestroy();
			return;
		}

		const {status, text, headers} = answerTo(request, body, current);
		response.writeHead(status, {'content-type': 'text/html', ...headers});
		response.end(text);
	};

	const server = createServer((request, response) => {
		// A sender that goes away ends its own request and nothing else.
		handle(request, response).catch(() => {
			response.destroy();
		});
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const {port: boundPort} = server.address() as AddressInfo;
	let closing: Promise<unknown> | undefined;
	return {
		url: `http://127.0.0.1:${boundPort}${webhookPath}`,
		deliveries: () => deliveries,
		attempts: () => attempts,
		setFault(next, times = Infinity) {
			fault = next;
			faultsLeft = times;
		},
		async close() {
			closing ??= once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closing;
		},
	};
};
