import {LokiError} from './errors/index.js';

export type LokiEndpoint = {
	/** Without a slash at its end; a path prefix is kept. */
	readonly baseUrl: string;
	/** The same, safe to show: it holds no credentials and no query. */
	readonly origin: string;
	readonly username: string | undefined;
	readonly password: string | undefined;
};

/**
Takes a Loki URL apart. `http://user:password@host/prefix/loki/api/v1/push` is understood as well: credentials come out, the API's own path is cut.
Throws LokiError where it is no http or https URL; the message does not repeat it, since it may hold a password.
*/
export function parseEndpoint(url: string): LokiEndpoint {
	const parsed = URL.canParse(url.trim()) ? new URL(url.trim()) : undefined;
	if (!parsed || !/^https?:$/.test(parsed.protocol)) {
		throw new LokiError({
			what: 'The Loki URL is not valid',
			why: 'it does not read as an http or https URL',
			nextStep: 'Give it with its scheme, for example http://loki.example:3100.',
		});
	}

	const path = withoutSlash(parsed.pathname.replace(/\/(?:loki\/api|api\/prom)(?:\/.*)?$/, ''));
	const baseUrl = `${parsed.protocol}//${parsed.host}${path}`;
	return {
		baseUrl,
		origin: baseUrl,
		username: decode(parsed.username),
		password: decode(parsed.password),
	};
}

function withoutSlash(path: string): string {
	return path.endsWith('/') ? withoutSlash(path.slice(0, -1)) : path;
}

function decode(part: string): string | undefined {
	if (part === '') {
		return undefined;
	}

	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
