import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLogViews} from '../../source/lines/log-views.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {Scope} from '../../source/loki/types.js';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {logViewKey, type LogView} from '../../source/store/state.js';
import {createStore} from '../../source/store/store.js';
import type {LinesSource} from '../../source/store/view-state.js';
import {stateAfter} from '../helpers/states.js';
import {until} from '../helpers/until.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};
const payment: LinesSource = {service: 'payment'};

const endings: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const end of endings.splice(0)) {
		await end();
	}
});

let lastNs = 0n;

/** A line of now, each later than the one before. */
function entryNow(line: string, service = 'payment', metadata?: Readonly<Record<string, string>>): SandboxEntry {
	const nowNs = BigInt(Date.now()) * 1_000_000n;
	lastNs = nowNs > lastNs ? nowNs : lastNs + 1n;
	return {
		labels: {namespace: 'production', service_name: service}, timeNs: lastNs, line, ...metadata && {metadata},
	};
}

async function followed(source: LinesSource = payment, lines: readonly SandboxEntry[] = []) {
	const loki = await startSandboxLoki();
	loki.push(lines);
	// A line of this very millisecond is not among those that are read: the tail brings it.
	await until(() => BigInt(Date.now()) * 1_000_000n > lastNs, 'the next millisecond');
	const store = createStore(stateAfter());
	const stopping = new AbortController();
	const views = createLogViews({
		client: createLokiClient({url: loki.url}), settings: {url: loki.url}, scope: () => scope, store, now: Date.now, signal: stopping.signal,
	});
	const view = (): LogView | undefined => store.getState().logs.get(logViewKey(source));
	const texts = (): readonly string[] => view()?.entries.map(({line}) => line) ?? [];
	const opened = views.open(source);
	const following = views.follow(source);
	await opened;
	endings.push(async () => {
		stopping.abort();
		await following;
		store.close();
		await loki.close();
	});
	const whether = async (isSo: (view: LogView | undefined) => boolean) => until(() => isSo(view()), () => JSON.stringify({live: view()?.live, lines: texts()}));
	await whether(now => now?.live?.status === 'live');
	return {
		loki, views, view, texts, whether, following,
	};
}

test('new lines come in behind those that were read, sanitised as they are, and the window grows', async () => {
	const {loki, view, texts, whether} = await followed(payment, [entryNow('one')]);
	const {endMs} = view()!;
	loki.push([entryNow('level=error msg="\u{1B}]0;title\u{7}two"'), entryNow('of another', 'cart')]);
	await whether(() => texts().length === 2);
	assert.deepEqual(view()?.heads.map(({level}) => level), ['unknown', 'error']);
	assert.ok(!texts()[1]!.includes('\u{1B}'));
	assert.equal(view()?.total, 2);
	assert.ok(view()!.endMs > endMs);
});

test('level and trace of a line that has them beside its text come with it', async () => {
	const {loki, view, texts, whether} = await followed();
	loki.push([entryNow('pool is empty', 'payment', {level: 'error', trace_id: 'ffc8ca7e4c8f06c7'})]);
	await whether(() => texts().length === 1);
	assert.equal(view()?.entries[0]?.labels.trace_id, 'ffc8ca7e4c8f06c7');
	assert.equal(view()?.heads[0]?.level, 'error');
});

test('where the lines of a pattern are shown by its words, those that come in are too', async () => {
	const source: LinesSource = {service: 'payment', template: 'java.sql.SQLException: Connection is not available, request timed out after <*>ms. <*>'};
	const {loki, view, texts, whether} = await followed(source, [entryNow('Caused by: Connection is not available, request timed out after 3001ms.')]);
	assert.equal(view()?.isByWords, true);
	loki.push([entryNow('Caused by: Connection is not available, request timed out after 3002ms.'), entryNow('all is well')]);
	await whether(() => texts().length === 2);
	assert.match(texts()[1]!, /3002ms/);
});

