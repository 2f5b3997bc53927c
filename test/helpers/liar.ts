import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {setTimeout as delay} from 'node:timers/promises';

/** How an answer is spoilt on its way. */
export type Lie =
	/** A list without its items. */
	| 'empty'
	/** A null in place of a list. */
	| 'null'
	/** A third of the items, with a warning. */
	| 'cut-and-told'
	/** A third of the items, and nothing said. */
	| 'cut'
	/** As it was `staleMs` ago, from a cache. */
	| 'stale'
	| 'nan'
	| 'infinite'
	/** 429, too many requests. */
	| 'refused'
	/** 500. */
	| 'broken'
	/** The connection breaks before an answer. */
	| 'reset'
	/** It breaks in the middle of the answer. */
	| 'half'
	/** No answer comes. */
	| 'hung'
	/** The answer comes in small parts. */
	| 'slow';

export type AskedFor = {readonly path: string; readonly parameters: URLSearchParams};

export type Liar = {
	readonly url: string;
	/** Says how the answer to a request is spoilt; undefined for the truth. */
	lieTo: ((asked: AskedFor) => Lie | undefined) | undefined;
	/** How far its clock is behind this one. */
	clockBehindMs: number;
	readonly asked: readonly AskedFor[];
	readonly close: () => Promise<void>;
};

export type LiarOptions = {
	readonly now: () => number;
	readonly staleMs?: number;
};

/** Lies that leave what is answered as it is. */
type Failure = 'refused' | 'broken' | 'reset' | 'half' | 'hung' | 'slow';

const slowParts = 4;
const slowPartMs = 10;

type Item = {metric?: unknown; values?: Array<[number, string]>; value?: [number, string]};
type Answer = {warnings?: string[]; data?: Item[] | {resultType?: string; result?: Item[]}};

/** A real server before a Loki that passes its answers on, spoilt where it is told to. */
export async function startLiar(target: string, {now, staleMs = 6 * 60_000}: LiarOptions): Promise<Liar> {
	const asked: AskedFor[] = [];
	const handle = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
		const url = new URL(request.url ?? '/', target);
		const body = await text(request);
		const question = {path: url.pathname, parameters: url.searchParams};
		asked.push(question);
		const lie = liar.lieTo?.(question);
		if (lie === 'refused' || lie === 'broken') {
			response.writeHead(lie === 'refused' ? 429 : 500, {'content-type': 'text/plain'}).end(lie === 'refused' ? 'too many outstanding requests' : 'internal error');
			return;
		}

		if (lie === 'reset') {
			request.socket.resetAndDestroy();
			return;
		}

		if (lie === 'hung') {
			return;
		}

		const passed = http.request(url, {method: request.method, headers: request.headers}, answer => {
			void text(answer).then(truth => {
				const told = lie && lie !== 'half' && lie !== 'slow' && answer.statusCode === 200 ? spoil(truth, lie, now() - staleMs) : truth;
				response.writeHead(answer.statusCode ?? 500, {'content-type': answer.headers['content-type'] ?? 'text/plain', date: new Date(Date.now() - liar.clockBehindMs).toUTCString()});
				if (lie === 'half') {
					response.write(told.slice(0, told.length / 2), () => {
						response.destroy();
					});
				} else if (lie === 'slow') {
					void sendSlowly(response, told);
				} else {
					response.end(told);
				}
			});
		});
		passed.on('error', () => {
			response.destroy();
		});
		passed.end(body);
	};

	const server = http.createServer((request, response) => {
		void handle(request, response);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const liar: Liar = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		lieTo: undefined,
		clockBehindMs: 0,
		asked,
		async close() {
			server.closeAllConnections();
			await new Promise(resolve => {
				server.close(resolve);
			});
		},
	};
	return liar;
}

async function sendSlowly(response: http.ServerResponse, told: string): Promise<void> {
	const length = Math.ceil(told.length / slowParts);
	for (let start = 0; start < told.length; start += length) {
		response.write(told.slice(start, start + length));
		await delay(slowPartMs);
	}

	response.end();
}

function spoil(truth: string, lie: Exclude<Lie, Failure>, staleFromMs: number): string {
	const answer = JSON.parse(truth) as Answer;
	const {data} = answer;
	const isList = Array.isArray(data);
	const items = (isList ? data : data?.result) ?? [];
	// JSON has null for what is not there; it would leave out undefined.
	const spoilt = spoilItems(items, lie, staleFromMs) ?? JSON.parse('null') as unknown;
	return JSON.stringify({
		...answer,
		...lie === 'cut-and-told' && {warnings: ['1 of 3 queriers did not answer in time']},
		data: isList || !data ? spoilt : {...data, result: spoilt},
	});
}

function spoilItems(items: readonly Item[], lie: Exclude<Lie, Failure>, staleFromMs: number): readonly Item[] | undefined {
	switch (lie) {
		case 'empty': {
			return [];
		}

		case 'null': {
			return undefined;
		}

		case 'cut':
		case 'cut-and-told': {
			return items.slice(0, Math.ceil(items.length / 3));
		}

		case 'stale': {
			return items.flatMap(item => item.metric && item.values ? cutAt(item, item.values, staleFromMs) : [item]);
		}

		case 'nan':
		case 'infinite': {
			const value = lie === 'nan' ? 'NaN' : '+Inf';
			return items.map(item => item.metric
				? {...item, ...item.values && {values: item.values.map(([seconds]) => [seconds, value] as [number, string])}, ...item.value && {value: [item.value[0], value] as [number, string]}}
				: item);
		}
	}
}

function cutAt(item: Item, values: ReadonlyArray<[number, string]>, staleFromMs: number): readonly Item[] {
	const old = values.filter(([seconds]) => seconds * 1000 <= staleFromMs);
	return old.length === 0 ? [] : [{...item, values: old}];
}
