import {Buffer} from 'node:buffer';
import type {IncomingMessage, Server} from 'node:http';
import type {Duplex} from 'node:stream';
import {WebSocketServer, type WebSocket} from 'ws';
import type {LogQuery} from '../../logql/ast.js';
import type {SandboxContext} from './context.js';
import {readLimit, readTimeRange} from './endpoints/query-parameters.js';
import {queryLogs} from './evaluate/log-query.js';
import {compileMatcher, type CompiledMatcher} from './evaluate/compile-matcher.js';
import {asLokiError, badRequest, LokiError} from './http/loki-error.js';
import {readTenants} from './http/tenants.js';
import {
	labelSet,
	type Label,
	type LabelSet,
} from './labels.js';
import {readLogQuery} from './endpoints/read-query.js';
import {compilePipeline, type CompiledPipeline} from './pipeline/compile.js';
import {LineState} from './pipeline/line-state.js';
import {toNsText} from './store/time.js';
import {fitsMatchers, withTenant, type IngestedEntry} from './store/tenant-store.js';

const tailPath = '/loki/api/v1/tail';
const maxDelaySeconds = 5;
const maxTails = 10;
/** Entries beyond this many unsent bytes are dropped, and said to be. */
const maxBufferedBytes = 4 * 1024 * 1024;
const maxDropped = 1000;

type TailRequest = {
	readonly query: LogQuery;
	readonly parameters: URLSearchParams;
	readonly tenants: readonly string[];
	readonly isCategorized: boolean;
};

type Dropped = {readonly labels: LabelSet; readonly timestamp: string};

const readRequest = (request: IncomingMessage, url: URL, context: SandboxContext): TailRequest => {
	const tenants = readTenants(request.headers['x-scope-orgid'] as string | undefined, context.isMultiTenant);
	const query = readLogQuery(url.searchParams.get('query') ?? '');
	compilePipeline(query.stages);
	readLimit(url.searchParams);
	const delay = url.searchParams.get('delay_for') ?? '0';
	if (!/^\d+$/.test(delay)) {
		throw badRequest(`strconv.Atoi: parsing ${JSON.stringify(delay)}: invalid syntax`);
	}

	if (Number(delay) > maxDelaySeconds) {
		throw badRequest('delay_for can\'t be greater than 5');
	}

	const flags = String(request.headers['x-loki-response-encoding-flags'] ?? '');
	return {
		query, parameters: url.searchParams, tenants, isCategorized: flags.includes('categorize-labels'),
	};
};

type TailedLine = {
	readonly labels: LabelSet;
	readonly timeNs: string;
	readonly line: string;
	readonly metadata: readonly Label[];
	readonly parsed: readonly Label[];
};

/** Lines that differ in any label are in streams of their own, though only the stream's labels are told. */
const frame = (lines: readonly TailedLine[], dropped: readonly Dropped[], isCategorized: boolean): string => {
	const streams = new Map<string, {labels: LabelSet; values: string[]}>();
	for (const {
		labels, timeNs, line, metadata, parsed,
	} of lines) {
		const metadataJson = labelSet(metadata).key;
		const parsedJson = labelSet(parsed).key;
		const key = labels.key + metadataJson + parsedJson;
		const found = streams.get(key) ?? {labels, values: []};
		const categories = isCategorized ? `,{"structuredMetadata":${metadataJson},"parsed":${parsedJson}}` : '';
		found.values.push(`["${timeNs}",${JSON.stringify(line)}${categories}]`);
		streams.set(key, found);
	}

	const body = [...streams].map(([, {labels, values}]) => `{"stream":${labels.key},"values":[${values.join(',')}]}`);
	const droppedBody = dropped.map(({labels, timestamp}) => `{"labels":${labels.key},"timestamp":"${timestamp}"}`);
	return `{"streams":[${body.join(',')}]${dropped.length > 0 ? `,"dropped_entries":[${droppedBody.join(',')}]` : ''}}`;
};

