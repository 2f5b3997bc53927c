import ky from 'ky';
import pLimit from 'p-limit';
import type {z} from 'zod';
import {authHeaders} from './auth-headers.js';
import {parseEndpoint} from './endpoint.js';
import {
	LokiError,
	LokiRangeLimitError,
	LokiTimeoutError,
	NotLokiError,
} from './errors/index.js';
import {linkAbort} from './linked-abort.js';
import {toNetworkError} from './network-error.js';
import {readBody} from './read-body.js';
import {pageError, toResponseError} from './response-error.js';
import {withoutSecrets} from './secrets.js';
import {createTransport, type Transport} from './transport.js';
import type {LokiSettings} from './types.js';
import {untilAborted} from './until-aborted.js';

export const defaultTimeoutMs = 30_000;

const maxRequestsInFlight = 4;
const maxAnswerBytes = 64 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;
/** Proxies cut longer request lines; a form goes in the body. */
const maxQueryStringLength = 4000;

export type LokiRequest<Answer> = {
	readonly path: string;
	readonly parameters: Readonly<Record<string, string>>;
	readonly schema: z.ZodType<Answer>;
	readonly signal?: AbortSignal | undefined;
};

export type Requester = {
	readonly origin: string;
	/** Throws one of the classes in errors/, or the signal's reason. */
	readonly ask: <Answer>(request: LokiRequest<Answer>) => Promise<Answer>;
};

type Exchange = {readonly status: number; readonly headers: Headers; readonly body: string; readonly isCut: boolean};

/** Sends requests to one Loki: a few at a time, each with a timeout, its answer bounded and checked. */
export function createRequester(settings: LokiSettings): Requester {
	const endpoint = parseEndpoint(settings.url);
	const {origin} = endpoint;
	const timeoutMs = settings.timeoutMs ?? defaultTimeoutMs;
	const limit = pLimit(maxRequestsInFlight);
	let transport: Promise<Transport> | undefined;

	const exchange = async ({path, parameters}: LokiRequest<unknown>, headers: Record<string, string>, signal: AbortSignal): Promise<Exchange> => {
		transport ??= createTransport(settings, endpoint);
		const {fetch} = await transport;
		const form = new URLSearchParams(parameters);
		const isLong = form.toString().length > maxQueryStringLength;
		const response = await ky(`${endpoint.baseUrl}${path}`, {
			method: isLong ? 'POST' : 'GET',
			headers: {accept: 'application/json', ...headers},
			...(isLong ? {body: form} : {searchParams: form}),
			redirect: 'manual',
			retry: 0,
			timeout: false,
			throwHttpErrors: false,
			signal,
			...(fetch && {fetch}),
		});
		const {text, isCut} = await readBody(response, response.ok ? maxAnswerBytes : maxErrorBytes);
		return {
			status: response.status,
			headers: response.headers,
			body: text,
			isCut,
		};
	};

	const askInSlot = async <Answer>(request: LokiRequest<Answer>): Promise<Answer> => {
		const {signal: outerSignal} = request;
		outerSignal?.throwIfAborted();
		const link = linkAbort(outerSignal);
		let hasTimedOut = false;
		const timer = setTimeout(() => {
			hasTimedOut = true;
			link.abort();
		}, timeoutMs);
		try {
			const headers = await authHeaders(settings, endpoint, link.signal);
			const answer = await untilAborted(exchange(request, headers, link.signal), link.signal);
			return read(request, {...answer, body: answer.status < 300 ? answer.body : withoutSecrets(answer.body, headers)}, origin);
		} catch (error) {
			if (hasTimedOut) {
				throw new LokiTimeoutError({origin, timeoutMs, cause: error});
			}

			outerSignal?.throwIfAborted();
			throw error instanceof LokiError ? error : toNetworkError(error, origin);
		} finally {
			clearTimeout(timer);
			link.unlink();
		}
	};

	return {
		origin,
		ask: async request => untilAborted(limit(async () => askInSlot(request)), request.signal),
	};
}

function read<Answer>(request: LokiRequest<Answer>, {status, headers, body, isCut}: Exchange, origin: string): Answer {
	if (status < 200 || status >= 300) {
		throw toResponseError({
			origin,
			path: request.path,
			status,
			headers,
			body,
			query: request.parameters.query,
			nowMs: Date.now(),
		});
	}

	if (isCut) {
		throw new LokiRangeLimitError({why: `the answer is larger than the ${maxAnswerBytes / 1024 / 1024} MB that this program reads`, limitMs: undefined});
	}

	if (/^\s*</.test(body)) {
		throw pageError(origin, body);
	}

	let data: unknown;
	try {
		data = JSON.parse(body);
	} catch (error) {
		throw new NotLokiError({
			origin,
			guess: 'unknown',
			why: `its answer to ${request.path} is not JSON`,
			cause: error,
		});
	}

	const parsed = request.schema.safeParse(data);
	if (!parsed.success) {
		const place = parsed.error.issues[0]?.path.slice(0, 6).join('.') ?? '';
		throw new NotLokiError({
			origin,
			guess: 'unknown',
			why: `its answer to ${request.path} is JSON, but not what a Loki answers${place === '' ? '' : ` (at ${place.slice(0, 80)})`}`,
		});
	}

	return parsed.data;
}
