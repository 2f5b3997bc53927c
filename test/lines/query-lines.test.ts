import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLogViews, type LogViews} from '../../source/lines/log-views.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {Scope} from '../../source/loki/types.js';
import {logViewKey, type LogView} from '../../source/store/state.js';
import {createStore} from '../../source/store/store.js';
import type {AskedQuery, FieldFilter, LinesSource} from '../../source/store/view-state.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {stateAfter} from '../helpers/states.js';
import {entry, nowMs, startLoki} from '../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

const of = (service: string, namespace = 'production') => ({namespace, service_name: service});
const hour = 3_600_000;

type Opened = {
	readonly view: (source: LinesSource) => LogView | undefined;
	readonly views: LogViews;
};

/** Asks a Loki with these lines. */
async function onLoki(entries: readonly SandboxEntry[], use: (opened: Opened) => Promise<void>, watched = scope): Promise<void> {
	const loki = await startLoki();
	const store = createStore(stateAfter({type: 'pattern-hidden', service: 'payment', template: 'paid <*>'}));
	try {
		loki.push(entries);
		const views = createLogViews({
			client: createLokiClient({url: loki.url}), settings: {url: loki.url}, scope: () => watched, store, now: () => nowMs, signal: new AbortController().signal,
		});
		await use({views, view: source => store.getState().logs.get(logViewKey(source))});
	} finally {
		store.close();
		await loki.close();
	}
}

const asked = (text: string, change: Partial<AskedQuery> = {}): AskedQuery => ({text, rangeMs: hour, ...change});
const textsOf = (view: LogView | undefined) => view?.entries.map(({line}) => line);

test('a query shows the lines that it finds, over its own time, and none of them is hidden', async () => {
	await onLoki([entry(5400, of('payment'), 'paid 1'), entry(60, of('payment'), 'paid 2'), entry(30, of('checkout'), 'paid 3')], async ({views, view}) => {
		const source: LinesSource = {service: 'payment', query: asked('{service_name="payment"} |= "paid"')};
		await views.open(source);
		assert.deepEqual(textsOf(view(source)), ['paid 2']);
		assert.deepEqual([view(source)?.total, view(source)?.startMs, view(source)?.hidden], [1, nowMs - hour, undefined]);
		await views.readMore(source, 'older', {onlyErrors: false});
		assert.deepEqual(textsOf(view(source)), ['paid 1', 'paid 2']);
		const before: LinesSource = {service: '', query: asked('{namespace="production"}', {endMs: nowMs - hour})};
		await views.open(before);
		assert.deepEqual(textsOf(view(before)), ['paid 1']);
		assert.notEqual(logViewKey(before), logViewKey({...before, query: asked('{namespace="production"}')}));
	});
});

test('a query may leave what is watched, and the view says so', async () => {
	await onLoki([entry(40, of('payment', 'staging'), 'before'), entry(30, of('payment', 'staging'), 'staged'), entry(20, of('payment', 'staging'), 'after'), entry(30, of('payment'), 'live')], async ({views, view}) => {
		const query = asked('{service_name="payment"} |= "staged"');
		await views.open({service: 'payment', query});
		const found = view({service: 'payment', query});
		assert.deepEqual(textsOf(found), ['staged']);
		assert.equal(found?.isBeyond, true);
		const around: LinesSource = {service: 'payment', query, around: found.entries[0]!};
		await views.open(around);
		assert.deepEqual(textsOf(view(around)), ['before', 'staged', 'after'], 'its neighbours are of its own stream');
		const within: LinesSource = {service: 'payment', query: asked('{namespace="production"}')};
		await views.open(within);
		assert.equal(view(within)?.isBeyond, undefined);
	});
});

test('lines that a parser cannot read are counted with the others', async () => {
	await onLoki([entry(30, of('payment'), '{"status":500}'), entry(20, of('payment'), 'no json')], async ({views, view}) => {
		const source: LinesSource = {service: 'payment', query: asked('{service_name="payment"} | json')};
		await views.open(source);
		assert.deepEqual([view(source)?.entries.length, view(source)?.total, view(source)?.trouble], [2, 2, undefined]);
	});
});

const many = (level: (index: number) => string): readonly SandboxEntry[] => Array.from({length: 1000}, (_, index) => entry(1000 - (index / 2), of('payment'), `level=${level(index)} msg="number ${index}"`));

test('where a query finds more than is shown, its errors come first, as far as something tells them', async () => {
	const entries = many(index => index < 10 ? 'error' : 'info');
	await onLoki(entries, async ({views, view}) => {
		const source: LinesSource = {service: 'payment', query: asked('{service_name="payment"}')};
		await views.open(source);
		assert.deepEqual([view(source)?.entries.length, view(source)?.isErrorsFirst, view(source)?.total], [300, true, 1000]);
		assert.match(textsOf(view(source))?.[0] ?? '', /level=error/);
		const formatted: LinesSource = {service: 'payment', query: asked('{service_name="payment"} | logfmt | line_format "{{.msg}}"')};
		await views.open(formatted);
		const shown = view(formatted);
		assert.deepEqual([shown?.entries.length, shown?.isErrorsFirst, shown?.entries.at(-1)?.line], [300, false, 'number 999']);
		assert.ok(shown!.startMs > nowMs - hour, 'the window is that of the lines that are here');
		assert.ok(shown!.total! >= 300);
		assert.ok(shown!.total! <= 301);
	});
	const own: Scope = {...scope, errorFilters: {stageOf: () => '|= "number 7"', groups: () => new Map([['|= "number 7"', ['payment']]])}};
	await onLoki(entries, async ({views, view}) => {
		const ofAny: LinesSource = {service: '', query: asked('{namespace="production"}')};
		await views.open(ofAny);
		assert.equal(view(ofAny)?.isErrorsFirst, false, 'whose errors they are, nobody knows');
	}, own);
});

const orderOf = (value: string, isNot = false): FieldFilter => ({
	name: 'order', value, from: 'json', label: 'order', expression: 'order', isNot,
});

test('filters, levels and search go into the query behind what was typed', async () => {
	await onLoki([entry(30, of('payment'), '{"order":"1"}'), entry(20, of('payment'), '{"order":"2"}')], async ({views, view}) => {
		const source: LinesSource = {service: 'payment', query: asked('{service_name="payment"}'), filters: [orderOf('1')]};
		await views.open(source);
		assert.deepEqual(textsOf(view(source)), ['{"order":"1"}']);
		const shown = views.query(source, {leastLevel: 'error', search: 'order'});
		assert.match(shown?.query ?? '', /^\{service_name="payment"\} \| json order="order" \| order="1" \| drop .* \| detected_level=~".*" \|~ "\(\?i\)order"$/);
		assert.deepEqual(shown?.unsaid, []);
	});
});

test('a query that Loki does not take says where', async () => {
	await onLoki([], async ({views, view}) => {
		const source: LinesSource = {service: '', query: asked('{service_name="payment"} |= ')};
		await views.open(source);
		assert.equal(view(source)?.status, 'failed');
		assert.ok((view(source)?.trouble?.place?.column ?? 0) > 20, JSON.stringify(view(source)?.trouble));
	});
});
