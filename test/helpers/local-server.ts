import http from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import {readFileSync} from 'node:fs';
import {text} from 'node:stream/consumers';

export type SeenRequest = {
	readonly method: string;
	readonly path: string;
	/** Of the address, or of a form in the body. */
	readonly parameters: URLSearchParams;
	readonly headers: http.IncomingHttpHeaders;
};

export type Reply = {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
};

/** Answers a request, or writes to the response itself and returns undefined. */
export type Handler = (request: SeenRequest, response: http.ServerResponse) => Reply | undefined | Promise<Reply | undefined>;

export type LocalServer = {
	readonly url: string;
	readonly port: number;
	readonly requests: readonly SeenRequest[];
	readonly server: http.Server;
	readonly close: () => Promise<void>;
};

const tlsFolder = 'test/fixtures/tls-test-only';

export const testCertificates = {
	caPath: `${tlsFolder}/test-only-ca.crt.pem`,
	serverCertPath: `${tlsFolder}/test-only-server.crt.pem`,
	serverKeyPath: `${tlsFolder}/test-only-server.key.pem`,
	clientCertPath: `${tlsFolder}/test-only-client.crt.pem`,
	clientKeyPath: `${tlsFolder}/test-only-client.key.pem`,
} as const;

const cleanUps: Array<() => unknown> = [];

/** Runs when the test that is running has ended. */
export function afterThisTest(cleanUp: () => unknown): void {
	cleanUps.push(cleanUp);
}

/** Closes what the test that has ended left open: `afterEach(endTest)`. */
export async function endTest(): Promise<void> {
	await Promise.all(cleanUps.splice(0).map(async cleanUp => cleanUp()));
}

/** A real server on loopback that ends with its test. */
export async function startServer(handler: Handler, options: {readonly isSecure?: boolean; readonly asksForClientCertificate?: boolean; readonly host?: string} = {}): Promise<LocalServer> {
	const requests: SeenRequest[] = [];
	const listener = async (incoming: http.IncomingMessage, response: http.ServerResponse) => {
		try {
			const url = new URL(incoming.url ?? '/', 'https://server.invalid');
			const body = await text(incoming);
			const request: SeenRequest = {
				method: incoming.method ?? '',
				path: url.pathname,
				parameters: new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]),
				headers: incoming.headers,
			};
			requests.push(request);
			const reply = await handler(request, response);
			if (reply) {
				response.writeHead(reply.status ?? 200, {'content-type': 'application/json', ...reply.headers}).end(reply.body ?? '');
			}
		} catch (error) {
			response.writeHead(500).end(String(error));
		}
	};

	const onRequest = (incoming: http.IncomingMessage, response: http.ServerResponse) => {
		void listener(incoming, response);
	};

	const server = options.isSecure
		? https.createServer({
			cert: readFileSync(testCertificates.serverCertPath),
			key: readFileSync(testCertificates.serverKeyPath),
			...(options.asksForClientCertificate && {
				requestCert: true,
				rejectUnauthorized: true,
				ca: readFileSync(testCertificates.caPath),
			}),
		}, onRequest)
		: http.createServer(onRequest);
	await new Promise<void>(resolve => {
		server.listen(0, options.host ?? '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	const close = async () => {
		const closed = new Promise<void>(resolve => {
			server.close(() => {
				resolve();
			});
		});
		server.closeAllConnections();
		await closed;
	};

	afterThisTest(close);
	return {
		url: `http${options.isSecure ? 's' : ''}://${options.isSecure ? 'localhost' : '127.0.0.1'}:${port}`,
		port,
		requests,
		server,
		close,
	};
}

export function json(value: unknown): Reply {
	return {body: JSON.stringify(value)};
}

export function plain(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply {
	return {status, body, headers: {'content-type': 'text/plain; charset=utf-8', ...headers}};
}