/** Sends one client what comes in. */
class Tail {
	readonly #matchers: readonly CompiledMatcher[];
	readonly #pipeline: CompiledPipeline;
	readonly #state = new LineState();
	#waiting: TailedLine[] = [];
	#dropped: Dropped[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly socket: WebSocket,
		private readonly request: TailRequest,
	) {
		this.#matchers = request.query.matchers.map(matcher => compileMatcher(matcher));
		this.#pipeline = compilePipeline(request.query.stages);
	}

	#read(entry: IngestedEntry, labels: LabelSet): TailedLine | undefined {
		const state = this.#state;
		state.reset(entry.line, new Map(labels.labels));
		state.timeMs = entry.time.ms;
		state.subNs = entry.time.subNs;
		if (entry.level !== '') {
			state.addMetadata('detected_level', entry.level);
		}

		for (const [name, value] of entry.metadata ?? []) {
			state.addMetadata(name, value);
		}

		return this.#pipeline.test(entry.line) && this.#pipeline.steps.every(step => step(state))
			? {
				labels: labelSet(state.streamLabels()),
				timeNs: toNsText(entry.time.ms, entry.time.subNs),
				line: state.line,
				metadata: [...state.metadata],
				parsed: state.parsedLabels(),
			}
			: undefined;
	}

	#flush(): void {
		if (this.socket.readyState === this.socket.OPEN && (this.#waiting.length > 0 || this.#dropped.length > 0)) {
			this.socket.send(frame(this.#waiting, this.#dropped, this.request.isCategorized));
		}

		this.#waiting = [];
		this.#dropped = [];
	}

	push(entries: readonly IngestedEntry[], tenant: string | undefined): void {
		for (const entry of entries) {
			const labels = tenant === undefined ? entry.labels : withTenant(entry.labels, tenant);
			const line = fitsMatchers(labels.labels, this.#matchers) ? this.#read(entry, labels) : undefined;
			if (line && this.socket.bufferedAmount > maxBufferedBytes) {
				this.#dropped = [...this.#dropped, {labels: line.labels, timestamp: line.timeNs}].slice(-maxDropped);
			} else if (line) {
				this.#waiting.push(line);
			}
		}

		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.#flush();
		}, 0);
	}

	/** Sends what is there already. */
	sendHistory(lines: readonly TailedLine[]): void {
		this.#waiting.push(...lines);
		this.#flush();
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}

const history = ({query, parameters, tenants}: TailRequest, {now, stores}: SandboxContext): TailedLine[] => {
	const streams = queryLogs(stores.source(tenants), query, {
		...readTimeRange(parameters, now()), limit: readLimit(parameters), isForward: false, isCategorized: true,
	});
	const lines = streams.flatMap(({labels, entries}) => entries.map(({
		timeNs, line, metadata = [], parsed = [],
	}) => ({
		labels, timeNs, line, metadata, parsed,
	})));
	return lines.toSorted((a, b) => (BigInt(a.timeNs) < BigInt(b.timeNs) ? -1 : 1));
};

const refuse = (socket: Duplex, {status, message}: LokiError): void => {
	const text = status === 401 ? 'Unauthorized' : 'Bad Request';
	socket.end(`HTTP/1.1 ${status} ${text}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(message)}\r\nConnection: close\r\n\r\n${message}`);
};

/**
Serves /loki/api/v1/tail on a server's upgrades.

@returns Ends all tails.
*/
export const serveTail = (server: Server, context: SandboxContext): (() => void) => {
	const sockets = new WebSocketServer({noServer: true, maxPayload: 64 * 1024});
	const open = (socket: WebSocket, request: TailRequest): void => {
		const tail = new Tail(socket, request);
		const stops = request.tenants.map(tenant => context.stores.open(tenant).follow(entries => {
			tail.push(entries, request.tenants.length > 1 ? tenant : undefined);
		}));
		socket.on('close', () => {
			tail.stop();
			for (const stop of stops) {
				stop();
			}
		});
		socket.on('error', () => {
			socket.terminate();
		});
		tail.sendHistory(history(request, context));
	};

	server.on('upgrade', (incoming, socket, head) => {
		socket.on('error', () => {
			socket.destroy();
		});
		try {
			const url = new URL(incoming.url ?? '/', 'http://localhost');
			if (url.pathname !== tailPath) {
				throw new LokiError(404, '404 page not found\n');
			}

			const request = readRequest(incoming, url, context);
			if (sockets.clients.size >= maxTails) {
				throw badRequest(`max concurrent tail requests limit exceeded, count > limit (${sockets.clients.size + 1} > ${maxTails})`);
			}

			sockets.handleUpgrade(incoming, socket, head, client => {
				open(client, request);
			});
		} catch (error) {
			refuse(socket, asLokiError(error));
		}
	});
	return () => {
		for (const client of sockets.clients) {
			client.terminate();
		}

		sockets.close();
	};
};
