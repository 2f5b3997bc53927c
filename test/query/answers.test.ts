import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLokiClient} from '../../source/loki/client.js';
import type {Scope} from '../../source/loki/types.js';
import {createQueryAnswers, timesOf} from '../../source/query/answers.js';
import {answerKey, type QueryAnswer} from '../../source/store/query.js';
import {createStore} from '../../source/store/store.js';
import type {AskedQuery} from '../../source/store/view-state.js';
import {stateAfter} from '../helpers/states.js';
import {entry, nowMs, startLoki} from '../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

const hour = 3_600_000;

/** What Loki answers to a query over the last hour. */
async function answerTo(text: string, change: Partial<AskedQuery> = {}): Promise<QueryAnswer> {
	const loki = await startLoki();
	const store = createStore(stateAfter());
	try {
		loki.push(['a', 'b', 'b', 'b', 'c', 'c'].map((service, index) => entry(60 + index, {namespace: 'production', service_name: service}, `line ${index}`)));
		const query = {text, rangeMs: hour, ...change};
		await createQueryAnswers({
			client: createLokiClient({url: loki.url}), scope: () => scope, store, now: () => nowMs, signal: new AbortController().signal,
		})(query);
		return store.getState().answers.get(answerKey(query))!;
	} finally {
		store.close();
		await loki.close();
	}
}

const namesOf = ({series}: QueryAnswer) => series.map(({labels}) => labels.service_name);

test('numbers over time come with the largest series first', async () => {
	const answer = await answerTo('sum by (service_name) (count_over_time({namespace="production"}[5m]))');
	assert.deepEqual(namesOf(answer), ['b', 'c', 'a']);
	assert.deepEqual([answer.status, answer.form, answer.total, answer.isBeyond, answer.stepMs], ['ready', 'over-time', 3, false, 15_000]);
	assert.ok((answer.series[0]?.samples.length ?? 0) > 1);
});

test('numbers without lines, and sorted ones, are of one moment', async () => {
	const sum = await answerTo('1 + 2');
	assert.deepEqual([sum.form, sum.series[0]?.samples[0]?.[1]], ['moment', 3]);
	const sorted = await answerTo('sort(sum by (service_name) (count_over_time({namespace="production"}[5m])))');
	assert.deepEqual([sorted.form, namesOf(sorted)], ['moment', ['a', 'c', 'b']]);
});

test('a query that may read more than what is watched says so, and what Loki refuses says why and where', async () => {
	const beyond = await answerTo('rate({service_name="a"}[1m])');
	assert.equal(beyond.isBeyond, true);
	const refused = await answerTo('rate({service_name="a"}[1m]');
	assert.deepEqual([refused.status, refused.trouble?.place], ['failed', {line: 1, column: 28}]);
});

test('a time is asked on whole steps, with no more points than a chart has columns', () => {
	for (const rangeMs of [900_000, hour, 3 * hour, 24 * hour, 24 * 30 * hour]) {
		const {startMs, endMs, stepMs} = timesOf({rangeMs}, nowMs + 1234);
		assert.ok((endMs - startMs) / stepMs <= 240, `${rangeMs}`);
		assert.deepEqual([startMs % stepMs, endMs % stepMs], [0, 0]);
	}

	assert.equal(timesOf({rangeMs: hour, endMs: nowMs - hour}, nowMs).endMs, nowMs - hour);
});
