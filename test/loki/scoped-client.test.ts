import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../source/loki/client.js';
import {scopeClient} from '../../source/loki/scoped-client.js';
import type {LokiClient} from '../../source/loki/types.js';
import {endTest, startServer} from '../helpers/local-server.js';
import {smallLoki} from '../helpers/small-loki.js';

afterEach(endTest);

const range = {startMs: Date.UTC(2026, 10, 23, 12), endMs: Date.UTC(2026, 10, 23, 13)};
const elsewhere = '{namespace="payroll"}';
const scope = {selector: '{namespace="production", cluster=~"eu-.*"}'};

/** Each question, asked for what lies outside, and where it names no selector, for all. The compiler asks for every method. */
const questions: Readonly<Record<keyof LokiClient, ReadonlyArray<(client: LokiClient) => Promise<unknown>>>> = {
	queryMetrics: [async client => client.queryMetrics({query: `sum(count_over_time(${elsewhere}[1m])) / sum(count_over_time(${elsewhere}[1h]))`, range, stepMs: 60_000})],
	queryInstant: [async client => client.queryInstant({query: `topk(3, sum by (app) (rate(${elsewhere}[5m])))`, timeMs: range.endMs})],
	queryLogs: [async client => client.queryLogs({query: String.raw`${elsewhere} |= "{app=\"x\"}"`, range, limit: 10})],
	labels: [async client => client.labels(range), async client => client.labels(range, {selector: elsewhere})],
	labelValues: [async client => client.labelValues('app', range), async client => client.labelValues('app', range, elsewhere)],
	series: [async client => client.series(elsewhere, range)],
	volume: [async client => client.volume(elsewhere, range, 'app')],
	patterns: [async client => client.patterns(elsewhere, range)],
	stats: [async client => client.stats(elsewhere, range)],
	// These read no lines and no labels.
	buildInfo: [],
	push: [],
	cost: [],
	clockAheadMs: [],
};

const selectorsIn = (query: string): readonly string[] => query.replaceAll(/"(?:[^"\\]|\\.)*"/g, text => text.replaceAll(/[{}]/g, '')).match(/\{[^}]*\}/g) ?? [];

for (const [method, askings] of Object.entries(questions)) {
	for (const [index, ask] of askings.entries()) {
		test(`${method} asks within the scope only${index === 0 ? '' : ', whatever selector it names'}`, async () => {
			const loki = await startServer(smallLoki({
				streams: [], version: '3.7.6', hasPatterns: true, hasVolume: true,
			}));
			const client = scopeClient({client: createLokiClient({url: loki.url}), scope});
			// What this Loki makes of it is no matter: the question counts.
			await ask(client).catch(() => undefined);
			assert.ok(loki.requests.length > 0);
			for (const {parameters, path} of loki.requests) {
				const selectors = selectorsIn(parameters.get('query') ?? parameters.get('match[]') ?? '');
				assert.ok(selectors.length > 0, `${path} names no selector`);
				for (const selector of selectors) {
					for (const matcher of ['namespace="production"', 'cluster=~"eu-.*"']) {
						assert.ok(selector.includes(matcher), `${path} asks for ${selector}`);
					}
				}
			}
		});
	}
}

test('a scoped client writes nothing', async () => {
	const loki = await startServer(smallLoki({streams: []}));
	const client = scopeClient({client: createLokiClient({url: loki.url}), scope});
	await assert.rejects(client.push({app: 'x'}, [{timeNs: '1', line: 'x'}]), TypeError);
	assert.equal(loki.requests.length, 0);
});