test('several services come as one timeline', async () => {
	const source: LinesSource = {service: 'payment', services: ['payment', 'checkout']};
	const {loki, view, texts, whether} = await followed(source, [entryNow('c0', 'checkout'), entryNow('p0'), entryNow('x0', 'cart')]);
	assert.deepEqual(texts(), ['c0', 'p0']);
	loki.push([entryNow('p1'), entryNow('x1', 'cart'), entryNow('c1', 'checkout'), entryNow('p2')]);
	await whether(() => texts().length === 5);
	assert.deepEqual(texts(), ['c0', 'p0', 'p1', 'c1', 'p2']);
	assert.deepEqual(view()?.entries.map(({labels}) => labels[view()?.serviceLabel ?? '']), ['checkout', 'payment', 'payment', 'checkout', 'payment']);
});

test('a list that is held stands still and counts, and then goes on with all that came', async () => {
	const {loki, views, view, texts, whether} = await followed();
	views.hold(payment);
	await whether(now => now?.live?.isHeld === true);
	loki.push(Array.from({length: 312}, (_, index) => entryNow(`l${index}`)));
	await whether(now => now?.live?.waiting === 312);
	assert.deepEqual(texts(), []);
	views.hold(payment);
	await whether(() => texts().length === 312);
	assert.deepEqual([view()?.live?.waiting, view()?.live?.leftOut, view()?.live?.isHeld], [0, 0, false]);
});

test('a flood is sampled, and the view says how much of it is shown', async () => {
	const {loki, view, whether} = await followed();
	for (let batch = 0; batch < 5; batch++) {
		loki.push(Array.from({length: 1000}, (_, index) => entryNow(`l${batch}-${index}`)));
	}

	await whether(now => (now?.entries.length ?? 0) + (now?.live?.leftOut ?? 0) === 5000);
	assert.ok(view()!.live!.leftOut > 1000);
	assert.equal(view()?.total, 5000);
});

test('what came in while the view was read anew is still there', async () => {
	const {loki, views, texts, whether} = await followed(payment, [entryNow('one')]);
	const reading = views.open(payment);
	loki.push([entryNow('two')]);
	await reading;
	await whether(() => texts().includes('two'));
	assert.deepEqual(texts(), ['one', 'two']);
});

test('a lost connection is said, made again, and the gap is filled', async () => {
	const {loki, view, texts, whether} = await followed(payment, [entryNow('one')]);
	const port = Number(new URL(loki.url).port);
	await loki.close();
	await whether(now => now?.live?.status === 'waiting');
	assert.notEqual(view()?.live?.why, '');
	const again = await startSandboxLoki({port});
	endings.push(again.close);
	again.push([entryNow('one'), entryNow('in the gap')]);
	await whether(() => texts().includes('in the gap'));
	assert.equal(view()?.live?.status, 'live');
	assert.equal(view()?.live?.why, '');
});

test('it ends where the screen is left, and can begin anew at once', async () => {
	const {loki, views, view, texts, whether, following} = await followed();
	views.unfollow(payment);
	const again = views.follow(payment);
	await following;
	await whether(now => now?.live?.status === 'live');
	loki.push([entryNow('after')]);
	await whether(() => texts().includes('after'));
	views.unfollow(payment);
	await again;
	assert.equal(view()?.live, undefined);
	loki.push([entryNow('nobody looks')]);
	await views.readMore(payment, 'newer', {onlyErrors: false});
	assert.deepEqual(texts(), ['after', 'nobody looks']);
});

test('a view that goes to another time is not given what came in before', async () => {
	const {loki, views, view, texts, following} = await followed(payment, [entryNow('one')]);
	loki.push(Array.from({length: 50}, (_, index) => entryNow(`l${index}`)));
	views.unfollow(payment);
	await views.open(payment, {atMs: Date.now() - 7_200_000});
	await following;
	assert.deepEqual(texts(), []);
	assert.equal(view()?.live, undefined);
});

test('of two questions for a view the answer to the later one stays', async () => {
	const {views, texts, whether} = await followed(payment, [entryNow('one')]);
	views.unfollow(payment);
	await whether(now => now?.live === undefined);
	await Promise.all([views.open(payment, {atMs: Date.now() - 7_200_000}), views.open(payment)]);
	assert.deepEqual(texts(), ['one']);
});
