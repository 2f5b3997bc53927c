import assert from 'node:assert/strict';
import net, {type AddressInfo} from 'node:net';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {
	LokiError,
	LokiRateLimitError,
	LokiServerError,
	LokiTimeoutError,
	LokiUnauthorizedError,
	LokiUnreachableError,
	NotLokiError,
} from '../../../source/loki/http/errors/index.js';
import {toNetworkError} from '../../../source/loki/http/network-error.js';
import type {LokiSettings} from '../../../source/loki/types.js';
import {
	afterThisTest,
	json,
	plain,
	type Reply,
	startServer,
	endTest,
} from '../../helpers/local-server.js';

afterEach(endTest);

const range = {startMs: Date.UTC(2026, 10, 23, 12), endMs: Date.UTC(2026, 10, 23, 13)};
const page = {'content-type': 'text/html; charset=utf-8'};

async function failure(settings: LokiSettings, signal?: AbortSignal): Promise<LokiError> {
	try {
		await createLokiClient(settings).labels(range, {signal});
	} catch (error) {
		if (error instanceof LokiError) {
			return error;
		}

		throw error;
	}

	throw new Error('it did not fail');
}

test('a port where nothing listens is a refused connection', async () => {
	const server = await startServer(() => json({}));
	await server.close();
	const error = await failure({url: server.url});
	assert.ok(error instanceof LokiUnreachableError);
	assert.deepEqual([error.reason, error.canPass], ['refused', true]);
	assert.match(error.message, /No connection to Loki at http:\/\/127\.0\.0\.1:\d+: connection refused/);
});

test('an unknown host is told from a refused connection', async () => {
	const error = await failure({url: 'https://loki.invalid:3100'});
	assert.ok(error instanceof LokiUnreachableError);
	assert.equal(error.reason, 'dns');
});

test('a connection that is cut before or within the answer is a reset', async () => {
	const before = await startServer((_request, response) => {
		response.destroy();
		return undefined;
	});
	const within = await startServer((_request, response) => {
		response.writeHead(200, {'content-type': 'application/json', 'content-length': '1000'});
		response.write('{"status":', () => {
			response.destroy();
		});
		return undefined;
	});
	const errors = await Promise.all([failure({url: before.url}), failure({url: within.url})]);
	assert.deepEqual(errors.map(error => error instanceof LokiUnreachableError && error.reason), ['reset', 'reset']);
});

test('TLS trouble is told: a certificate of an unknown CA, and a port that does not speak TLS', async () => {
	const secure = await startServer(() => json({}), {isSecure: true});
	const open = await startServer(() => json({}));
	const errors = await Promise.all([failure({url: secure.url}), failure({url: open.url.replace('http:', 'https:')})]);
	assert.deepEqual(errors.map(error => error instanceof LokiUnreachableError && error.reason), ['tls', 'tls']);
	assert.deepEqual(errors.map(({canPass}) => canPass), [false, false]);
	assert.match(errors[0]?.nextStep ?? '', /LOKI_CA_CERT_PATH/);
});

