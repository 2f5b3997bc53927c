import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {
	type LokiError,
	LokiEntriesLimitError,
	LokiNotFoundError,
	LokiQueryError,
	LokiRangeLimitError,
	LokiSeriesLimitError,
	LokiTenantError,
} from '../../../source/loki/http/errors/index.js';
import type {LokiClient, TimeRange} from '../../../source/loki/types.js';
import {startServer, endTest} from '../../helpers/local-server.js';
import {lokiVersions, recordedLoki, recordedWindow} from '../../helpers/recorded-loki.js';

afterEach(endTest);

type Work = (client: LokiClient, range: TimeRange) => Promise<unknown>;

const logs = (query: string, limit = 100): Work => async (client, range) => client.queryLogs({query, range, limit});
const metrics = (query: string, stepMs = 60_000): Work => async (client, range) => client.queryMetrics({query, range, stepMs});

/** What Loki says, told by class and place. */
const refusals: ReadonlyArray<readonly [name: string, work: Work, expected: Partial<LokiError> & Record<string, unknown>]> = [
	['an open brace', logs('{app="auth"'), {
		name: 'LokiQueryError', line: 1, column: 12, why: 'syntax error: unexpected $end, expecting } or ,',
	}],
	['a stray pipe', logs('{app="auth"} | | json'), {name: 'LokiQueryError', line: 1, column: 16}],
	['a missing range', logs('sum(count_over_time({app="auth"}))'), {name: 'LokiQueryError', line: 1, column: 33}],
	['an unknown function', logs('nope_over_time({app="auth"}[1m])'), {name: 'LokiQueryError', line: 1, column: 1}],
	['an empty query', logs(''), {name: 'LokiQueryError', line: undefined, why: 'syntax error: unexpected $end'}],
	['a broken regular expression', logs('{app="auth"} |~ "("'), {name: 'LokiQueryError', why: 'stage \'|~ "("\' : error parsing regexp: missing closing ): `(`'}],
	['a selector that matches everything', logs('{app=~".*"}'), {name: 'LokiQueryError', line: undefined}],
	['more lines than allowed', logs('{app="auth"}', 100_000), {name: 'LokiEntriesLimitError', limit: 5000}],
	['more points than allowed', metrics('sum(count_over_time({namespace="production"}[1m]))', 100), {name: 'LokiRangeLimitError', limitMs: undefined}],
	['an end before the start', async (client, {startMs, endMs}) => client.queryLogs({query: '{app="auth"}', range: {startMs: endMs, endMs: startMs}, limit: 1}), {name: 'LokiQueryError', why: 'end timestamp must not be before or equal to start time'}],
];

for (const version of lokiVersions) {
	for (const [name, work, expected] of refusals) {
		test(`Loki ${version} refuses ${name}, and the error says so`, async () => {
			const {url} = await startServer(recordedLoki(version));
			const client = createLokiClient({url});
			await assert.rejects(work(client, recordedWindow(version)), {...expected, canPass: false});
		});
	}
}

for (const version of lokiVersions) {
	test(`a log query as an instant query is a query error, whether Loki ${version} refuses or answers it`, async () => {
		const {url} = await startServer(recordedLoki(version));
		const client = createLokiClient({url});
		await assert.rejects(client.queryInstant({query: '{namespace="production"}', timeMs: recordedWindow(version).endMs}), LokiQueryError);
	});
}

test('a Loki with tenants and limits says which of them was met', async () => {
	const {startMs, midMs, endMs} = recordedWindow('3.7.6');
	const {url} = await startServer(recordedLoki('3.7.6', 'limited'));
	const client = createLokiClient({url, tenant: 'team-a'});
	const recent = {startMs: midMs, endMs};

	await assert.rejects(createLokiClient({url}).queryLogs({query: '{app="auth"}', range: {startMs, endMs}, limit: 100}), (error: unknown) => error instanceof LokiTenantError && error.nextStep.includes('LOKI_ORG_ID'));
	await assert.rejects(
		client.queryMetrics({query: 'sum by (app, pod, level) (count_over_time({namespace="production"}[1m]))', range: recent, stepMs: 60_000}),
		(error: unknown) => error instanceof LokiSeriesLimitError && error.limit === 3,
	);
	await assert.rejects(client.queryLogs({query: '{app="auth"}', range: recent, limit: 500}), (error: unknown) => error instanceof LokiEntriesLimitError && error.limit === 50);
	await assert.rejects(
		client.queryLogs({query: '{app="auth"}', range: {startMs: startMs - 3_600_000, endMs}, limit: 2}),
		(error: unknown) => error instanceof LokiRangeLimitError && error.limitMs === 3_600_000,
	);
	assert.equal(await client.patterns('{app="auth"}', recent), undefined);
	const {entries, isCut} = await client.queryLogs({query: '{app="auth"}', range: recent, limit: 2});
	assert.deepEqual([entries.length, isCut], [2, true]);
	const other = await createLokiClient({url, tenant: 'team-b'}).queryLogs({query: '{app="auth"}', range: recent, limit: 2});
	assert.deepEqual(other.entries, []);
});

test('an endpoint that is not there is told by its path', async () => {
	const {url} = await startServer(recordedLoki('3.7.6'));
	const {startMs, endMs} = recordedWindow('3.7.6');
	await assert.rejects(createLokiClient({url}).labels({startMs: startMs - 1, endMs}), (error: unknown) => error instanceof LokiNotFoundError && error.path === '/loki/api/v1/labels');
});
