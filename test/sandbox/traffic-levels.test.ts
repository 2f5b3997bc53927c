import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import {createTraffic} from '../../source/sandbox/traffic/index.js';
import {isError, serviceOf} from './helpers/counts.js';

const nowMs = Date.UTC(2026, 10, 23, 15, 30, 20);
const tenMinutes = 2;

type Answer = {data: {result: ReadonlyArray<{metric: Record<string, string>; value: [seconds: number, count: string]}>}};

test('Loki itself finds the errors that the services meant', async () => {
	const traffic = createTraffic({nowMs, seed: 5});
	const history = traffic.history();
	const entries = Array.from({length: tenMinutes}, () => history.next().value ?? []).flat();
	const loki = await startSandboxLoki({now: () => nowMs});
	try {
		loki.push(entries);
		const query = encodeURIComponent('sum by (service_name) (count_over_time({namespace="production"} | detected_level="error" [30m]))');
		const response = await fetch(`${loki.url}/loki/api/v1/query?query=${query}&time=${nowMs / 1000}`);
		const {data} = await response.json() as Answer;
		const found = new Map(data.result.map(({metric, value}) => [metric.service_name ?? '', Number(value[1])]));
		const meant = new Map<string, number>();
		for (const entry of entries) {
			if (isError(entry)) {
				meant.set(serviceOf(entry), (meant.get(serviceOf(entry)) ?? 0) + 1);
			}
		}

		assert.ok(meant.size >= 3);
		assert.deepEqual(found, meant);
	} finally {
		await loki.close();
	}
});
