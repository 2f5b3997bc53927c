import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import type {Minute} from '../../../source/detect/types.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {LokiRateLimitError} from '../../../source/loki/http/errors/index.js';
import type {Scope} from '../../../source/loki/types.js';
import {createEngine} from '../../../source/monitor/engine/engine.js';
import type {Engine} from '../../../source/monitor/engine/types.js';
import {knownPatterns} from '../../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../../source/patterns/seen-set.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {initialState} from '../../../source/store/initial-state.js';
import {createStore, type Store} from '../../../source/store/store.js';
import {startLiar, type Liar} from '../../helpers/liar.js';
import {minuteMs, nowMs} from '../../helpers/states.js';

const endMs = nowMs - (nowMs % minuteMs);
const {signal} = new AbortController();
const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

let loki: SandboxLoki;
let liar: Liar;
let store: Store;

beforeEach(async () => {
	loki = await startSandboxLoki({now: () => nowMs});
	liar = await startLiar(loki.url, {now: () => nowMs});
	store = createStore(initialState(nowMs, {
		host: 'sandbox', tenant: undefined, selector: '', baselineHours: 2, isDemo: false, timeZone: 'UTC',
	}));
	loki.push(['payment', 'cart', 'stock'].flatMap(app => Array.from({length: 60}, (_, index) => ({
		labels: {namespace: 'production', app}, timeNs: BigInt(nowMs - ((index + 1) * 1000)) * 1_000_000n, line: 'level=error msg="connection refused"',
	}))));
});

afterEach(async () => {
	await liar.close();
	await loki.close();
});

/** An hour and a half; in the last half hour two services fail. */
const minutes: readonly Minute[] = Array.from({length: 90}, (_, index) => ({
	startMs: endMs - ((90 - index) * minuteMs),
	counts: new Map(['payment', 'cart', 'stock'].map(service => [service, {lines: 100, errors: index >= 60 && service !== 'stock' ? 50 : 0}])),
}));

function watch(isFatal: (error: unknown) => boolean = () => false): Engine {
	const engine = createEngine({
		client: createLokiClient({url: liar.url}), store, detector: {kind: 'simple'}, known: knownPatterns(createSeenSet()), hideLines: lines => lines, now: () => nowMs,
	}, {maxSuspects: 1, isFatal});
	engine.watch(scope);
	return engine;
}

const step = async (engine: Engine, doubts: readonly string[] = []) => engine.step({
	endMs: () => endMs,
	known: {startMs: endMs - (60 * 60_000), endMs},
	async correct() {
		assert.fail('no service marks its errors otherwise');
	},
	async read() {
		await engine.detection.take(minutes, signal);
		store.dispatch({type: 'minutes-read', minutes});
		return doubts;
	},
	services: () => ['payment', 'cart', 'stock'],
	signal,
});

const open = () => store.getState().anomalies.filter(({kind}) => kind === 'error-spike').map(({service}) => service).toSorted();

test('one step reads, publishes with what happened, and looks at no more suspects than it may', async () => {
	const {held, skipped} = await step(watch());
	assert.deepEqual([held, skipped], [[], []]);
	assert.deepEqual(open(), ['cart', 'payment']);
	assert.deepEqual(new Set(store.getState().timeline.filter(({type}) => type === 'opened').map(event => 'anomaly' in event && event.anomaly.service)), new Set(['cart', 'payment']));
	const samples = liar.asked.filter(({parameters}) => /app=`(?:payment|cart)`|app="(?:payment|cart)"/.test(parameters.get('query') ?? '') && Number(parameters.get('limit')) > 100);
	assert.equal(new Set(samples.map(({parameters}) => /app=.(\w+)/.exec(parameters.get('query') ?? '')?.[1])).size, 1);
});

test('why minutes are not believed is shown until the next step', async () => {
	const engine = watch();
	await step(engine, ['It holds less than before.']);
	assert.equal(store.getState().connection.doubt, 'It holds less than before.');
	await step(engine);
	assert.equal(store.getState().connection.doubt, undefined);
});

test('a Loki that refuses what only refines costs neither counts nor anomalies', async () => {
	liar.lieTo = () => 'refused';
	const {skipped} = await step(watch());
	assert.ok(skipped.length > 0);
	assert.ok(skipped.every(error => error instanceof LokiRateLimitError));
	assert.deepEqual(open(), ['cart', 'payment']);
});

test('a fatal error ends the step after what is known was published', async () => {
	liar.lieTo = () => 'refused';
	await assert.rejects(step(watch(error => error instanceof LokiRateLimitError)), LokiRateLimitError);
	assert.deepEqual(open(), ['cart', 'payment']);
});

test('another scope keeps counts that mean the same, and forgets others', async () => {
	const engine = watch();
	await step(engine);
	assert.equal(engine.watch({...scope, capabilities: {...scope.capabilities, hasPatterns: true}}), true);
	assert.equal(engine.detection.anomalies().length > 0, true);
	assert.equal(engine.watch({...scope, capabilities: {...scope.capabilities, errorSource: 'line'}}), false);
	assert.deepEqual(engine.detection.anomalies(), []);
});
