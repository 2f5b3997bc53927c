import {sanitizeLine} from '../../terminal/sanitize.js';
import {parseGoDurationMs} from '../discovery/go-duration.js';
import {
	type LokiError,
	LokiEntriesLimitError,
	LokiNotFoundError,
	LokiQueryError,
	LokiRangeLimitError,
	LokiRateLimitError,
	LokiRefusedError,
	LokiSeriesLimitError,
	LokiServerError,
	LokiTenantError,
	LokiTimeoutError,
	LokiUnauthorizedError,
	NotLokiError,
	type RefusalReason,
} from './errors/index.js';
import {readRetryAfter} from './retry-after.js';

const maxReasonLength = 400;
const maxQueryLength = 200;

export type FailedAnswer = {
	readonly origin: string;
	readonly path: string;
	readonly status: number;
	readonly headers: Headers;
	readonly body: string;
	readonly query?: string | undefined;
	readonly nowMs: number;
};

/** The error class for an answer that is no success. Loki says in plain text what is wrong; gateways use JSON or HTML. */
export function toResponseError(answer: FailedAnswer): LokiError {
	const {origin, path, status, headers} = answer;
	const foreign = foreignAnswer(answer);
	if (foreign) {
		return foreign;
	}

	const text = messageOf(answer.body);
	const why = text === '' ? `status ${status} without a word` : text;
	const limit = limitError(text, status);
	if (limit) {
		return limit;
	}

	if (tenantTrouble.test(text)) {
		return new LokiTenantError({origin, why});
	}

	// 2.9 wraps some of them in a 500 of its inner protocol.
	if (/parse error|only label matchers are supported/.test(text)) {
		return queryError(text, answer.query);
	}

	const reason = refusalReason(text, answer);
	if (reason) {
		return new LokiRefusedError({
			origin, status, reason, why,
		});
	}

	if (status === 401 || status === 403) {
		return new LokiUnauthorizedError({origin, status, why});
	}

	if (status === 429 || /too many outstanding requests/i.test(text)) {
		return new LokiRateLimitError({why, retryAfterMs: readRetryAfter(headers.get('retry-after') ?? undefined, answer.nowMs)});
	}

	if (status === 408 || status === 504 || /context deadline exceeded|request timed out/i.test(text)) {
		return new LokiTimeoutError({origin, why});
	}

	if ([404, 405, 410, 501].includes(status)) {
		return new LokiNotFoundError({
			origin, path, status, why,
		});
	}

	if (status >= 500 || status === 499) {
		return new LokiServerError({
			origin, status, why, retryAfterMs: readRetryAfter(headers.get('retry-after') ?? undefined, answer.nowMs),
		});
	}

	// Loki says 400 of a query that it does not take, and nothing else of one.
	return status === 400 && !isPage(answer) && text !== ''
		? queryError(why, answer.query)
		: new LokiRefusedError({
			origin, status, reason: 'other', why,
		});
}

/** No tenant, several, or one whose name Loki does not take. */
const tenantTrouble = /\bno org id\b|multiple org ids present|\btenant id\b.+(?:unsupported character|too long|unsafe|invalid)|\b(?:invalid|malformed|unknown) (?:tenant|org id)/i;

/** Text of a 400 that is about the request as a whole and not about its query. */
const refusals: ReadonlyArray<readonly [RefusalReason, RegExp]> = [
	['required-labels', /missing required matchers|less label matchers than required|required_labels/i],
	['blocked', /query blocked by policy|blocked_queries|queries? (?:is|are) blocked/i],
	['too-long', /request header or cookie too large|uri too (?:long|large)/i],
];

const reasonOfStatus: Readonly<Record<number, RefusalReason>> = {
	402: 'payment', 414: 'too-long', 422: 'unprocessable', 431: 'too-long', 451: 'firewall',
};

/** Why a request was refused that has no fault of its own; undefined for everything else. */
function refusalReason(text: string, answer: FailedAnswer): RefusalReason | undefined {
	const said = refusals.find(([, pattern]) => pattern.test(text))?.[0];
	// Loki and its gateways refuse credentials in plain text or JSON; a page that says "blocked" is a firewall's.
	const isFirewall = answer.status === 403 && (isPage(answer) || /web application firewall|\bwaf\b|request (?:was )?blocked|access denied.*reference/is.test(answer.body)) && !/log ?in|sign ?in|password/i.test(text);
	return said ?? (isFirewall ? 'firewall' : reasonOfStatus[answer.status]);
}

