import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';

/** What a proxy does with a request instead of passing it on; its parameters are those of the path, and of the form where one was posted. */
export type Interference = (request: http.IncomingMessage, response: http.ServerResponse, parameters: URLSearchParams) => boolean;

export type Proxy = {
	readonly url: string;
	/** Paths with their parameters, in order of arrival. */
	readonly requests: readonly string[];
	/** Answers itself where it gives true. */
	interfere: Interference | undefined;
	readonly close: () => Promise<void>;
};

/** A real server between a client and another one: counts what is asked, and can stand in the way. */
export async function startProxy(target: string): Promise<Proxy> {
	const requests: string[] = [];
	const handle = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
		requests.push(request.url ?? '');
		const body = await text(request);
		const {searchParams} = new URL(request.url ?? '', target);
		const parameters = new URLSearchParams([...searchParams, ...new URLSearchParams(body)]);
		if (proxy.interfere?.(request, response, parameters)) {
			return;
		}

		const passed = http.request(new URL(request.url ?? '/', target), {method: request.method, headers: request.headers}, answer => {
			response.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(response);
		});
		passed.on('error', () => {
			response.destroy();
		});
		passed.end(body);
	};

	const server = http.createServer((request, response) => {
		handle(request, response).catch(() => {
			response.destroy();
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	const proxy: Proxy = {
		url: `http://127.0.0.1:${port}`,
		requests,
		interfere: undefined,
		async close() {
			server.closeAllConnections();
			await new Promise(resolve => {
				server.close(resolve);
			});
		},
	};
	return proxy;
}
