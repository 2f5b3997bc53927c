import assert from 'node:assert/strict';
import {once} from 'node:events';
import {afterEach, test} from 'node:test';
import {
	freshOf,
	maxHeldLines,
	mostHeldLines,
	withNewer,
	withOlder,
} from '../../source/lines/held-lines.js';
import {headsOf} from '../../source/lines/line-heads.js';
import {createLogViews} from '../../source/lines/log-views.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {LogEntry, Scope, TimeRange} from '../../source/loki/types.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {logViewKey, type LogView} from '../../source/store/state.js';
import {lineCursor} from '../../source/store/selectors/log-view.js';
import {createStore} from '../../source/store/store.js';
import type {LinesSource} from '../../source/store/view-state.js';
import {logHead} from '../../source/ui/screens/lines/log-rows.js';
import {stateAfter} from '../helpers/states.js';
import {entry, nowMs, startLoki} from '../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};
const own = {namespace: 'production', service_name: 'payment'};
const payment: LinesSource = {service: 'payment'};

const endings: Array<() => Promise<void>> = [];
afterEach(async () => {
	await Promise.all(endings.splice(0).map(async end => end()));
});

/** Views of a Loki that holds these lines, at a time that the test sets. */
async function viewsOf(lines: readonly SandboxEntry[]) {
	const loki = await startLoki({now: () => nowMs + 3_600_000});
	loki.push(lines);
	const clock = {nowMs};
	const store = createStore(stateAfter());
	endings.push(async () => {
		store.close();
		await loki.close();
	});
	const client = createLokiClient({url: loki.url});
	const asked: TimeRange[] = [];
	/** What the next question for lines waits for, one each. */
	const holds: Array<Promise<unknown>> = [];
	const views = createLogViews({
		client: {
			...client,
			async queryLogs(query, options) {
				asked.push(query.range);
				await holds.shift();
				return client.queryLogs(query, options);
			},
		},
		settings: {url: loki.url}, scope: () => scope, store, now: () => clock.nowMs, signal: new AbortController().signal,
	});
	return {
		loki,
		clock,
		views,
		asked,
		holds,
		view(source = payment): LogView {
			const view = store.getState().logs.get(logViewKey(source));
			assert.ok(view);
			return view;
		},
		notice: () => store.getState().notice?.text,
	};
}

const info = (secondsAgo: number, name: string): SandboxEntry => entry(secondsAgo, own, `level=info msg="${name}"`);
const error = (secondsAgo: number, name: string): SandboxEntry => entry(secondsAgo, own, `level=error msg="${name}"`);
const named = ({entries}: LogView): readonly string[] => entries.map(({line}) => /msg="([^"]*)"/.exec(line)?.[1] ?? line);
const seconds = (fromMs: number, toMs: number): string => `${(nowMs - fromMs) / 1000} to ${(nowMs - toMs) / 1000}`;

test('a window with more lines than are shown holds all of its errors, then its newest lines, and says so', async () => {
	const {views, view} = await viewsOf([...Array.from({length: 800}, (_, index) => info(800 - index, `i${index}`)), error(750, 'first'), error(400, 'second')]);
	await views.open(payment);
	assert.deepEqual(named(view()).slice(0, 3), ['first', 'second', 'i502']);
	assert.equal(view().entries.length, 300);
	assert.equal(logHead(view()), '300 of 802 lines, errors first');
	assert.equal(seconds(view().startMs, view().endMs), '900 to 0');
	assert.equal(view().heads.length, 300);
});

test('where a window has more errors than are shown it begins later, and holds every error from there on', async () => {
	const lines = Array.from({length: 800}, (_, index) => index % 3 === 0 ? error(800 - index, `e${index}`) : info(800 - index, `i${index}`));
	const {views, view} = await viewsOf(lines);
	await views.open(payment);
	const startSeconds = (nowMs - view().startMs) / 1000;
	const errors = named(view()).filter(name => name.startsWith('e'));
	assert.deepEqual(errors, Array.from({length: 267}, (_, index) => `e${index * 3}`).filter(name => 800 - Number(name.slice(1)) <= startSeconds));
	assert.ok(errors.length >= 149);
	assert.ok(view().entries.length <= 300);
	assert.equal(view().total, Math.floor(startSeconds));
});

test('where nearly all lines are errors the newest lines are shown as they came', async () => {
	const {views, view} = await viewsOf(Array.from({length: 800}, (_, index) => index % 5 === 0 ? info(800 - index, `i${index}`) : error(800 - index, `e${index}`)));
	await views.open(payment);
	assert.equal(named(view()).length, 300);
	assert.equal(logHead(view()), '300 of 300 lines');
	assert.equal(seconds(view().startMs, view().endMs), '299.999 to 0');
});

