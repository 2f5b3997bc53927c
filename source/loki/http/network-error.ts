import {sanitizeLine} from '../../terminal/sanitize.js';
import {
	type LokiError,
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
	const known = codes.find(code => reasons.has(code));
	const meaning = reasons.get(known ?? '');
	if (meaning) {
		const [reason, why] = meaning;
		return new LokiUnreachableError({
			origin,
			reason,
			why: `${why} (${known ?? ''})`,
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
