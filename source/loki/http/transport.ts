import {readFile} from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type tls from 'node:tls';
import type {LokiSettings} from '../types.js';
import type {LokiEndpoint} from './endpoint.js';
import {LokiError} from './errors/index.js';
import {createNodeFetch} from './node-fetch.js';
import {createTunnelAgent, proxyHeaders} from './proxy-tunnel.js';

/** How requests and live tails leave this machine. */
export type Transport = {
	/** Undefined where the fetch of Node will do. */
	readonly fetch: typeof globalThis.fetch | undefined;
	/** For a WebSocket; undefined where a plain connection will do. */
	readonly agent: http.Agent | undefined;
};

/**
Node's fetch takes neither a CA nor a client certificate nor a proxy on every version that this program runs on, so any of them switches to node:https.
Throws LokiError where a certificate file cannot be read or the proxy URL is not valid.
*/
export async function createTransport(settings: LokiSettings, endpoint: LokiEndpoint): Promise<Transport> {
	const {caCertPath, clientCertPath, clientKeyPath, isTlsVerified, proxyUrl} = settings;
	const hasPlainTls = caCertPath === undefined && clientCertPath === undefined && clientKeyPath === undefined && isTlsVerified !== false;
	if (hasPlainTls && proxyUrl === undefined) {
		return {fetch: undefined, agent: undefined};
	}

	const isSecure = endpoint.baseUrl.startsWith('https:');
	const tlsOptions: tls.ConnectionOptions = {
		...(caCertPath !== undefined && {ca: await readPem(caCertPath, 'CA certificate')}),
		...(clientCertPath !== undefined && {cert: await readPem(clientCertPath, 'client certificate')}),
		...(clientKeyPath !== undefined && {key: await readPem(clientKeyPath, 'client key')}),
		rejectUnauthorized: isTlsVerified ?? true,
	};
	if (proxyUrl === undefined) {
		const agent = isSecure ? new https.Agent({...tlsOptions, keepAlive: true}) : new http.Agent({keepAlive: true});
		return {fetch: createNodeFetch({agent}), agent};
	}

	const proxy = parseProxy(proxyUrl);
	const agent = createTunnelAgent(proxy, isSecure ? tlsOptions : undefined);
	// Many proxies tunnel only to TLS ports, so plain requests go the way proxies always took them; a WebSocket needs the tunnel.
	return {
		fetch: createNodeFetch(isSecure ? {agent} : {proxy, proxyHeaders: proxyHeaders(proxy)}),
		agent,
	};
}

function parseProxy(proxyUrl: string): URL {
	const proxy = URL.canParse(proxyUrl) ? new URL(proxyUrl) : undefined;
	if (!proxy || !/^https?:$/.test(proxy.protocol)) {
		throw new LokiError({
			what: 'The proxy URL is not valid',
			why: 'it does not read as an http or https URL',
			nextStep: 'Give it with its scheme, for example http://proxy.example:3128.',
		});
	}

	return proxy;
}

async function readPem(path: string, kind: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
		throw new LokiError({
			what: `The ${kind} for Loki cannot be read`,
			why: `${path} (${code})`,
			nextStep: 'Check the path and its permissions.',
		});
	}
}
