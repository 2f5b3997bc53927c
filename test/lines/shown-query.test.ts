import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLogViews} from '../../source/lines/log-views.js';
import type {Narrowing, ShownQuery} from '../../source/lines/shown-query.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {Scope} from '../../source/loki/types.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {createStore} from '../../source/store/store.js';
import type {LinesSource} from '../../source/store/view-state.js';
import {stateAfter} from '../helpers/states.js';
import {
	entry,
	lines,
	nowMs,
	startLoki,
} from '../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

const of = (service: string) => ({namespace: 'production', service_name: service});
const pool = (number: number): string => `pool ${number} ran out after ${number} ms`;

const written: readonly SandboxEntry[] = [
	entry(90, of('payment'), 'level=trace msg="a step"'),
	entry(80, of('payment'), 'level=debug msg="a tick"'),
	entry(70, of('payment'), 'no level at all'),
	entry(60, of('payment'), 'level=warn msg="Pool (small) is nearly empty"'),
	entry(50, of('payment'), `level=error msg="${pool(1)}"`),
	entry(40, of('payment'), `level=error msg="${pool(2)}" trace_id=ffc8ca7e4c8f06c7`),
	entry(30, of('checkout'), 'level=error msg="payment answered 503" trace_id=ffc8ca7e4c8f06c7'),
	entry(20, {...of('payment'), namespace: 'staging'}, 'level=error msg="of no concern" trace_id=ffc8ca7e4c8f06c7'),
];

type Asked = Narrowing & {readonly hidden?: readonly string[]; readonly scope?: Scope; readonly entries?: readonly SandboxEntry[]};

/** What a screen of these lines is as a query, and the lines that Loki finds with it, oldest first. */
async function queryOf(source: LinesSource, {hidden = [], scope: watched = scope, entries = written, ...narrowing}: Asked = {}): Promise<ShownQuery & {readonly found: readonly string[]}> {
	const loki = await startLoki();
	try {
		loki.push(entries);
		const store = createStore(stateAfter(...hidden.map(template => ({type: 'pattern-hidden', service: 'payment', template} as const))));
		const views = createLogViews({
			client: createLokiClient({url: loki.url}), settings: {url: loki.url}, scope: () => watched, store, now: () => nowMs, signal: new AbortController().signal,
		});
		assert.equal(views.query(source, narrowing), undefined);
		await views.open(source);
		store.close();
		const shown = views.query(source, narrowing);
		assert.ok(shown);
		const found = await lines(loki, shown.query);
		return {...shown, found: found.toReversed()};
	} finally {
		await loki.close();
	}
}

const payment = {service: 'payment'};

test('the lines of a service are its selector within what is watched, and their window', async () => {
	const {query, unsaid, startMs, endMs, found} = await queryOf(payment);
	assert.equal(query, '{namespace="production", service_name="payment"}');
	assert.deepEqual(unsaid, []);
	assert.equal(found.length, 6);
	assert.deepEqual([startMs, endMs], [nowMs - (15 * 60_000), nowMs + 1]);
});

test('each minimum level is a stage that keeps what the screen keeps: no level counts as information', async () => {
	const counts = [];
	for (const leastLevel of ['debug', 'info', 'warn', 'error'] as const) {
		const {found, unsaid} = await queryOf(payment, {leastLevel});
		counts.push(found.length);
		assert.deepEqual(unsaid, []);
	}

	assert.deepEqual(counts, [5, 4, 3, 2]);
});

test('a level that Loki does not know is left out and named, but errors are told by the service\'s own filter', async () => {
	const errorFilters = {stageOf: (service: string) => service === 'payment' ? '|= `ran out`' : undefined, groups: () => new Map([['|= `ran out`', ['payment']]])};
	const learnt = {...scope, errorFilters};
	const warned = await queryOf(payment, {scope: learnt, leastLevel: 'warn'});
	assert.deepEqual(warned.unsaid, [{type: 'level'}]);
	const errors = await queryOf(payment, {scope: learnt, leastLevel: 'error'});
	assert.equal(errors.query, '{namespace="production", service_name="payment"} |= `ran out`');
	assert.deepEqual(errors.unsaid, []);
	const several = await queryOf({service: 'payment', services: ['payment', 'checkout']}, {scope: learnt, leastLevel: 'error'});
	assert.deepEqual(several.unsaid, [{type: 'level'}]);
	assert.equal(several.found.length, 7);
});

test('a search is a filter that ignores case and takes its signs as they are', async () => {
	const {query, found} = await queryOf(payment, {search: 'pool (SMALL)'});
	assert.equal(query, String.raw`{namespace="production", service_name="payment"} |~ "(?i)pool \\(SMALL\\)"`);
	assert.deepEqual(found, [written[3]!.line]);
});

test('a search for which Loki was asked is not told twice', async () => {
	const filters = [{
		from: 'words', value: 'pool', name: 'line', label: '', expression: '', isNot: false,
	}] as const;
	const {query} = await queryOf({...payment, filters}, {search: 'pool'});
	assert.equal(query, '{namespace="production", service_name="payment"} |~ "(?i)pool"');
});

test('a pattern is told by its words, and that it is; patterns that are hidden cannot be told', async () => {
	const template = 'pool <*> ran out after <*> ms';
	const ofPattern = await queryOf({service: 'payment', template});
	assert.deepEqual(ofPattern.unsaid, [{type: 'pattern-by-words'}]);
	assert.equal(ofPattern.found.length, 2);
	const hiding = await queryOf(payment, {hidden: [template]});
	assert.deepEqual(hiding.unsaid, [{type: 'hidden-patterns', count: 1}]);
});

test('a trace is told by its id, in lines or in labels, and what one query cannot find of it is named', async () => {
	const trace = {id: 'ffc8ca7e4c8f06c7', timeMs: nowMs - 40_000};
	const inLines = await queryOf({...payment, trace});
	assert.deepEqual(inLines.found, [written[5]!.line, written[6]!.line]);
	assert.deepEqual(inLines.unsaid, []);
	const metadata = [entry(40, of('payment'), 'in', {trace_id: trace.id}), entry(30, of('checkout'), 'out', {trace_id: trace.id})];
	const inLabels = await queryOf({...payment, trace}, {entries: metadata});
	assert.deepEqual(inLabels.found, ['in', 'out']);
	assert.deepEqual(inLabels.unsaid, []);
	const mixed = await queryOf({...payment, trace}, {entries: [...metadata, ...written]});
	assert.deepEqual(mixed.unsaid, [{type: 'trace-labels'}]);
});

test('the neighbours of a line are those of its stream', async () => {
	const {query, found} = await queryOf({service: 'payment', around: {timeMs: nowMs - 50_000, line: written[4]!.line, labels: of('payment')}});
	assert.match(query, /^\{.*service_name="payment".*\}$/);
	assert.equal(found.length, 6);
});
