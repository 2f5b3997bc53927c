import {Buffer} from 'node:buffer';
import {readFile} from 'node:fs/promises';
import type {LokiSettings} from '../types.js';
import type {LokiEndpoint} from './endpoint.js';
import {LokiUnauthorizedError} from './errors/index.js';

const maxTokenBytes = 64 * 1024;
/** Tells the one who runs Loki whose queries these are. */
const userAgent = 'loki-sentinel';

/**
The headers that identify the asker: the program's name, tenant, basic or bearer credentials, then the user's own headers, which win.
A token file is read anew each time, because what rotates it does not tell.
Throws LokiUnauthorizedError where the file cannot be read or a value cannot be sent.
*/
export async function authHeaders(settings: LokiSettings, endpoint: LokiEndpoint, signal?: AbortSignal): Promise<Record<string, string>> {
	const authorization = await authorizationOf(settings, endpoint, signal);
	const headers: Record<string, string> = {
		'user-agent': userAgent,
		...(isGiven(settings.tenant) && {'x-scope-orgid': settings.tenant}),
		...(authorization !== undefined && {authorization}),
		...Object.fromEntries(Object.entries(settings.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
	};

	for (const [name, value] of Object.entries(headers)) {
		// Node's own error for such a value repeats it, secret and all.
		if (!/^[\w!#$%&'*+\-.^`|~]+$/.test(name) || !/^[\t\u{20}-\u{7E}\u{80}-\u{FF}]*$/u.test(value)) {
			throw new LokiUnauthorizedError({origin: endpoint.origin, why: `the header ${JSON.stringify(name.slice(0, 64))} holds characters that cannot be sent`});
		}
	}

	return headers;
}

function isGiven(setting: string | undefined): setting is string {
	return setting !== undefined && setting !== '';
}

async function authorizationOf(settings: LokiSettings, endpoint: LokiEndpoint, signal: AbortSignal | undefined): Promise<string | undefined> {
	const username = settings.username ?? endpoint.username;
	if (username !== undefined) {
		const password = settings.password ?? endpoint.password ?? '';
		return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
	}

	if (isGiven(settings.bearerToken)) {
		return `Bearer ${settings.bearerToken}`;
	}

	if (!isGiven(settings.bearerTokenFile)) {
		return undefined;
	}

	try {
		const token = await readFile(settings.bearerTokenFile, {encoding: 'utf8', signal});
		return `Bearer ${token.slice(0, maxTokenBytes).trim()}`;
	} catch (error) {
		signal?.throwIfAborted();
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
		throw new LokiUnauthorizedError({origin: endpoint.origin, why: `the bearer token file cannot be read (${code})`});
	}
}