test('older lines come one window after the other, each line once, as far back as there are any', async () => {
	const {views, view, notice} = await viewsOf(Array.from({length: 1000}, (_, index) => info(2000 - index, `i${index}`)));
	await views.open(payment);
	assert.deepEqual(named(view()), []);
	for (let page = 0; page < 4; page++) {
		await views.readMore(payment, 'older', {onlyErrors: false});
	}

	assert.deepEqual(named(view()), Array.from({length: 1000}, (_, index) => `i${index}`));
	assert.equal(view().firstRow, -1000);
	assert.equal(logHead(view()), '1,000 of 1,000 lines');
	assert.ok((nowMs - view().startMs) / 1000 >= 2000);
	await views.readMore(payment, 'older', {onlyErrors: false});
	assert.equal(notice(), 'no older line was found before these');
	assert.equal(view().entries.length, 1000);
});

for (const side of ['older', 'newer'] as const) {
	test(`${side} lines that come after the view was read anew are not joined to it, and those asked for since are`, async () => {
		const {views, view, holds} = await viewsOf(Array.from({length: 1000}, (_, index) => info(11_000 - (index * 10), `i${index}`)));
		const atMs = nowMs - 5_000_000;
		await views.open(payment, {atMs});
		const [slow, quick] = [new EventTarget(), new EventTarget()];
		holds.push(once(slow, 'open'));
		const stale = views.readMore(payment, side, {onlyErrors: false});
		await views.open(payment, {atMs: side === 'older' ? nowMs - 2_000_000 : nowMs - 8_000_000});
		const before = view();
		holds.push(once(quick, 'open'));
		const fresh = views.readMore(payment, side, {onlyErrors: false});
		slow.dispatchEvent(new Event('open'));
		await stale;
		assert.deepEqual(view().entries, before.entries);
		assert.equal(view().reading, side);
		quick.dispatchEvent(new Event('open'));
		await fresh;
		assert.equal(view().reading, undefined);
		assert.ok(view().entries.length > before.entries.length);
		const numbers = named(view()).map(name => Number(name.slice(1)));
		const [first = 0] = numbers;
		assert.deepEqual(numbers, numbers.map((_, index) => first + index), 'there is a gap in the view');
	});
}

test('where the last hours have no line, a day is looked through, and no hour of it twice', async () => {
	for (const onlyErrors of [false, true]) {
		const {views, view, asked} = await viewsOf([error(72_000, 'old'), info(60, 'new')]);
		await views.open(payment);
		const edgeMs = view().startMs;
		asked.length = 0;
		await views.readMore(payment, 'older', {onlyErrors});
		assert.deepEqual(named(view()), ['old', 'new']);
		assert.deepEqual(asked.map(({startMs, endMs}) => [edgeMs - startMs, edgeMs - endMs + 1]), [[1, 0], [6, 1], [24, 6]].map(hours => hours.map(hour => hour * 3_600_000)));
	}
});

test('where more lines were written in one millisecond than can be read, the window ends there', async () => {
	const {views, view} = await viewsOf([info(2000, 'older'), ...Array.from({length: 5200}, (_, index) => info(1000, `i${index}`))]);
	await views.open(payment);
	for (let page = 0; page < 3; page++) {
		await views.readMore(payment, 'older', {onlyErrors: false});
	}

	assert.equal(view().entries.length, 5000);
	assert.equal(seconds(view().startMs, view().endMs), '999.999 to 0');
});

test('newer lines come behind those that are there, what came in late among them', async () => {
	const {views, view, loki, clock, notice} = await viewsOf([info(60, 'one'), info(30, 'two')]);
	await views.open(payment);
	await views.readMore(payment, 'newer', {onlyErrors: false});
	assert.equal(notice(), 'no newer line yet; r asks again for all');
	loki.push([info(20, 'late'), ...Array.from({length: 400}, (_, index) => info(-1 - (index / 100), `n${index}`))]);
	clock.nowMs = nowMs + 10_000;
	await views.readMore(payment, 'newer', {onlyErrors: false});
	await views.readMore(payment, 'newer', {onlyErrors: false});
	assert.deepEqual(named(view()), ['one', 'two', 'late', ...Array.from({length: 400}, (_, index) => `n${index}`)]);
	assert.equal(view().endMs, clock.nowMs);
	assert.equal(view().total, 403);
});

test('more lines in one millisecond than are read at once are read all the same', async () => {
	const {views, view} = await viewsOf(Array.from({length: 1200}, (_, index) => info(1000, `i${index}`)));
	await views.open(payment);
	for (let page = 0; page < 3; page++) {
		await views.readMore(payment, 'older', {onlyErrors: false});
	}

	assert.equal(new Set(named(view())).size, 1200);
	assert.equal(view().entries.length, 1200);
});

test('where only errors are shown, only errors are read on, and the window still counts all lines', async () => {
	const {views, view} = await viewsOf([...Array.from({length: 500}, (_, index) => info(1500 - index, `i${index}`)), error(1400, 'old'), error(100, 'new')]);
	await views.open(payment);
	await views.readMore(payment, 'older', {onlyErrors: true});
	assert.deepEqual(named(view()), ['old', 'new']);
	assert.equal(logHead(view()), '2 of 502 lines, errors first');
});

