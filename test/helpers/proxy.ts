import http from 'node:http';
import type {AddressInfo} from 'node:net';

/** What a proxy does with a request instead of passing it on. */
export type Interference = (request: http.IncomingMessage, response: http.ServerResponse) => boolean;

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
	const server = http.createServer((request, response) => {
		requests.push(request.url ?? '');
		if (proxy.interfere?.(request, response)) {
			return;
		}

		const passed = http.request(new URL(request.url ?? '/', target), {method: request.method, headers: request.headers}, answer => {
			response.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(response);
		});
		passed.on('error', () => {
			response.destroy();
		});
		request.pipe(passed);
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
