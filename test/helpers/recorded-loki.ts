import {readdirSync, readFileSync} from 'node:fs';
import {type Handler, plain} from './local-server.js';

export type RecordedCase = {
	readonly name: string;
	readonly instance: 'default' | 'limited';
	readonly request: {
		readonly method: string;
		readonly path: string;
		readonly query?: Readonly<Record<string, string>>;
		readonly headers?: Readonly<Record<string, string>>;
	};
	readonly response: {
		readonly status: number;
		readonly headers: Readonly<Record<string, string>>;
		readonly body: string;
	};
};

export type LokiVersion = '3.7.6' | '2.9.17';

export const lokiVersions: readonly LokiVersion[] = ['3.7.6', '2.9.17'];

/** Parameters that may be missing on either side: a client asks for its own direction and number of lines. */
const looseParameters = new Set(['limit', 'direction']);

const folder = 'test/fixtures/loki';

export function readCases(version: LokiVersion): readonly RecordedCase[] {
	const cases = `${folder}/${version}/cases`;
	return readdirSync(cases).filter(file => file.endsWith('.json')).map(file => JSON.parse(readFileSync(`${cases}/${file}`, 'utf8')) as RecordedCase);
}

/** The time of the recorded data, in milliseconds. */
export function recordedWindow(version: LokiVersion): {readonly startMs: number; readonly midMs: number; readonly endMs: number} {
	const window = JSON.parse(readFileSync(`${folder}/${version}/window.json`, 'utf8')) as Record<'startNs' | 'midNs' | 'endNs', string>;
	return {startMs: toMs(window.startNs), midMs: toMs(window.midNs), endMs: toMs(window.endNs)};
}

/** Answers what a real Loki answered to the same request, and 404 to what was not recorded. */
export function recordedLoki(version: LokiVersion, instance: RecordedCase['instance'] = 'default'): Handler {
	const cases = readCases(version).filter(recorded => recorded.instance === instance);
	return ({path, parameters, headers}) => {
		const found = cases.find(({request}) => request.path === path
			&& (request.headers?.['X-Scope-OrgID'] ?? '') === (headers['x-scope-orgid'] ?? '')
			&& isSameQuery(request.query ?? {}, parameters));
		return found ? {status: found.response.status, headers: found.response.headers, body: found.response.body} : plain(404, '404 page not found\n');
	};
}

function isSameQuery(recorded: Readonly<Record<string, string>>, asked: URLSearchParams): boolean {
	const names = new Set([...Object.keys(recorded), ...asked.keys()]);
	return [...names].every(name => {
		const [want, have] = [recorded[name], asked.get(name) ?? undefined];
		return want === have || (looseParameters.has(name) && (want === undefined || have === undefined));
	});
}

function toMs(ns: string): number {
	return Number(BigInt(ns) / 1_000_000n);
}