test('at a time the lines just before and after it are read, none of those between left out, and scrolling goes on from there', async () => {
	const {views, view} = await viewsOf(Array.from({length: 1000}, (_, index) => info(3000 - index, `i${index}`)));
	await views.open(payment, {atMs: nowMs - 2_500_000});
	assert.deepEqual(named(view()), Array.from({length: 300}, (_, index) => `i${index + 350}`));
	assert.equal(named(view())[lineCursor(view(), [...view().entries.keys()], Number.MAX_SAFE_INTEGER)], 'i500');
	assert.equal(logHead(view()), '300 of 300 lines');
	await views.readMore(payment, 'older', {onlyErrors: false});
	await views.readMore(payment, 'newer', {onlyErrors: false});
	await views.readMore(payment, 'newer', {onlyErrors: false});
	assert.deepEqual(named(view()), Array.from({length: 949}, (_, index) => `i${index + 51}`));
	await views.open(payment, {atMs: nowMs - 600_000});
	assert.equal(named(view()).length, 150);
	assert.equal(seconds(view().startMs, view().endMs).endsWith(' to 0'), true);
});

test('the lines around one line go on in its stream alone', async () => {
	const labels = {...own, pod: 'a'};
	const {views, view} = await viewsOf(Array.from({length: 400}, (_, index) => [entry(400 - index, labels, `a${index}`), entry(400 - index, {...own, pod: 'b'}, `b${index}`)]).flat());
	const source: LinesSource = {service: 'payment', around: {timeMs: nowMs - 200_000, line: 'a200', labels}};
	await views.open(source);
	await views.readMore(source, 'older', {onlyErrors: false});
	await views.readMore(source, 'newer', {onlyErrors: false});
	assert.deepEqual(view(source).entries.map(({line}) => line), Array.from({length: 400}, (_, index) => `a${index}`));
	assert.equal(view(source).entries[view(source).anchor ?? -1]?.line, 'a200');
});

const held = (count: number, fromMs: number): readonly LogEntry[] => Array.from({length: count}, (_, index) => ({
	timeMs: fromMs + index, timeNs: `${fromMs + index}000000`, line: 'x', labels: {},
}));

test('a line that a tail has sent is not shown again where a query knows more of it', () => {
	const told: LogEntry = {
		timeMs: nowMs, timeNs: `${nowMs}000000`, line: 'x', labels: {pod: 'a'},
	};
	const asked = {...told, labels: {pod: 'a', detected_level: 'info'}};
	const ofAnother = {...told, labels: {pod: 'b', detected_level: 'info'}};
	assert.deepEqual(freshOf([told], [asked, ofAnother]), [ofAnother]);
	assert.deepEqual(freshOf([asked], [told]), []);
});

test('what is held has an end: the far side goes, and the window and the cursor go with it', () => {
	const entries = held(mostHeldLines, nowMs);
	const endMs = nowMs + mostHeldLines;
	const view: LogView = {
		status: 'ready', entries, heads: headsOf(entries), total: mostHeldLines, startMs: nowMs, endMs, trouble: undefined,
	};
	const gone = mostHeldLines + 10 - maxHeldLines;
	const older = withOlder(view, {entries: held(10, nowMs - 10), untilMs: nowMs - 10, isErrorsOnly: false});
	assert.deepEqual([older.entries.length, older.heads.length, older.firstRow, older.startMs, older.endMs], [maxHeldLines, maxHeldLines, -10, nowMs - 10, nowMs - 10 + maxHeldLines]);
	const newer = withNewer(view, {entries: held(10, endMs), untilMs: endMs + 10, isErrorsOnly: false});
	assert.deepEqual([newer.entries.length, newer.heads.length, newer.firstRow, newer.startMs, newer.endMs], [maxHeldLines, maxHeldLines, gone, nowMs + gone, endMs + 10]);
});

test('a line that comes late stands where it was written, and a frame belongs to the message before it', () => {
	const of = (timeMs: number, line: string): LogEntry => ({
		timeMs, timeNs: `${timeMs}000000`, line, labels: {},
	});
	const entries = [of(nowMs, 'one'), of(nowMs + 20, 'level=error msg=three')];
	const view: LogView = {
		status: 'ready', entries, heads: headsOf(entries), total: 2, startMs: nowMs, endMs: nowMs + 30, trouble: undefined,
	};
	const grown = withNewer(view, {entries: [of(nowMs + 10, 'two'), of(nowMs + 20, 'level=error msg=three'), of(nowMs + 21, '\tat com.acme.Pool.take(Pool.java:7)')], untilMs: nowMs + 40, isErrorsOnly: false});
	assert.deepEqual(grown.entries.map(({line}) => line.trim()), ['one', 'two', 'level=error msg=three', 'at com.acme.Pool.take(Pool.java:7)']);
	assert.deepEqual(grown.heads.map(({message, eventLevel}) => [message.trim(), eventLevel]), [['one', 'unknown'], ['two', 'unknown'], ['three', 'error'], ['at com.acme.Pool.take(Pool.java:7)', 'error']]);
});
