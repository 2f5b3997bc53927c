import assert from 'node:assert/strict';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, test} from 'node:test';
import {createLokiClient} from '../../source/loki/client.js';
import {LokiError} from '../../source/loki/http/errors/index.js';
import {createPatientClient} from '../../source/loki/patient-client.js';

const servers: http.Server[] = [];
after(() => {
	for (const server of servers) {
		server.close();
		server.closeAllConnections();
	}
});

/** Refuses the first question, and answers the others. */
async function open(status: number, body: string, headers: http.OutgoingHttpHeaders = {}) {
	let asked = 0;
	const server = http.createServer((_, response) => {
		asked++;
		if (asked === 1) {
			response.writeHead(status, headers).end(body);
			return;
		}

		response.setHeader('content-type', 'application/json');
		response.end('{"status":"success","data":["app"]}');
	});
	servers.push(server);
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	return {client: createLokiClient({url: `http://127.0.0.1:${port}`}), asked: () => asked};
}

const range = {startMs: 0, endMs: 60_000};
const refusals: ReadonlyArray<readonly [name: string, status: number, body: string]> = [
	['429', 429, 'rate limit'], ['499', 499, 'context canceled'], ['500', 500, 'broken'], ['502', 502, ''], ['503', 503, ''], ['504', 504, ''], ['a full queue', 400, 'too many outstanding requests'],
];

for (const [name, status, body] of refusals) {
	test(`${name} is asked again after a wait, while there is time`, async () => {
		const {client, asked} = await open(status, body);
		const patient = createPatientClient(client, {leftMs: () => 5000, signal: () => undefined});
		assert.deepEqual(await patient.labels(range), ['app']);
		assert.equal(asked(), 2);
	});
}

test('what there is no time for, and what waiting does not help, is told at once', async () => {
	for (const [status, headers] of [[429, {'retry-after': '30'}], [401, {}], [400, {}]] as const) {
		const {client, asked} = await open(status, 'no', headers);
		const patient = createPatientClient(client, {leftMs: () => 20_000, signal: () => undefined});
		await assert.rejects(patient.labels(range), LokiError);
		assert.equal(asked(), 1);
	}
});
