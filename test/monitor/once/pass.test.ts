import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {pack} from '../../../source/detect/pack.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {LokiError} from '../../../source/loki/http/errors/index.js';
import {createPasses, type PassesOptions, type PassResult} from '../../../source/monitor/once/pass.js';
import {readMemory, saveMemory, type PassMemory} from '../../../source/monitor/once/pass-memory.js';
import {knownPatterns} from '../../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../../source/patterns/seen-set.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {knownMinutes, newestMinute} from '../../../source/store/history.js';
import {initialState} from '../../../source/store/initial-state.js';
import {createStore} from '../../../source/store/store.js';
import {minuteMs, nowMs} from '../../helpers/states.js';
import {startLiar, type Liar} from '../../helpers/liar.js';

type Read = Extract<PassResult, {type: 'read'}>;

const {signal} = new AbortController();
let loki: SandboxLoki;
let liar: Liar;
let clockMs: number;

/** Six lines a minute of two services. */
const write = (fromMs: number, minutes: number): void => {
	loki.push(['payment', 'cart'].flatMap(app => Array.from({length: minutes * 6}, (_, index) => ({
		labels: {namespace: 'production', app}, timeNs: BigInt(fromMs + (index * 10_000) + 5) * 1_000_000n, line: `level=info msg="charged" id=${index}`,
	}))));
};

beforeEach(async () => {
	clockMs = nowMs;
	loki = await startSandboxLoki({now: () => clockMs});
	liar = await startLiar(loki.url, {now: () => clockMs});
	write(nowMs - (nowMs % minuteMs) - (300 * minuteMs), 300);
});

afterEach(async () => {
	await liar.close();
	await loki.close();
});

const settings = {
	host: 'sandbox', tenant: undefined, selector: '', baselineHours: 1, isDemo: false, timeZone: 'UTC',
};

const passes = (change: Partial<PassesOptions> = {}) => createPasses({
	hideLines: lines => lines,
	client: createLokiClient({url: liar.url}),
	store: createStore(initialState(clockMs, settings)),
	selector: '{namespace="production"}',
	serviceLabel: undefined,
	baselineHours: 5,
	settleMs: 0,
	detector: {kind: 'default'},
	known: knownPatterns(createSeenSet()),
	budget: {maxBytes: 2 ** 31, maxMs: 60_000},
	memory: undefined,
	now: () => clockMs,
	...change,
});

const read = async (watched: ReturnType<typeof passes>): Promise<Read> => {
	const result = await watched.run(signal);
	assert.equal(result.type, 'read');
	return result;
};

/** As a check of its own process reads it. */
function written(memory: PassMemory | undefined): PassMemory | undefined {
	const text = JSON.stringify(memory && saveMemory({...memory, detector: null}, 'here'));
	return readMemory(JSON.parse(text), 'here').memory;
}

const counting = () => liar.asked.filter(({parameters}) => (parameters.get('query') ?? '').includes('[1m]'));

test('a process that knows the fleet judges no minute that is not over by Loki\'s clock, and asks nothing for that', async () => {
	const first = passes();
	await read(first);
	write(clockMs - (clockMs % minuteMs), 2);
	clockMs += 2 * minuteMs;
	const nowByLokiMs = clockMs;
	const asked = liar.asked.length;
	liar.clockBehindMs = 5 * minuteMs;
	const memory = first.memory();
	const store = createStore(initialState(clockMs, settings));
	const {anomalies, judgedMs, notes} = await read(passes({store, memory: memory && {...memory, detector: textOf(memory)}, now: () => nowByLokiMs + (5 * minuteMs)}));
	assert.equal(judgedMs, nowByLokiMs - (nowByLokiMs % minuteMs));
	assert.equal(newestMinute(store.getState().history), judgedMs - minuteMs, 'the history ends there too');
	assert.deepEqual(anomalies, []);
	assert.match(notes.join(' '), /clock is (?:299|300|301) s ahead of Loki's/);
	assert.deepEqual(liar.asked.slice(asked).map(({path}) => path.split('/').at(-1)), ['query_range', 'query_range'], 'its counts and a sample of its lines');
});

test('a first pass learns the baseline, the next one reads the last minutes only', async () => {
	const watched = passes();
	const cold = await read(watched);
	assert.deepEqual(cold.learnt, {minutes: 300, wantedMinutes: 300, isCold: true});
	assert.equal(cold.judgedMs, nowMs - (nowMs % minuteMs));
	assert.equal(cold.services, 2);
	const asked = counting().length;
	write(clockMs - (clockMs % minuteMs), 1);
	clockMs += minuteMs;
	const warm = await read(watched);
	assert.equal(warm.learnt.isCold, false);
	const [question] = counting().slice(asked);
	assert.equal(counting().length, asked + 1);
	assert.ok(Number(question?.parameters.get('end')) - Number(question?.parameters.get('start')) <= 10 * minuteMs * 1e6, 'a short range');
});

test('a budget that is spent leaves the rest of the baseline to the next pass', async () => {
	const watched = passes({budget: {maxBytes: 1, maxMs: 60_000}});
	const first = await read(watched);
	assert.ok(first.learnt.minutes < 300, `${first.learnt.minutes}`);
	const next = await read(watched);
	assert.ok(next.learnt.minutes >= first.learnt.minutes);
});

test('what was learnt is of use to another process; without the detector\'s part the counts are read again', async () => {
	const watched = passes();
	await read(watched);
	const memory = watched.memory();
	const store = createStore(initialState(clockMs, settings));
	const known = await read(passes({store, memory: memory && {...memory, detector: textOf(memory)}}));
	assert.equal(known.learnt.isCold, false);
	const endMs = clockMs - (clockMs % minuteMs);
	assert.equal(knownMinutes(store.getState().history, 'payment', {startMs: endMs - (50 * minuteMs), endMs}).length, 50, 'evidence asks for none of these again');
	const discovered = liar.asked.length;
	const cold = await read(passes({memory: written(memory)}));
	assert.equal(cold.learnt.isCold, true);
	assert.equal(cold.learnt.minutes, 300);
	assert.ok(liar.asked.slice(discovered).every(({path}) => !path.endsWith('/patterns')), 'the scope is known');
});

test('a clock that was set back starts afresh', async () => {
	const watched = passes();
	await read(watched);
	clockMs -= 30 * minuteMs;
	const back = await read(watched);
	assert.equal(back.learnt.isCold, true);
	assert.equal(back.judgedMs, clockMs - (clockMs % minuteMs));
});

test('a selector that matches nothing is a result, and nothing is learnt', async () => {
	const watched = passes({selector: '{namespace="staging"}'});
	const result = await watched.run(signal);
	assert.equal(result.type, 'nothing-matches');
	assert.equal(watched.memory(), undefined);
	assert.equal(watched.scope(), undefined);
});

test('a pass whose counts are refused throws, and the next one reads them', async () => {
	const watched = passes();
	liar.lieTo = ({parameters}) => (parameters.get('query') ?? '').includes('[1m]') ? 'broken' : undefined;
	await assert.rejects(watched.run(signal), LokiError);
	liar.lieTo = undefined;
	const again = await read(watched);
	assert.equal(again.learnt.minutes, 300);
});

/** The detector's arrays as text, as JSON needs them. */
function textOf(memory: PassMemory): unknown {
	const asText = (value: unknown): unknown => {
		if (value instanceof Float32Array) {
			return pack(value);
		}

		if (Array.isArray(value)) {
			return value.map(each => asText(each));
		}

		return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asText(each)])) : value;
	};

	return asText(memory.detector);
}