const isPage = ({headers, body}: FailedAnswer): boolean => (headers.get('content-type') ?? '').includes('text/html') || /^\s*<(?:!doctype|html)/i.test(body);

/** A page or a redirect is not Loki's; a gateway's page about its own failure (502, 401) is taken for what its status says. */
function foreignAnswer(answer: FailedAnswer): LokiError | undefined {
	const {origin, status, headers, body} = answer;
	if (status >= 300 && status < 400) {
		const location = sanitizeLine(headers.get('location') ?? '', {maxLength: maxReasonLength}).split(/[#?]/, 1)[0]?.replace(/\/\/[^/@]*@/, '//') ?? '';
		const isLogin = /login|signin|oauth|sso/i.test(location);
		const target = location === '' ? '' : ` to ${location}`;
		return new NotLokiError({
			origin,
			guess: isLogin ? 'login' : 'redirect',
			why: `it redirects${target}${isLogin ? ', a login page' : ''} (${status})`,
		});
	}

	if (status === 400 && /plain http request was sent to https port|client sent an http request to an https server/i.test(body)) {
		return new NotLokiError({origin, guess: 'https', why: 'its port wants https, and was asked in plain http (400)'});
	}

	if (status === 404 && isPage(answer)) {
		return pageError(origin, body);
	}

	const isGrafana = status === 404 && /^\s*\{.*"(?:accessErrorId|messageId|traceID)"/s.test(body);
	return isGrafana ? new NotLokiError({origin, guess: 'grafana', why: 'it answers like Grafana: its own "not found"'}) : undefined;
}

/** The error for a web page where data should be. */
export function pageError(origin: string, body: string): NotLokiError {
	if (/grafana/i.test(body)) {
		return new NotLokiError({origin, guess: 'grafana', why: 'it answers with a web page of Grafana'});
	}

	const isPrometheus = /prometheus/i.test(body);
	return new NotLokiError({origin, guess: isPrometheus ? 'prometheus' : 'html', why: `it answers with a web page${isPrometheus ? ' of Prometheus' : ''}`});
}

function limitError(text: string, status: number): LokiError | undefined {
	const series = /maximum (?:number )?of series \((\d+)\) reached/.exec(text);
	if (series) {
		return new LokiSeriesLimitError({why: text, limit: Number(series[1])});
	}

	if (text.includes('max entries limit per query exceeded')) {
		const entries = /\(\d+ > (\d+)\)/.exec(text)?.[1];
		return new LokiEntriesLimitError({why: text, limit: entries === undefined ? undefined : Number(entries)});
	}

	if (text.includes('query time range exceeds the limit')) {
		const length = /limit: ([\d.a-zµ]+)/.exec(text)?.[1] ?? '';
		return new LokiRangeLimitError({why: text, limitMs: parseGoDurationMs(length)});
	}

	const isTooLarge = /would read too many bytes|too large to execute|max number of chunks limit|maximum resolution of|larger than the max/.test(text);
	return isTooLarge || status === 413 ? new LokiRangeLimitError({why: text === '' ? `status ${status}` : text, limitMs: undefined}) : undefined;
}

function queryError(text: string, query: string | undefined): LokiQueryError {
	const place = /parse error at line (\d+), col (\d+): ?/.exec(text);
	return new LokiQueryError({
		why: text.replace(/^rpc error: code = \w+ desc = /, '').replace(/^parse error(?: at line \d+, col \d+)? ?: ?/, ''),
		query: query === undefined ? undefined : sanitizeLine(query, {maxLength: maxQueryLength}),
		line: place ? Number(place[1]) : undefined,
		column: place ? Number(place[2]) : undefined,
	});
}

/** What the body says, on one line: text as it is, of JSON the member that holds the message. */
function messageOf(body: string): string {
	let text = body;
	if (body.trimStart().startsWith('{')) {
		const member = /"(?:message|error)"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(body)?.[1];
		try {
			text = member === undefined ? body : String(JSON.parse(member));
		} catch {
			text = body;
		}
	}

	if (/^\s*</.test(text)) {
		text = /<title>([^<]*)<\/title>/i.exec(text)?.[1] ?? 'a web page';
	}

	return sanitizeLine(text.trim(), {maxLength: maxReasonLength});
}
