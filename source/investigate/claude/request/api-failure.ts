import {readRetryAfter} from '../../../loki/http/retry-after.js';
import type {ApiFailure} from '../troubles.js';

const retryableStatuses: ReadonlySet<number> = new Set([408, 409, 429, 500, 502, 503, 504, 529]);
const retryableTypes: ReadonlySet<string> = new Set(['rate_limit_error', 'overloaded_error', 'api_error', 'timeout_error']);
/** A refused connection or an unknown name is the same a second later. */
const retryableCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const maxCauses = 5;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | undefined => typeof value === 'string' && value !== '' ? value : undefined;

const header = (headers: unknown, name: string): string | undefined => headers instanceof Headers ? headers.get(name) ?? undefined : undefined;

/** Milliseconds from `retry-after-ms`, which only this API sends, or `retry-after`. */
const askedWait = (headers: unknown, nowMs: number): number | undefined => {
	const milliseconds = Number(header(headers, 'retry-after-ms') ?? NaN);
	return milliseconds >= 0 ? milliseconds : readRetryAfter(header(headers, 'retry-after'), nowMs);
};

/** The first system error code along the chain of causes: fetch hides it two levels down, and behind several addresses in `errors`. */
const findCode = (error: unknown): string | undefined => {
	let current: unknown = error;
	for (let depth = 0; depth < maxCauses && isFields(current); depth++) {
		const code = textOf(current.code);
		if (code !== undefined) {
			return code;
		}

		const errors: readonly unknown[] = Array.isArray(current.errors) ? current.errors : [];
		current = errors[0] ?? current.cause;
	}

	return undefined;
};

const deepestMessage = (error: unknown): string => {
	let message = '';
	let current: unknown = error;
	for (let depth = 0; depth < maxCauses && isFields(current); depth++) {
		message = textOf(current.message) ?? message;
		current = current.cause;
	}

	return message;
};

/** Reads what the SDK threw. Its classes are not needed, so that the SDK stays unloaded until it is used. Never throws. */
export const readFailure = (error: unknown, nowMs: number): ApiFailure & {readonly canRetry: boolean} => {
	const fields = isFields(error) ? error : {};
	const status = typeof fields.status === 'number' ? fields.status : undefined;
	const type = textOf(fields.type);
	const code = findCode(error);
	const errorCode = textOf(fields.errorCode);
	const isSpendLimit = errorCode?.includes('spend_limit') ?? false;
	const isTransient = retryableStatuses.has(status ?? 0) || (status === undefined && (retryableTypes.has(type ?? '') || retryableCodes.has(code ?? '')));
	return {
		status,
		type,
		code,
		message: textOf(fields.apiMessage) ?? deepestMessage(error),
		retryAfterMs: askedWait(fields.headers, nowMs),
		canRetry: isTransient && !isSpendLimit && header(fields.headers, 'x-should-retry') !== 'false',
	};
};
