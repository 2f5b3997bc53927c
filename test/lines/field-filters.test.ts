import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLogViews} from '../../source/lines/log-views.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {Scope} from '../../source/loki/types.js';
import {lineFields} from '../../source/patterns/line-fields.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {logViewKey, type LogView} from '../../source/store/state.js';
import {createStore} from '../../source/store/store.js';
import type {FieldFilter, LinesSource} from '../../source/store/view-state.js';
import {stateAfter} from '../helpers/states.js';
import {entry, nowMs, startLoki} from '../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};
const own = {namespace: 'production', service_name: 'payment'};
const [a, b] = [{...own, pod: 'a'}, {...own, pod: 'b'}];

const written: readonly SandboxEntry[] = [
	entry(90, a, '{"level":"info","order":{"id":5},"http.status":200,"msg":"one"}', {version: '1.41.0'}),
	entry(80, b, '{"level":"error","order":{"id":6},"http.status":503,"msg":"two"}', {version: '1.42.0'}),
	entry(70, a, 'level=error msg=three order=7 pod=in-line', {version: '1.42.0'}),
	entry(60, b, '[payment,6f2a7e4c8f06c7aa,9b1c7e4c8f06c7aa] plain four', {version: '1.41.0', odd: 'a\tb'}),
	entry(50, {...own, service_name: 'checkout', pod: 'c'}, 'level=info msg=five traceId=6f2a7e4c8f06c7aa'),
];

/** The first filter of a field as the lines that have it tell it. */
function by(name: string, index: number, isNot = false): FieldFilter {
	const {line, labels, metadata = {}} = written[index]!;
	const field = lineFields({line, labels: {...labels, ...metadata}}).find(one => one.name === name);
	assert.ok(field, name);
	return {...field, isNot};
}

/** What is read of a source, then what is read before and after that. */
async function read(source: LinesSource, {entries = written, older = false}: {readonly entries?: readonly SandboxEntry[]; readonly older?: boolean} = {}): Promise<LogView> {
	const loki = await startLoki();
	try {
		loki.push(entries);
		const store = createStore(stateAfter());
		const views = createLogViews({
			client: createLokiClient({url: loki.url}), settings: {url: loki.url}, scope: () => scope, store, now: () => nowMs, signal: new AbortController().signal,
		});
		await views.open(source);
		if (older) {
			await views.readMore(source, 'older', {onlyErrors: false});
			await views.readMore(source, 'older', {onlyErrors: true});
		}

		store.close();
		const view = store.getState().logs.get(logViewKey(source));
		assert.equal(view?.trouble, undefined);
		assert.ok(view);
		return view;
	} finally {
		await loki.close();
	}
}

const seconds = ({entries}: LogView): readonly number[] => entries.map(({timeMs}) => (nowMs - timeMs) / 1000);

async function kept(...filters: readonly FieldFilter[]): Promise<readonly number[]> {
	return seconds(await read({service: 'payment', filters}));
}

test('lines are kept by a label of their stream, by structured metadata, by fields of JSON and logfmt, and by an id in the text', async () => {
	assert.deepEqual(await kept(by('pod', 0)), [90, 70]);
	assert.deepEqual(await kept(by('version', 1)), [80, 70]);
	assert.deepEqual(await kept(by('order.id', 0)), [90]);
	assert.deepEqual(await kept(by('http.status', 1)), [80]);
	assert.deepEqual(await kept(by('order', 2)), [70]);
	assert.deepEqual(await kept(by('trace', 3)), [60]);
});

test('they are left out by each of them, and lines of another format stay', async () => {
	assert.deepEqual(await kept(by('pod', 0, true)), [80, 60]);
	assert.deepEqual(await kept(by('version', 1, true)), [90, 60]);
	assert.deepEqual(await kept(by('order.id', 0, true)), [80, 70, 60]);
	assert.deepEqual(await kept(by('order', 2, true)), [90, 80, 60]);
	assert.deepEqual(await kept(by('trace', 3, true)), [90, 80, 70]);
});

test('they are kept and left out by words in any case and by a regular expression, as they are shown', async () => {
	const having = (from: 'words' | 'regex', value: string, isNot = false): FieldFilter => ({
		from, value, name: 'line', label: '', expression: '', isNot,
	});
	assert.deepEqual(await kept(having('words', 'MSG=three (')), []);
	assert.deepEqual(await kept(having('words', 'MSG=three ORDER')), [70]);
	assert.deepEqual(await kept(having('words', '503')), [80]);
	assert.deepEqual(await kept(having('regex', 'PLAIN|"one"')), [90, 60]);
	assert.deepEqual(await kept(having('regex', 'plain|"one"', true)), [80, 70]);
	const {entries} = await read({service: 'payment', filters: [having('words', 'a    tab')]}, {entries: [entry(10, a, 'A\ttab')]});
	assert.equal(entries.length, 1);
});

