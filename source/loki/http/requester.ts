import ky, {type Options} from 'ky';
import pLimit from 'p-limit';
import type * as z from 'zod';
import type {LokiSettings} from '../types.js';
import {authHeaders} from './auth-headers.js';
import {parseEndpoint} from './endpoint.js';
import {
	LokiError,
	LokiGarbledError,
	LokiNotFoundError,
	LokiRangeLimitError,
	LokiRefusedError,
	LokiTimeoutError,
	NotLokiError,
} from './errors/index.js';
import {createClockWatch} from './clock-watch.js';
import {linkAbort} from './linked-abort.js';
import {toNetworkError} from './network-error.js';
import {readBody} from './read-body.js';
import {pageError, toResponseError} from './response-error.js';
import {withoutSecrets} from './secrets.js';
import {createTransport, type Transport} from './transport.js';
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

/** Something that is written, to which Loki answers with nothing. */
export type LokiWrite = {
	readonly path: string;
	readonly json: unknown;
	readonly signal?: AbortSignal | undefined;
};

export type Requester = {
	readonly origin: string;
	/** Throws one of the classes in errors/, or the signal's reason. */
	readonly ask: <Answer>(request: LokiRequest<Answer>) => Promise<Answer>;
	/** Throws as `ask` does. */
	readonly send: (write: LokiWrite) => Promise<void>;
	/** How far this machine's clock is ahead of the server's, in milliseconds (negative behind it); undefined while no answer told. */
	readonly clockAheadMs: () => number | undefined;
};

type Outgoing = Pick<LokiRequest<unknown>, 'path'> & {readonly signal?: AbortSignal | undefined; readonly query?: string | undefined; readonly options: Options};

type Exchange = {readonly status: number; readonly headers: Headers; readonly body: string; readonly isCut: boolean};

/** Sends requests to one Loki: a few at a time, each with a timeout, its answer bounded and checked. */
export function createRequester(settings: LokiSettings): Requester {
	const endpoint = parseEndpoint(settings.url);
	const {origin} = endpoint;
	const timeoutMs = settings.timeoutMs ?? defaultTimeoutMs;
	const limit = pLimit(maxRequestsInFlight);
	const clock = createClockWatch();
	let transport: Promise<Transport> | undefined;
	/** A gateway that lets only GET through is asked no other way. */
	let takesPost = true;

	const exchange = async ({path, options}: Outgoing, headers: Record<string, string>, signal: AbortSignal): Promise<Exchange> => {
		transport ??= createTransport(settings, endpoint);
		const {fetch} = await transport;
		const response = await ky(`${endpoint.baseUrl}${path}`, {
			...options,
			headers: {accept: 'application/json', ...headers},
			redirect: 'manual',
			retry: 0,
			timeout: false,
			throwHttpErrors: false,
			signal,
			...(fetch && {fetch}),
		});
		clock.note(response.headers, Date.now());
		const {text, isCut} = await readBody(response, response.ok ? maxAnswerBytes : maxErrorBytes);
		return {
			status: response.status,
			headers: response.headers,
			body: text,
			isCut,
		};
	};

	/** The answer, which is a success. */
	const exchangeInSlot = async (request: Outgoing): Promise<Exchange> => {
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
			checkStatus(request, {...answer, body: answer.status < 300 ? answer.body : withoutSecrets(answer.body, headers)}, origin);
			return answer;
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

	const inSlot = async (request: Outgoing): Promise<Exchange> => untilAborted(limit(async () => exchangeInSlot(request)), request.signal);

	return {
		origin,
		async ask(request) {
			const {path, parameters, signal} = request;
			const form = new URLSearchParams(parameters);
			const isLong = form.toString().length > maxQueryStringLength;
			const asked = {path, signal, query: parameters.query};
			const get = async () => inSlot({...asked, options: {method: 'GET', searchParams: form}});
			if (!isLong || !takesPost) {
				return read(request, await get(), origin);
			}

			try {
				return read(request, await inSlot({...asked, options: {method: 'POST', body: form}}), origin);
			} catch (error) {
				if (!isAboutMethod(error)) {
					throw error;
				}
			}

			const answer = await get();
			takesPost = false;
			return read(request, answer, origin);
		},
		clockAheadMs: clock.aheadMs,
		async send({path, json, signal}) {
			await inSlot({path, signal, options: {method: 'POST', json}});
		},
	};
}

/** 405, or a firewall that lets no POST through. */
const isAboutMethod = (error: unknown): boolean => (error instanceof LokiNotFoundError && error.status === 405) || (error instanceof LokiRefusedError && error.reason === 'firewall');

/** JSON that is begun as Loki begins it. */
const beginsLikeLoki = /^\s*\{\s*"(?:status|data|streams|values|version)"/;

function checkStatus({path, query}: Outgoing, {status, headers, body}: Exchange, origin: string): void {
	if (status < 200 || status >= 300) {
		throw toResponseError({
			origin,
			path,
			status,
			headers,
			body,
			query,
			nowMs: Date.now(),
		});
	}
}

function read<Answer>(request: LokiRequest<Answer>, {body, isCut}: Exchange, origin: string): Answer {
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
		if (beginsLikeLoki.test(body)) {
			throw new LokiGarbledError({origin, why: `its answer to ${request.path} breaks off after ${body.length} characters`, cause: error});
		}

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
