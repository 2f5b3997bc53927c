import {createServer} from 'node:http';
import {once} from 'node:events';
import {Counter, Gauge, Registry} from 'prom-client';
import type {CheckReport} from './report.js';
import {countPass, noPasses, type PassCounters} from './pass-counters.js';

/** So many turns without a pass, and the loop counts as stuck. */
const missedTurns = 3;
/** What one pass may take at the most besides. */
const graceMs = 120_000;

export type MetricsOptions = {
	/** 0 takes any that is free. */
	readonly port: number;
	readonly everyMs: number;
	readonly now: () => number;
};

export type Metrics = {
	readonly port: number;
	/** Adds a pass, a failed one too. */
	readonly notePass: (report: CheckReport) => void;
	readonly close: () => Promise<void>;
};

/**
Serves Prometheus' text on `/metrics`, whether the loop goes on on `/healthz`, and whether Loki could be read on `/readyz`.
Rejects where the port cannot be listened on.
*/
export async function serveMetrics({port, everyMs, now}: MetricsOptions): Promise<Metrics> {
	let counters = noPasses;
	const startedMs = now();
	const registry = createRegistry(() => counters);
	const longestMs = (missedTurns * everyMs) + graceMs;
	const isFresh = (at: string | undefined): boolean => now() - (at === undefined ? startedMs : Date.parse(at)) <= longestMs;

	const pages = new Map<string, () => Promise<Page>>(Object.entries({
		'/metrics': async () => ({status: 200, type: registry.contentType, body: await registry.metrics()}),
		'/healthz': async () => isFresh(counters.lastPassAt) ? ok : down(`no pass has finished for ${Math.round(longestMs / 1000)} s`),
		async '/readyz'() {
			if (counters.lastSuccessAt === undefined) {
				return down('Loki has not been read yet');
			}

			return isFresh(counters.lastSuccessAt) ? ok : down(`Loki was last read at ${counters.lastSuccessAt}`);
		},
	}));

	const server = createServer((request, response) => {
		const answer = async (): Promise<void> => {
			const isRead = request.method === 'GET' || request.method === 'HEAD';
			const page = pages.get((request.url ?? '').split('?', 1)[0] ?? '');
			const {status, type = 'text/plain; charset=utf-8', body} = isRead ? await page?.() ?? notFound : notAllowed;
			response.writeHead(status, {'content-type': type});
			response.end(request.method === 'HEAD' ? undefined : body);
		};

		answer().catch(() => {
			response.destroy();
		});
	});
	server.listen(port);
	await once(server, 'listening');
	const address = server.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : port,
		notePass(report) {
			counters = countPass(counters, report);
		},
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

type Page = {readonly status: number; readonly type?: string; readonly body: string};

const ok: Page = {status: 200, body: 'ok\n'};
const notFound: Page = {status: 404, body: 'There are /metrics, /healthz and /readyz.\n'};
const notAllowed: Page = {status: 405, body: 'Only reading is allowed.\n'};
const down = (why: string): Page => ({status: 503, body: `${why}\n`});

const seconds = (at: string | undefined): number => at === undefined ? 0 : Date.parse(at) / 1000;

/** The counters of passes under Prometheus' rules for names: base units, `_total` for what only grows. */
function createRegistry(read: () => PassCounters): Registry {
	const registry = new Registry();
	const add = (Kind: typeof Counter | typeof Gauge, name: string, help: string, value: (counters: PassCounters) => number | ReadonlyMap<Labels, number>): void => {
		const labelNames = labelNamesOf[name] ?? [];
		const metric: Counter | Gauge = new Kind({
			name: `loki_sentinel_${name}`,
			help,
			labelNames,
			registers: [],
			collect() {
				const now = value(read());
				metric.reset();
				for (const [labels, amount] of typeof now === 'number' ? [[{}, now] as const] : now) {
					metric.inc(labels, amount);
				}
			},
		});
		registry.registerMetric(metric);
	};

	add(Counter, 'polls_total', 'Passes over what is watched, failed ones included.', ({passes}) => passes);
	add(Counter, 'poll_failures_total', 'Passes in which Loki could not be read.', ({failedPasses}) => failedPasses);
	add(Gauge, 'last_poll_timestamp_seconds', 'When the newest pass ended; 0 before the first.', ({lastPassAt}) => seconds(lastPassAt));
	add(Gauge, 'last_success_timestamp_seconds', 'When Loki was last read; 0 before the first time.', ({lastSuccessAt}) => seconds(lastSuccessAt));
	add(Gauge, 'last_poll_duration_seconds', 'What the newest pass took.', ({lastPassMilliseconds}) => lastPassMilliseconds / 1000);
	add(Gauge, 'services', 'Services that are watched.', ({watchedServices}) => watchedServices);
	add(Gauge, 'baseline_seconds', 'History that the baseline rests on.', ({learntMinutes}) => learntMinutes * 60);
	add(Gauge, 'open_incidents', 'Incidents that are open.', ({openIncidents}) => openIncidents);
	add(Gauge, 'open_anomalies', 'Anomalies that are open, by kind and severity.', ({openAnomalies}) => labelled(openAnomalies, key => {
		const [kind = '', severity = ''] = key.split(' ', 2);
		return {kind, severity};
	}));
	add(Counter, 'loki_requests_total', 'Requests to Loki.', ({lokiRequests}) => lokiRequests);
	add(Counter, 'loki_scanned_bytes_total', 'Bytes that Loki scanned to answer.', ({lokiBytes}) => lokiBytes);
	add(Counter, 'model_tokens_total', 'Tokens that a model read and wrote.', ({modelInputTokens, modelOutputTokens}) => new Map([[{direction: 'input'}, modelInputTokens], [{direction: 'output'}, modelOutputTokens]]));
	add(Counter, 'model_dollars_total', 'Dollars that the answers of a model cost.', ({modelDollars}) => modelDollars);
	add(Counter, 'alerts_total', 'Alerts by what became of them.', ({alerts}) => labelled(alerts, result => ({result})));
	return registry;
}

type Labels = Readonly<Record<string, string>>;

const labelNamesOf: Readonly<Record<string, readonly string[]>> = {open_anomalies: ['kind', 'severity'], model_tokens_total: ['direction'], alerts_total: ['result']};

const labelled = <Key>(counts: ReadonlyMap<Key, number>, labelsOf: (key: Key) => Labels): ReadonlyMap<Labels, number> => new Map(Array.from(counts, ([key, count]) => [labelsOf(key), count]));