test('where the window has no such line, the day before it is looked through', async () => {
	const view = await read({service: 'payment', filters: [by('trace', 3)]}, {entries: [entry(40_000, a, written[3]!.line), entry(10, a, 'of no concern')]});
	assert.deepEqual(seconds(view), [40_000]);
});

test('several filters hold together, two of one field and two of one name among them', async () => {
	assert.deepEqual(await kept(by('level', 1), by('version', 1), by('pod', 1)), [80]);
	assert.deepEqual(await kept(by('order.id', 0, true), by('order.id', 1, true), by('order', 2, true)), [60]);
	const entries = [entry(20, a, '{"a":{"b":1},"a_b":2}'), entry(10, a, '{"a":{"b":3},"a_b":2}')];
	const [nested, flat] = lineFields({line: entries[0]!.line, labels: {}}).map(field => ({...field, isNot: false}));
	assert.deepEqual(seconds(await read({service: 'payment', filters: [nested!, flat!]}, {entries})), [20]);
});

test('a field that a label has the name of is asked for beside the label', async () => {
	const inLine = lineFields({line: written[2]!.line, labels: a}).find(({name, from}) => name === 'pod' && from === 'logfmt');
	assert.deepEqual(await kept({...inLine!, isNot: false}), [70]);
	assert.deepEqual(await kept({...inLine!, isNot: true}), [90, 80, 60]);
});

test('a field may have the name of a word of LogQL', async () => {
	const entries = [entry(20, a, '{"on":1,"By":"me"}'), entry(10, a, 'json=1 drop=2')];
	for (const [index, {line}] of entries.entries()) {
		for (const field of lineFields({line, labels: {}})) {
			const found = await read({service: 'payment', filters: [{...field, isNot: false}]}, {entries});
			assert.deepEqual(seconds(found), [20 - (index * 10)], field.name);
		}
	}
});

test('a value is asked for by what is shown of it', async () => {
	assert.deepEqual(await kept({
		name: 'odd', value: 'a    b', from: 'label', label: 'odd', expression: '', isNot: false,
	}), [60]);
});

test('a label that every stream has narrows the streams that are read; others are filters of their lines', async () => {
	const {query} = await read({service: 'payment', filters: [by('pod', 0), by('version', 0, true), by('order.id', 0)]});
	assert.equal(query, '{namespace="production", service_name="payment", pod="a"} | version!="1.41.0" | json order_id="order.id" | order_id="5" | drop order_id, __error__, __error_details__');
	const some = await read({service: 'payment', filters: [by('pod', 0)]}, {entries: [...written, entry(40, own, 'of no pod')]});
	assert.equal(some.query, '{namespace="production", service_name="payment"} | pod="a"');
});

test('what is filtered by leaves no labels behind, so that a trace stays with its message', async () => {
	const {entries} = await read({service: 'payment', filters: [by('order.id', 0, true)]});
	assert.deepEqual(entries.map(({labels}) => Object.keys(labels).filter(name => name.startsWith('__') || name.startsWith('order'))), [[], [], []]);
});

test('older lines, and the errors among them, are of the same filter, and the count is too', async () => {
	const entries = Array.from({length: 1000}, (_, index) => entry(800 - (index / 2), index % 2 === 0 ? a : b, `level=${index % 10 < 5 ? 'error' : 'info'} index=${index}`, {detected_level: index % 10 < 5 ? 'error' : 'info'}));
	const view = await read({service: 'payment', filters: [by('pod', 0)]}, {entries, older: true});
	assert.equal(view.total, 500);
	assert.ok(view.entries.length > 400);
	assert.ok(view.entries.every(({labels}) => labels.pod === 'a'));
});

test('the lines of a trace are filtered, of all services', async () => {
	const trace = {id: '6f2a7e4c8f06c7aa', timeMs: nowMs - 60_000};
	assert.deepEqual(seconds(await read({service: 'payment', trace})), [60, 50]);
	assert.deepEqual(seconds(await read({service: 'payment', trace, filters: [by('pod', 3, true)]})), [50]);
});
