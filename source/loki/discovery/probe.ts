import {performance} from 'node:perf_hooks';
import ky from 'ky';
import {authHeaders} from '../http/auth-headers.js';
import {parseEndpoint} from '../http/endpoint.js';
import {LokiError} from '../http/errors/index.js';
import {toNetworkError} from '../http/network-error.js';
import {createTransport} from '../http/transport.js';
import type {LokiSettings} from '../types.js';

export type Probe = {
	/** Safe to show. */
	readonly origin: string;
	readonly status: number;
	/** From the request to the head of the answer, the connection with its TLS included. */
	readonly latencyMs: number;
	/** What the server's clock said (its Date header, whole seconds); undefined where it does not tell. */
	readonly serverMs: number | undefined;
	/** This clock in the middle between request and answer. */
	readonly middleMs: number;
};

/** Asks once whether anything answers at Loki's address, whatever it answers. Throws LokiError where there is no HTTP answer, or the signal's reason. */
export async function probeOnce(settings: LokiSettings, {now, signal}: {readonly now: () => number; readonly signal: AbortSignal}): Promise<Probe> {
	const endpoint = parseEndpoint(settings.url);
	const {fetch} = await createTransport(settings, endpoint);
	const headers = await authHeaders(settings, endpoint, signal);
	const sentMs = now();
	const startMs = performance.now();
	try {
		const response = await ky(`${endpoint.baseUrl}/loki/api/v1/status/buildinfo`, {
			headers: {accept: 'application/json', ...headers},
			redirect: 'manual',
			retry: 0,
			timeout: false,
			throwHttpErrors: false,
			signal,
			...(fetch && {fetch}),
		});
		const latencyMs = performance.now() - startMs;
		await response.body?.cancel();
		const serverMs = Date.parse(response.headers.get('date') ?? '');
		return {
			origin: endpoint.origin,
			status: response.status,
			latencyMs,
			serverMs: Number.isNaN(serverMs) ? undefined : serverMs,
			middleMs: sentMs + (latencyMs / 2),
		};
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof LokiError ? error : toNetworkError(error, endpoint.origin);
	}
}
