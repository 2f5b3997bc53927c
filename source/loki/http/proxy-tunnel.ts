import {Buffer} from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import type {Duplex} from 'node:stream';
import tls from 'node:tls';

const connectTimeoutMs = 10_000;

/** The proxy itself failed, not what lies behind it. */
export class ProxyError extends Error {
	override name = 'ProxyError';
}

/** The header with the credentials of a proxy URL; empty where it has none. */
export function proxyHeaders(proxy: URL): Record<string, string> {
	if (proxy.username === '') {
		return {};
	}

	const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
	return {'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}`};
}

type ConnectionDone = (error: Error | undefined, socket?: Duplex) => void;

/** An agent whose connections run through a proxy's CONNECT tunnel; with `tlsOptions` they are encrypted inside it. */
export function createTunnelAgent(proxy: URL, tlsOptions?: tls.ConnectionOptions): http.Agent {
	const agent = tlsOptions ? new https.Agent({...tlsOptions, keepAlive: true}) : new http.Agent({keepAlive: true});
	agent.createConnection = (options: http.ClientRequestArgs & tls.ConnectionOptions, callback) => {
		const done = callback as ConnectionDone | undefined;
		const connect = async () => {
			try {
				const socket = await openTunnel(proxy, `${options.host ?? 'localhost'}:${options.port ?? (tlsOptions ? 443 : 80)}`);
				done?.(undefined, tlsOptions ? tls.connect({...options, socket}) : socket);
			} catch (error) {
				done?.(error instanceof Error ? error : new ProxyError('the tunnel failed'));
			}
		};

		void connect();
		return undefined;
	};

	return agent;
}

async function openTunnel(proxy: URL, authority: string): Promise<Duplex> {
	return new Promise((resolve, reject) => {
		const {request} = proxy.protocol === 'https:' ? https : http;
		const connect = request(proxy, {
			method: 'CONNECT',
			path: authority,
			headers: {host: authority, ...proxyHeaders(proxy)},
			agent: false,
			timeout: connectTimeoutMs,
		});
		connect.on('connect', (response, socket) => {
			if (response.statusCode === 200) {
				socket.setTimeout(0);
				resolve(socket);
				return;
			}

			socket.destroy();
			reject(new ProxyError(`the proxy answered ${response.statusCode} to CONNECT`));
		});
		connect.on('response', response => {
			response.destroy();
			reject(new ProxyError(`the proxy answered ${response.statusCode} to CONNECT`));
		});
		connect.on('timeout', () => {
			connect.destroy(new ProxyError(`the proxy did not answer within ${connectTimeoutMs / 1000} s`));
		});
		connect.on('error', error => {
			reject(error instanceof ProxyError ? error : new ProxyError('the proxy cannot be reached', {cause: error}));
		});
		connect.end();
	});
}
