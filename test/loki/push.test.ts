import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../source/loki/client.js';
import {LokiRateLimitError, LokiUnauthorizedError} from '../../source/loki/http/errors/index.js';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import {endTest, plain, startServer} from '../helpers/local-server.js';

afterEach(endTest);

test('lines that are pushed are read back in their order, with tenant and all', async () => {
	const nowMs = Date.UTC(2026, 2, 2);
	const loki = await startSandboxLoki({now: () => nowMs, isMultiTenant: true});
	try {
		const client = createLokiClient({url: loki.url, tenant: 'team-a'});
		await client.push({app: 'journal'}, ['one', 'two'].map((line, index) => ({timeNs: `${nowMs}00000${index}`, line})));
		const {entries} = await client.queryLogs({query: '{app="journal"}', range: {startMs: nowMs - 1000, endMs: nowMs + 1000}, limit: 10});
		assert.deepEqual(entries.map(({line}) => line), ['one', 'two']);
		assert.equal(client.cost().requests, 2);
	} finally {
		await loki.close();
	}
});

test('a push carries the credentials, and a refusal is told as for a query', async () => {
	const seen: Array<string | undefined> = [];
	let status = 403;
	const server = await startServer(({headers}) => {
		seen.push(headers.authorization);
		return plain(status, 'no');
	});
	const client = createLokiClient({url: server.url, bearerToken: 'token-for-tests'});
	const push = async () => client.push({app: 'a'}, [{timeNs: '1', line: 'x'}]);
	await assert.rejects(push, LokiUnauthorizedError);
	status = 429;
	await assert.rejects(push, LokiRateLimitError);
	assert.deepEqual(seen, ['Bearer token-for-tests', 'Bearer token-for-tests']);
});
