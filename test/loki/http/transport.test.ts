import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import http from 'node:http';
import net, {type AddressInfo} from 'node:net';
import {afterEach, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {createLokiClient} from '../../../source/loki/client.js';
import {LokiError, LokiTimeoutError, LokiUnreachableError} from '../../../source/loki/http/errors/index.js';
import {
	afterThisTest,
	json,
	startServer,
	testCertificates,
	endTest,
} from '../../helpers/local-server.js';

afterEach(endTest);

const range = {startMs: Date.UTC(2026, 10, 23, 12), endMs: Date.UTC(2026, 10, 23, 13)};
const names = json({status: 'success', data: ['app']});
const {caPath: caCertPath, clientCertPath, clientKeyPath} = testCertificates;

type SeenByProxy = {readonly method: string | undefined; readonly target: string | undefined; readonly authorization: string | undefined};

/** A forward proxy: whole requests over http, tunnels for the rest. */
async function startProxy(refuses = false) {
	const seen: SeenByProxy[] = [];
	const sockets = new Set<{destroy: () => void}>();
	const proxy = http.createServer((incoming, response) => {
		seen.push({method: incoming.method, target: incoming.url, authorization: incoming.headers['proxy-authorization']});
		const forwarded = http.request(incoming.url ?? '', {method: incoming.method, headers: incoming.headers}, answer => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		incoming.pipe(forwarded);
	});
	proxy.on('connect', (incoming, socket) => {
		seen.push({method: incoming.method, target: incoming.url, authorization: incoming.headers['proxy-authorization']});
		sockets.add(socket);
		if (refuses) {
			socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
			return;
		}

		const [host, port] = (incoming.url ?? '').split(':', 2);
		const target = net.connect(Number(port), host, () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			target.pipe(socket).pipe(target);
		});
		sockets.add(target);
		target.on('error', () => undefined);
		socket.on('error', () => undefined);
	});
	await new Promise<void>(resolve => {
		proxy.listen(0, '127.0.0.1', resolve);
	});
	afterThisTest(() => {
		for (const socket of sockets) {
			socket.destroy();
		}

		proxy.closeAllConnections();
		proxy.close();
	});
	return {host: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, seen};
}

test('a server with a certificate of one\'s own CA is trusted once the CA is given', async () => {
	const {url} = await startServer(() => names, {isSecure: true});
	assert.deepEqual(await createLokiClient({url, caCertPath}).labels(range), ['app']);
	assert.deepEqual(await createLokiClient({url, isTlsVerified: false}).labels(range), ['app']);
	await assert.rejects(createLokiClient({url}).labels(range), (error: unknown) => error instanceof LokiUnreachableError && error.reason === 'tls');
});

test('a certificate for another host is refused, and told', async () => {
	const {url} = await startServer(() => names, {isSecure: true, host: '0.0.0.0'});
	const client = createLokiClient({url: url.replace('localhost', '127.0.0.2'), caCertPath});
	await assert.rejects(client.labels(range), (error: unknown) => error instanceof LokiUnreachableError && error.why.startsWith('the certificate is for another host name'));
});

test('a server that asks for a client certificate gets it', async () => {
	const {url} = await startServer(() => names, {isSecure: true, asksForClientCertificate: true});
	const client = createLokiClient({
		url,
		caCertPath,
		clientCertPath,
		clientKeyPath,
	});
	assert.deepEqual(await client.labels(range), ['app']);
	await assert.rejects(createLokiClient({url, caCertPath}).labels(range), LokiUnreachableError);
});

test('a certificate file that cannot be read is told by its path', async () => {
	await assert.rejects(createLokiClient({url: 'https://localhost', caCertPath: '/nowhere/ca.pem'}).labels(range), (error: unknown) => error instanceof LokiError && error.why === '/nowhere/ca.pem (ENOENT)');
});

test('over node:https, forms, compressed answers, headers, aborts and timeouts work as over fetch', async () => {
	const {url, requests} = await startServer(({path, parameters, headers}) => {
		if (path.endsWith('/labels')) {
			return headers['accept-encoding'] === 'gzip' ? {headers: {'content-encoding': 'gzip'}, body: gzipSync('{"status":"success","data":["zipped"]}')} : names;
		}

		return (parameters.get('query')?.length ?? 0) > 4000 ? json({status: 'success', data: {resultType: 'matrix', result: []}}) : undefined;
	}, {isSecure: true});
	const client = createLokiClient({
		url,
		caCertPath,
		tenant: 'team-a',
		timeoutMs: 1500,
	});
	assert.deepEqual(await client.labels(range), ['zipped']);
	await client.queryMetrics({query: `sum(count_over_time({app=~"${'x|'.repeat(3000)}"}[1m]))`, range, stepMs: 60_000});
	assert.equal(requests[1]?.method, 'POST');
	assert.equal(requests[1]?.headers['x-scope-orgid'], 'team-a');
	await assert.rejects(client.queryMetrics({query: 'short', range, stepMs: 60_000}), LokiTimeoutError);
	const controller = new AbortController();
	const stopped = client.queryMetrics({query: 'short', range, stepMs: 60_000}, {signal: controller.signal});
	controller.abort(new Error('left'));
	await assert.rejects(stopped, {message: 'left'});
});

test('a kept connection that the server closed is not an error', async () => {
	let answered = 0;
	const used = new WeakSet();
	const {url} = await startServer((_request, response) => {
		answered++;
		// Each connection takes one request and dies on the second, as behind a proxy with a short keep-alive.
		const {socket} = response;
		if (!socket || used.has(socket)) {
			socket?.destroy();
			return undefined;
		}

		used.add(socket);
		return names;
	}, {isSecure: true});
	const client = createLokiClient({url, caCertPath});
	const answers = [await client.labels(range), await client.labels(range)];
	assert.deepEqual(answers, [['app'], ['app']]);
	assert.equal(answered, 3);
});

test('a plain Loki behind a proxy is asked through it, with the proxy\'s own credentials', async () => {
	const {url} = await startServer(() => names);
	const {host, seen} = await startProxy();
	assert.deepEqual(await createLokiClient({url, proxyUrl: `http://me:pr%40xy@${host}`}).labels(range), ['app']);
	assert.equal(seen.length, 1);
	assert.ok(seen[0]?.target?.startsWith(`${url}/loki/api/v1/labels?`));
	assert.equal(seen[0]?.authorization, `Basic ${Buffer.from('me:pr@xy').toString('base64')}`);
});

test('a Loki with TLS is asked through a tunnel of the proxy', async () => {
	const {url, port} = await startServer(() => names, {isSecure: true});
	const {host, seen} = await startProxy();
	const client = createLokiClient({url, caCertPath, proxyUrl: `http://${host}`});
	const answers = [await client.labels(range), await client.labels(range)];
	assert.deepEqual(answers, [['app'], ['app']]);
	assert.deepEqual(seen, [{method: 'CONNECT', target: `localhost:${port}`, authorization: undefined}]);
});

test('trouble with the proxy is told apart from trouble with Loki', async () => {
	const {url} = await startServer(() => names, {isSecure: true});
	const {host} = await startProxy(true);
	await assert.rejects(createLokiClient({url, caCertPath, proxyUrl: `http://${host}`}).labels(range), (error: unknown) => error instanceof LokiUnreachableError && error.reason === 'proxy' && error.why.includes('407'));
	await assert.rejects(createLokiClient({url, proxyUrl: 'http://127.0.0.1:9'}).labels(range), (error: unknown) => error instanceof LokiUnreachableError && error.reason === 'proxy');
	await assert.rejects(createLokiClient({url, proxyUrl: 'proxy.example'}).labels(range), (error: unknown) => error instanceof LokiError && error.what.includes('proxy URL'));
});
