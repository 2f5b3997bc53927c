import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {createLokiClient} from '../../source/loki/client.js';
import {createMonitor} from '../../source/monitor/live/monitor.js';
import {createPasses, type PassResult} from '../../source/monitor/once/pass.js';
import {readMemory, saveMemory} from '../../source/monitor/once/pass-memory.js';
import {knownPatterns} from '../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../source/patterns/seen-set.js';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../source/sandbox/types.js';
import {initialState} from '../../source/store/initial-state.js';
import {createStore} from '../../source/store/store.js';
import {startLiar, type Liar} from '../helpers/liar.js';
import {minuteMs, nowMs} from '../helpers/states.js';
import {until} from '../helpers/until.js';

let loki: SandboxLoki;
let liar: Liar;
let clockMs: number;

beforeEach(async () => {
	clockMs = nowMs;
	loki = await startSandboxLoki({now: () => clockMs});
	liar = await startLiar(loki.url, {now: () => clockMs});
	// Five quiet hours, then three minutes in which three lines of four are errors.
	const endMs = nowMs - (nowMs % minuteMs);
	for (let minute = 300; minute > 0; minute--) {
		const [lines, errors] = minute <= 3 ? [60, 45] : [20, 1];
		loki.push(['payment', 'cart'].flatMap(service => Array.from({length: lines}, (_, index) => ({
			labels: {namespace: 'production', app: service},
			timeNs: BigInt(Math.round(endMs - (minute * minuteMs) + ((index + 0.5) * minuteMs / lines))) * 1_000_000n,
			line: index < errors && service === 'payment' ? `level=error msg="charge failed" id=${index}` : `level=info msg="charged" id=${index}`,
		}))));
	}
});

afterEach(async () => {
	await liar.close();
	await loki.close();
});

/** The look at a few of the newest lines is refused; it tells how errors are told apart. */
const refuseTheSample = () => {
	liar.lieTo = ({path, parameters}) => path.endsWith('/query_range') && Number(parameters.get('limit')) > 0 && Number(parameters.get('limit')) <= 10 ? 'refused' : undefined;
};

function passes(saved?: unknown, url = liar.url) {
	return createPasses({
		hideLines: lines => lines,
		client: createLokiClient({url}),
		store: createStore(initialState(clockMs, {
			host: 'sandbox', tenant: undefined, selector: '', baselineHours: 1, isDemo: false, timeZone: 'UTC',
		})),
		selector: '{namespace="production"}',
		serviceLabel: undefined,
		baselineHours: 5,
		settleMs: 0,
		detector: {kind: 'default'},
		known: knownPatterns(createSeenSet()),
		budget: {maxBytes: 2 ** 31, maxMs: 60_000},
		memory: readMemory(saved, 'here').memory,
		now: () => clockMs,
	});
}

type Read = Extract<PassResult, {type: 'read'}>;

test('a refused look at the level source is a guess that is said, kept as a guess, and retried by the next check', async () => {
	refuseTheSample();
	const {signal} = new AbortController();
	const first = passes();
	const read = await first.run(signal) as Read;
	assert.deepEqual(read.scope.capabilities.guesses?.map(({about}) => about).toSorted(), ['errorSource', 'serviceLabel']);
	assert.match(read.notes.join('\n'), /Cannot tell yet which lines are errors \(.*too many outstanding requests\).*Retrying/);

	// A check of its own process goes on from what was written down.
	const written = JSON.stringify(saveMemory({...first.memory()!, detector: undefined}, 'here'));
	const saved: unknown = JSON.parse(written);
	clockMs += minuteMs;
	liar.lieTo = undefined;
	const again = await passes(saved).run(signal) as Read;
	assert.equal(again.scope.capabilities.guesses, undefined);
	assert.doesNotMatch(again.notes.join('\n'), /Cannot tell yet/);
});

test('errors are seen through a wrong guess of how they are told, and no service is accused when it is put right', async () => {
	// A Loki without its version that adds no levels: only the text of a line tells.
	const old = await startSandboxLoki({now: () => clockMs, version: '2.9.17'});
	const between = await startLiar(old.url, {now: () => clockMs});
	try {
		const endMs = nowMs - (nowMs % minuteMs);
		old.push(['payment', 'cart'].flatMap(app => Array.from({length: 300}, (_, minute) => Array.from({length: minute < 4 ? 60 : 10}, (__, index) => ({
			labels: {app, namespace: 'production'},
			timeNs: BigInt(endMs + minuteMs - (minute * minuteMs) - Math.round((index + 0.5) * 500)) * 1_000_000n,
			line: app === 'payment' && minute < 4 && index < 45 ? 'ERROR charge failed' : 'charged',
		}))).flat()));
		between.lieTo = ({path, parameters}) => path.endsWith('/buildinfo') || (path.endsWith('/query_range') && Number(parameters.get('limit')) === 10) ? 'refused' : undefined;
		const {signal} = new AbortController();
		const watched = passes(undefined, between.url);
		const first = await watched.run(signal) as Read;
		assert.equal(first.scope.capabilities.errorSource, 'detected_level');
		assert.deepEqual(first.anomalies.filter(({kind}) => kind === 'error-spike').map(({service}) => service), ['payment']);
		between.lieTo = undefined;
		clockMs += minuteMs;
		const read = await watched.run(signal) as Read;
		assert.equal(read.scope.capabilities.errorSource, 'line');
		assert.deepEqual(read.anomalies.filter(({kind}) => kind === 'error-spike').map(({service}) => service), ['payment']);
	} finally {
		await between.close();
		await old.close();
	}
});

test('what cannot be asked again does not end the pass, and is asked less and less often', async () => {
	refuseTheSample();
	const {signal} = new AbortController();
	const watched = passes();
	await watched.run(signal);
	const samples = () => liar.asked.filter(({path, parameters}) => path.endsWith('/query_range') && Number(parameters.get('limit')) > 0 && Number(parameters.get('limit')) <= 10).length;
	const before = samples();
	for (let pass = 0; pass < 12; pass++) {
		clockMs += minuteMs;
		const read = await watched.run(signal) as Read;
		assert.equal(read.type, 'read');
		assert.ok(read.scope.capabilities.guesses);
	}

	const asked = samples() - before;
	assert.ok(asked >= 2, `${asked} of 12`);
	assert.ok(asked <= 6, `${asked} of 12`);
});

test('the screen says what it guesses, and retries', async () => {
	const stop = new AbortController();
	const store = createStore(initialState(nowMs, {
		host: 'sandbox', tenant: undefined, selector: '', baselineHours: 5, isDemo: false, timeZone: 'UTC',
	}));
	refuseTheSample();
	const monitor = createMonitor({
		hideLines: lines => lines,
		client: createLokiClient({url: liar.url}), store, selector: '{namespace="production"}', serviceLabel: undefined, pollMs: 60_000, settleMs: 0, baselineHours: 5, detector: {kind: 'default'}, known: knownPatterns(createSeenSet()), now: () => clockMs,
	});
	const running = monitor.run(stop.signal);
	try {
		await until(() => store.getState().connection.status === 'live', 'the first answer');
		assert.match(store.getState().connection.guess ?? '', /^Cannot tell yet/);
		liar.lieTo = undefined;
		clockMs += minuteMs;
		monitor.pollNow();
		await until(() => store.getState().connection.guess === undefined, 'the guess to be settled');
		await until(() => store.getState().anomalies.some(({service, kind}) => service === 'payment' && kind === 'error-spike'), 'the trouble');
	} finally {
		stop.abort();
		await running;
	}
});
