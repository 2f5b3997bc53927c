import {once} from 'node:events';
import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import type {World} from './world.js';

const minuteMs = 60_000;
/** Lines of so many minutes are there from the start; labels are answered from them. */
const loadedMinutes = 8;
const countsQuestion = /^sum by \((app|service_name), detected_level\) \(count_over_time\(\{(?<matchers>[^}]*)\}\[1m\]\)\)$/;
const serviceMatcher = /(?:app|service_name)\s*(=~?)\s*"([^"]*)"/;
const rangeInQuery = /\[(\d+)([hms])\]/g;
const unitMs: Readonly<Record<string, number>> = {s: 1000, m: minuteMs, h: 60 * minuteMs};

export type WorldLoki = {readonly url: string; readonly close: () => Promise<void>};

const toMs = (value: string): number | undefined => {
	if (value === '') {
		return undefined;
	}

	return /^\d{16,}$/.test(value) ? Number(value.slice(0, -6)) : Date.parse(value) || Number(value) * 1000;
};

const floorMinute = (timeMs: number): number => Math.floor(timeMs / minuteMs) * minuteMs;

/**
A Loki that holds a world. Lines are put into the sandbox's Loki as questions reach for them, by minute and service, since most of hours is only counted;
the counts of a fleet by the minute are answered from what the minutes are known to count.
*/
export async function startWorldLoki(world: World, now: () => number): Promise<WorldLoki> {
	const loki = await startSandboxLoki({now, limits: {isPatternsOn: false}, maxEntries: 3_000_000});
	const loaded = new Set<string>();

	const load = (fromMs: number, toEndMs: number, services: readonly string[]): void => {
		for (let minute = Math.max(world.startMs, floorMinute(fromMs)); minute < Math.min(world.endMs, toEndMs); minute += minuteMs) {
			const missing = services.filter(service => !loaded.has(`${minute} ${service}`));
			for (const service of missing) {
				loaded.add(`${minute} ${service}`);
			}

			const entries = missing.flatMap(service => world.entries(minute, service));
			if (entries.length > 0) {
				loki.push(entries.toSorted((a, b) => Number(a.timeNs - b.timeNs)));
			}
		}
	};

	const servicesIn = (query: string): readonly string[] => {
		const [, operator, value = ''] = serviceMatcher.exec(query) ?? [];
		if (operator === '=') {
			return world.services.filter(service => service === value);
		}

		const wanted = operator === '=~' ? new RegExp(`^(?:${JSON.parse(`"${value}"`)})$`) : undefined;
		return wanted ? world.services.filter(service => wanted.test(service)) : world.services;
	};

	const countMinutes = (label: string, startMs: number, endMs: number): unknown => {
		const series = new Map<string, {readonly metric: Readonly<Record<string, string>>; readonly values: Array<readonly [number, string]>}>();
		let bytes = 0;
		// A sample at T counts the minute before T.
		for (let timeMs = Math.ceil(startMs / minuteMs) * minuteMs; timeMs <= endMs; timeMs += minuteMs) {
			for (const [service, levels] of (timeMs <= world.startMs ? undefined : world.counts(timeMs - minuteMs)) ?? []) {
				for (const [level, count] of levels) {
					const key = `${service} ${level}`;
					const one = series.get(key) ?? {metric: {[label]: service, detected_level: level}, values: []};
					series.set(key, one);
					one.values.push([timeMs / 1000, String(count)]);
					bytes += count * 200;
				}
			}
		}

		return {status: 'success', data: {resultType: 'matrix', result: [...series.values()], stats: {summary: {totalBytesProcessed: bytes, totalLinesProcessed: 0}}}};
	};

	const answer = async (url: URL, response: ServerResponse): Promise<void> => {
		const query = url.searchParams.get('query') ?? '';
		const atMs = toMs(url.searchParams.get('time') ?? '');
		const endMs = toMs(url.searchParams.get('end') ?? '') ?? atMs ?? now();
		const startMs = toMs(url.searchParams.get('start') ?? '') ?? endMs;
		const counted = url.pathname.endsWith('/query_range') ? countsQuestion.exec(query) : undefined;
		if (counted && !serviceMatcher.test(counted.groups?.matchers ?? '')) {
			response.writeHead(200, {'content-type': 'application/json'});
			response.end(JSON.stringify(countMinutes(counted[1] ?? 'app', startMs, endMs)));
			return;
		}

		if (/\/query(?:_range)?$/.test(url.pathname)) {
			const before = [...query.matchAll(rangeInQuery)].map(([, count, unit = 's']) => Number(count) * (unitMs[unit] ?? 1000));
			load(startMs - Math.max(0, ...before), endMs, servicesIn(query));
		}

		const reply = await fetch(`${loki.url}${url.pathname}${url.search}`);
		const body = await reply.text();
		response.writeHead(reply.status, {'content-type': reply.headers.get('content-type') ?? 'text/plain'});
		response.end(body);
	};

	load(world.endMs - (loadedMinutes * minuteMs), world.endMs, world.services);
	const server = createServer((request, response) => {
		answer(new URL(request.url ?? '/', 'http://localhost'), response).catch((error: unknown) => {
			response.writeHead(500).end(String(error));
		});
	});
	// A replay keeps its thread busy for longer than a connection may idle by default: one that is closed in between is no fault of Loki's.
	server.keepAliveTimeout = 600_000;
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
			await loki.close();
		},
	};
}
