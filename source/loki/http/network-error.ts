import {sanitizeLine} from '../../terminal/sanitize.js';
import {
	type LokiError,
	LokiGarbledError,
	LokiUnreachableError,
	NotLokiError,
	type UnreachableReason,
} from './errors/index.js';
import {ProxyError} from './proxy-tunnel.js';

const maxReasonLength = 200;
const maxDepth = 6;

const reasons: ReadonlyMap<string, readonly [UnreachableReason, string]> = new Map(Object.entries<readonly [UnreachableReason, string]>({
	ECONNREFUSED: ['refused', 'connection refused: nothing listens there'],
	ENOTFOUND: ['dns', 'the host name does not resolve'],
	EAI_AGAIN: ['dns', 'the name server does not answer'],
	ECONNRESET: ['reset', 'the connection was closed before the answer was whole'],
	EPIPE: ['reset', 'the connection was closed before the request was sent'],
	UND_ERR_SOCKET: ['reset', 'the connection was closed before the answer was whole'],
	ERR_STREAM_PREMATURE_CLOSE: ['reset', 'the connection was closed before the answer was whole'],
	EHOSTUNREACH: ['no-route', 'no route to this host'],
	ENETUNREACH: ['no-route', 'no route to this network'],
	ETIMEDOUT: ['no-route', 'the host does not answer'],
	UND_ERR_CONNECT_TIMEOUT: ['no-route', 'the host does not answer'],
	ERR_TLS_CERT_ALTNAME_INVALID: ['tls', 'the certificate is for another host name'],
	DEPTH_ZERO_SELF_SIGNED_CERT: ['tls', 'the certificate is self-signed'],
	SELF_SIGNED_CERT_IN_CHAIN: ['tls', 'the certificate is signed by an unknown CA'],
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls', 'the certificate is signed by an unknown CA'],
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls', 'the certificate is signed by an unknown CA'],
	UNABLE_TO_GET_ISSUER_CERT: ['tls', 'the certificate is signed by an unknown CA'],
	CERT_HAS_EXPIRED: ['tls', 'the certificate has expired'],
	CERT_NOT_YET_VALID: ['tls', 'the certificate is not valid yet'],
	ERR_SSL_WRONG_VERSION_NUMBER: ['tls', 'the server does not speak TLS on this port'],
}));

/** Where the advice for the reason as a whole would be wrong. */
const nextSteps: ReadonlyMap<string, string> = new Map(Object.entries({
	CERT_HAS_EXPIRED: 'Renew the certificate of the server; if it is still valid, set this machine\'s clock right.',
	CERT_NOT_YET_VALID: 'Set this machine\'s clock right; if it is, the certificate of the server was made for later.',
	ERR_TLS_CERT_ALTNAME_INVALID: 'Use the host name for which the certificate was made, or have it made for this one too.',
	ERR_SSL_WRONG_VERSION_NUMBER: 'Write http:// instead of https:// in the Loki URL, or use the port that speaks TLS.',
}));

/** What unpacking says of a body that is not compressed as its head says, or ends too early. */
const unpackingReasons: ReadonlyMap<string, string> = new Map(Object.entries({
	Z_DATA_ERROR: 'its head says that it is compressed, and its body is not',
	Z_BUF_ERROR: 'its compressed body ends in the middle',
	ERR__ERROR_FORMAT_PADDING_1: 'its head says that it is compressed, and its body is not',
}));

/** What a failed connection means; `error` is whatever fetch, node:https or ws threw. */
export function toNetworkError(error: unknown, origin: string): LokiError {
	const chain = causes(error);
	const proxyError = chain.find(link => link instanceof ProxyError);
	if (proxyError) {
		return new LokiUnreachableError({
			origin,
			reason: 'proxy',
			why: proxyError.message,
			cause: error,
		});
	}

	const codes = chain.map(link => codeOf(link)).filter(code => code !== undefined);
	const unpacking = codes.find(code => unpackingReasons.has(code));
	if (unpacking !== undefined) {
		return new LokiGarbledError({origin, why: `${unpackingReasons.get(unpacking) ?? ''} (${unpacking})`, cause: error});
	}

	const known = codes.find(code => reasons.has(code));
	const meaning = reasons.get(known ?? '');
	if (meaning) {
		const [reason, why] = meaning;
		return new LokiUnreachableError({
			origin,
			reason,
			why: `${why} (${known ?? ''})`,
			nextStep: nextSteps.get(known ?? ''),
			cause: error,
		});
	}

	if (codes.some(code => code.startsWith('HPE_')) || chain.some(link => link instanceof Error && link.name === 'HTTPParserError')) {
		return new NotLokiError({
			origin,
			guess: 'unknown',
			why: 'the answer is not HTTP; the port may want https',
			cause: error,
		});
	}

	const innermost = chain.at(-1);
	const why = innermost instanceof Error ? sanitizeLine(innermost.message, {maxLength: maxReasonLength}) : 'unknown network error';
	return new LokiUnreachableError({
		origin,
		reason: codes.some(code => /^(?:ERR_(?:SSL|TLS)|EPROTO|CERT_)/.test(code)) ? 'tls' : 'other',
		why: why === '' ? 'unknown network error' : why,
		cause: error,
	});
}

/** The error and what it was caused by, outermost first; of several addresses tried, the first. */
function causes(error: unknown): readonly unknown[] {
	const chain: unknown[] = [];
	let link = error;
	while (link instanceof Error && chain.length < maxDepth) {
		chain.push(link);
		link = link.cause ?? (link instanceof AggregateError ? link.errors[0] : undefined);
	}

	return chain;
}

function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
