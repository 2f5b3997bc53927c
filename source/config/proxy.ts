import type {Environment} from './directories.js';
import {isSet} from './sources.js';

/** The proxy that the environment names for a URL, as curl reads it (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY in both cases), and the variable's name. */
export function findProxy(url: string, env: Environment): {readonly value: string; readonly source: string} | undefined {
	if (!URL.canParse(url)) {
		return undefined;
	}

	const {protocol, hostname, port} = new URL(url);
	if (isExcluded(hostname, port === '' ? defaultPort(protocol) : port, env.no_proxy ?? env.NO_PROXY ?? '')) {
		return undefined;
	}

	const kind = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
	const name = [kind, kind.toUpperCase(), 'all_proxy', 'ALL_PROXY'].find(key => isSet(env[key]));
	const value = name === undefined ? undefined : env[name]?.trim();
	if (name === undefined || value === undefined) {
		return undefined;
	}

	const proxy = value.includes('://') ? value : `http://${value}`;
	// Other kinds (SOCKS) are not spoken here.
	return /^https?:\/\//i.test(proxy) && URL.canParse(proxy) ? {value: proxy, source: `${name} (environment)`} : undefined;
}

function defaultPort(protocol: string): string {
	return protocol === 'https:' ? '443' : '80';
}

/** This machine is never asked for through a proxy. A name stands for its subdomains too. */
function isExcluded(hostname: string, port: string, exclusions: string): boolean {
	if (hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')) {
		return true;
	}

	return exclusions.split(/[\s,]+/).filter(entry => entry !== '').some(entry => {
		const [, name = '', wantedPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
		return (wantedPort === undefined || wantedPort === port) && (entry === '*' || hostname === name || (name !== '' && hostname.endsWith(`.${name}`)));
	});
}