test('a port that answers something else than HTTP is no Loki', async () => {
	const server = net.createServer(socket => {
		socket.end('220 mail.example ESMTP\r\n');
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	afterThisTest(() => {
		server.close();
	});
	const error = await failure({url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`});
	assert.ok(error instanceof NotLokiError);
});

test('a server that stalls, before its answer or within it, ends in a timeout', async () => {
	const silent = await startServer(() => undefined);
	const halting = await startServer((_request, response) => {
		response.writeHead(200, {'content-type': 'application/json'}).write('{"status":');
		return undefined;
	});
	const errors = await Promise.all([failure({url: silent.url, timeoutMs: 150}), failure({url: halting.url, timeoutMs: 150})]);
	assert.deepEqual(errors.map(error => error instanceof LokiTimeoutError && error.timeoutMs), [150, 150]);
	assert.match(errors[0]?.message ?? '', /within 0\.15 s/);
});

test('a caller that gives up gets its own reason at once, even while it waits for a free slot', async () => {
	const silent = await startServer(() => undefined);
	const client = createLokiClient({url: silent.url});
	const controller = new AbortController();
	const waiting = Array.from({length: 6}, async () => client.labels(range, {signal: controller.signal}));
	const ends = Promise.allSettled(waiting);
	controller.abort(new Error('the screen was left'));
	const reasons = await ends;
	assert.deepEqual(reasons.map(end => end.status === 'rejected' && (end.reason as Error).message), Array.from({length: 6}, () => 'the screen was left'));
	await assert.rejects(client.labels(range, {signal: AbortSignal.abort(new Error('too late'))}), {message: 'too late'});
});

type Answer = Reply | ((path: string) => Reply);

const answers: ReadonlyArray<readonly [name: string, answer: Answer, expected: Record<string, unknown>]> = [
	['a rate limit with seconds to wait', plain(429, 'too many outstanding requests', {'retry-after': '7'}), {name: 'LokiRateLimitError', retryAfterMs: 7000, canPass: true}],
	['a rate limit without a wait', plain(429, ''), {name: 'LokiRateLimitError', retryAfterMs: undefined, canPass: true}],
	['refused credentials', plain(401, 'invalid token'), {
		name: 'LokiUnauthorizedError', status: 401, canPass: false, why: 'invalid token',
	}],
	['a forbidden tenant', plain(403, '{"status":"error","error":"access denied to tenant"}'), {name: 'LokiUnauthorizedError', status: 403, why: 'access denied to tenant'}],
	['a login page for a 401', plain(401, '<html><title>401 Authorization Required</title></html>', page), {name: 'LokiUnauthorizedError', why: '401 Authorization Required'}],
	['several tenants where one is allowed', plain(500, 'multiple org IDs present'), {name: 'LokiTenantError'}],
	['a broken gateway', plain(502, '<html><head><title>502 Bad Gateway</title></head></html>', page), {
		name: 'LokiServerError', status: 502, canPass: true, why: '502 Bad Gateway',
	}],
	['a gateway that gave up', plain(504, 'upstream request timeout'), {name: 'LokiTimeoutError', timeoutMs: undefined, canPass: true}],
	['a Loki that gave up', plain(500, 'rpc error: code = Code(504) desc = context deadline exceeded'), {name: 'LokiTimeoutError'}],
	['too many bytes', plain(400, 'the query would read too many bytes (query: 100 GB, limit: 50 GB); consider adding more specific stream selectors or reduce the time range of the query'), {name: 'LokiRangeLimitError', limitMs: undefined}],
	['an answer too large for Loki itself', plain(413, ''), {name: 'LokiRangeLimitError'}],
	['the series limit as older Lokis word it', plain(400, 'maximum of series (500) reached for a single query'), {name: 'LokiSeriesLimitError', limit: 500}],
	['a missing matcher', plain(400, 'stream selector is missing required matchers [namespace], labels present in the query were [app]'), {name: 'LokiRefusedError', reason: 'required-labels', canPass: false}],
	['a web page', {body: '<!DOCTYPE html><html><body>Welcome to nginx!</body></html>', headers: page}, {name: 'NotLokiError', guess: 'html'}],
	['a page of Grafana', {body: '<!DOCTYPE html><html><head><title>Grafana</title></head></html>', headers: page}, {name: 'NotLokiError', guess: 'grafana'}],
	['Grafana\'s own not found', {status: 404, body: '{"accessErrorId":"","message":"Not found","title":"Not found","traceID":""}'}, {name: 'NotLokiError', guess: 'grafana'}],
	['a redirect to a login', {status: 302, headers: {location: '/login?redirect=%2Floki'}}, {name: 'NotLokiError', guess: 'login'}],
	['a redirect elsewhere', {status: 308, headers: {location: 'https://user:pw@loki.example/x?token=abc'}}, {name: 'NotLokiError', guess: 'redirect', why: 'it redirects to https://loki.example/x (308)'}],
	['another program\'s JSON', json({hello: 'world'}), {name: 'NotLokiError', guess: 'unknown'}],
	['JSON of the wrong shape', json({status: 'success', data: {labels: []}}), {name: 'NotLokiError', guess: 'unknown'}],
	['text that is not JSON', plain(200, 'OK'), {name: 'NotLokiError', guess: 'unknown'}],
	['a Prometheus', path => path === '/api/v1/status/buildinfo' ? json({status: 'success', data: {version: '3.5.0', goVersion: 'go1.25'}}) : plain(404, '404 page not found\n'), {name: 'NotLokiError', guess: 'prometheus'}],
	['a Grafana below a path', path => path === '/api/health' ? json({database: 'ok', version: '12.1.0', commit: 'abc'}) : plain(404, ''), {name: 'NotLokiError', guess: 'grafana'}],
	['too few matchers', plain(400, 'stream selector has less label matchers than required: (present: [app], number_present: 1, required_number_label_matchers: 2)'), {name: 'LokiRefusedError', reason: 'required-labels'}],
	['a blocked query', plain(400, 'query blocked by policy'), {name: 'LokiRefusedError', reason: 'blocked'}],
	['a tenant with a bad name', plain(400, 'tenant ID \'team a\' contains unsupported character \' \''), {name: 'LokiTenantError'}],
	['a tenant with a long name', plain(500, 'tenant ID is too long: max 150 characters'), {name: 'LokiTenantError'}],
	['a client that Loki thinks gone', plain(499, 'context canceled'), {name: 'LokiServerError', status: 499, canPass: true}],
	['an unpaid account', plain(402, 'payment required'), {name: 'LokiRefusedError', reason: 'payment', status: 402}],
	['an address that is gone', plain(410, ''), {name: 'LokiNotFoundError', status: 410}],
	['a URL that is too long', plain(414, '<html><title>414 Request-URI Too Large</title></html>', page), {name: 'LokiRefusedError', reason: 'too-long'}],
	['a query that cannot be evaluated', plain(422, 'unprocessable'), {name: 'LokiRefusedError', reason: 'unprocessable'}],
	['a firewall\'s page', plain(403, '<html><title>Attention Required! | Cloudflare</title>You have been blocked</html>', page), {name: 'LokiRefusedError', reason: 'firewall', why: 'Attention Required! | Cloudflare'}],
	['a firewall\'s text', plain(403, 'Access Denied. Reference #18.2d351ab8'), {name: 'LokiRefusedError', reason: 'firewall'}],
	['a status that says nothing of the query', plain(418, 'I am a teapot'), {name: 'LokiRefusedError', reason: 'other', status: 418}],
	['a 400 without a word', plain(400, ''), {name: 'LokiRefusedError', reason: 'other'}],
	['a port that wants https', plain(400, '<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>', page), {name: 'NotLokiError', guess: 'https'}],
	['a query that is wrong', plain(400, 'parse error at line 1, col 5: syntax error: unexpected IDENTIFIER'), {name: 'LokiQueryError', line: 1, column: 5}],
	['JSON that breaks off', plain(200, '{"status":"success","data":["app","na'), {name: 'LokiGarbledError', canPass: true, why: 'its answer to /loki/api/v1/labels breaks off after 37 characters'}],
	['a body that is not compressed as its head says', plain(200, '{"status":"success","data":[]}', {'content-encoding': 'gzip'}), {name: 'LokiGarbledError', canPass: true}],
	['no Loki, and nothing known', plain(404, 'not here'), {name: 'LokiNotFoundError', path: '/loki/api/v1/labels'}],
];

test('each fault of a certificate has its own advice', () => {
	const stepOf = (code: string): string => toNetworkError(Object.assign(new Error(code), {code}), 'https://loki.example').nextStep;
	assert.match(stepOf('CERT_HAS_EXPIRED'), /^Renew the certificate/);
	assert.match(stepOf('CERT_NOT_YET_VALID'), /clock/);
	assert.match(stepOf('ERR_TLS_CERT_ALTNAME_INVALID'), /host name/);
	assert.match(stepOf('DEPTH_ZERO_SELF_SIGNED_CERT'), /LOKI_CA_CERT_PATH/);
});

test('a gateway that takes no POST is asked with GET, and with nothing else from then on', async () => {
	const methods: string[] = [];
	const server = await startServer(request => {
		methods.push(request.method);
		return request.method === 'POST' ? plain(405, 'method not allowed') : json({status: 'success', data: []});
	});
	const client = createLokiClient({url: server.url});
	const selector = `{app=~"${Array.from({length: 600}, (_, index) => `service-${index}`).join('|')}"}`;
	assert.deepEqual(await client.labels(range, {selector}), []);
	await client.labels(range, {selector});
	assert.deepEqual(methods, ['POST', 'GET', 'GET']);
});

for (const [name, answer, expected] of answers) {
	test(`${name} is told as ${String(expected.name)}`, async () => {
		const {url} = await startServer(({path}) => typeof answer === 'function' ? answer(path) : answer);
		const error = await failure({url});
		assert.deepEqual(Object.fromEntries(Object.keys(expected).map(key => [key, (error as unknown as Record<string, unknown>)[key]])), expected);
		assert.ok([error.what, error.why, error.nextStep].every(part => part.length > 0));
	});
}

test('a rate limit may name the moment to come back', async () => {
	const {url} = await startServer(() => plain(429, '', {'retry-after': new Date(Date.now() + 60_000).toUTCString()}));
	const error = await failure({url});
	assert.ok(error instanceof LokiRateLimitError);
	assert.ok((error.retryAfterMs ?? 0) > 50_000);
	assert.ok((error.retryAfterMs ?? 0) <= 60_000);
});

test('what a server says in its error is cut and harmless', async () => {
	const {url} = await startServer(() => plain(500, `\u{1B}]0;owned\u{7}\u{202E}${'x'.repeat(100_000)}`));
	const error = await failure({url});
	assert.ok(error instanceof LokiServerError);
	assert.ok(error.message.length < 600);
	assert.equal([...error.message].some(character => character < ' ' || character === '\u{202E}'), false);
});

test('no secret gets into an error, even when the server repeats it', async () => {
	const {url, port} = await startServer(({headers}) => plain(401, `bad credentials: ${String(headers.authorization)} ${String(headers['x-api-key'])} hunter2-secret`));
	const errors = await Promise.all([
		failure({url: `http://alice:hunter2-secret@127.0.0.1:${port}`}),
		failure({url, username: 'alice', password: 'hunter2-secret'}),
		failure({url, bearerToken: 'hunter2-secret', headers: {'X-Api-Key': 'key-hunter2-secret'}}),
		failure({url: 'https://alice:hunter2-secret@loki.invalid'}),
		failure({url, bearerToken: 'hunter2-secret\nX-Evil: 1'}),
	]);
	const texts = errors.map(error => `${error.message} ${error.nextStep} ${error.stack}`);
	assert.deepEqual(texts.filter(text => /hunter2|YWxpY2U/.test(text)), []);
	assert.deepEqual(errors.map(error => error instanceof LokiUnauthorizedError), [true, true, true, false, true]);
	assert.throws(() => createLokiClient({url: 'alice:hunter2-secret@loki'}), (error: unknown) => error instanceof LokiError && !error.message.includes('hunter2'));
});
