import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLogViews} from '../../source/lines/log-views.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {Scope} from '../../source/loki/types.js';
import {lineCursor} from '../../source/store/selectors/log-view.js';
import {logViewKey, type LogView} from '../../source/store/state.js';
import {createStore} from '../../source/store/store.js';
import {logHead} from '../../source/ui/screens/lines/log-rows.js';
import {stateAfter} from '../helpers/states.js';
import {entry, nowMs, startLoki} from '../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};
const own = {namespace: 'production', service_name: 'payment', pod: 'a'};

/** The view of one line and its neighbours, as the screen has it. */
async function readAround(line: {readonly timeMs: number; readonly timeNs?: string; readonly line: string; readonly labels: Readonly<Record<string, string>>}): Promise<LogView | undefined> {
	const loki = await startLoki();
	try {
		loki.push([
			entry(30, own, 'before'),
			entry(20, own, 'twice'),
			entry(20, own, 'the one'),
			entry(20, {...own, pod: 'b'}, 'of another stream'),
			entry(10, own, 'after'),
		]);
		const store = createStore(stateAfter());
		const views = createLogViews({
			client: createLokiClient({url: loki.url}), settings: {url: loki.url}, scope: () => scope, store, now: () => nowMs, signal: new AbortController().signal,
		});
		await views.open({service: 'payment', around: line});
		store.close();
		return store.getState().logs.get(logViewKey({service: 'payment', around: line}));
	} finally {
		await loki.close();
	}
}

const textsOf = (view: LogView | undefined) => view?.entries.map(({line}) => line);

test('a line that is known to the millisecond stands once among what its stream wrote, under the cursor', async () => {
	const view = await readAround({timeMs: nowMs - 20_000, line: 'the one', labels: {pod: 'a', namespace: 'production'}});
	assert.deepEqual(textsOf(view), ['before', 'twice', 'the one', 'after']);
	assert.equal(view?.entries[lineCursor(view, [...view.entries.keys()], Number.MAX_SAFE_INTEGER)]?.line, 'the one');
});

test('a line that Loki has no more stands where it was written', async () => {
	const view = await readAround({timeMs: nowMs - 15_000, line: 'gone', labels: {pod: 'a', namespace: 'production'}});
	assert.deepEqual(textsOf(view), ['before', 'twice', 'the one', 'gone', 'after']);
	assert.equal(view?.entries[view.anchor ?? -1]?.line, 'gone');
});

const refused = 'o.h.SqlExceptionHelper: HikariPool-<*> - Connection is not available, request timed out after <*>ms.';
const advice = 'ErrorAdvice: charge <*> answered <*>. Caused by: HikariPool-<*> - Connection is not available, request timed out after <*>ms.';
const refusedLine = (number: number): string => `2026-11-23 09:59:00.000 ERROR 1 --- [nio-${number}] o.h.SqlExceptionHelper : HikariPool-1 - Connection is not available, request timed out after ${3000 + number}ms.`;
const adviceLine = (number: number): string => `2026-11-23 09:59:00.000 ERROR 1 --- [nio-${number}] ErrorAdvice : charge ${number} answered 503. Caused by: HikariPool-1 - Connection is not available, request timed out after ${3000 + number}ms.`;

/** The lines of a service that writes each line so many times, of one pattern or without hidden ones. */
async function readLines(times: number, {template, hidden = [], atMs}: {readonly template?: string; readonly hidden?: readonly string[]; readonly atMs?: number}): Promise<LogView | undefined> {
	const loki = await startLoki();
	try {
		const labels = {...own, detected_level: 'error'};
		loki.push(Array.from({length: times}, (_, index) => [entry(600 - (index / 10), labels, refusedLine(index)), entry(600 - (index / 10) - 0.03, labels, adviceLine(index))]).flat());
		const store = createStore(stateAfter(...hidden.map(one => ({type: 'pattern-hidden', service: 'payment', template: one} as const))));
		const views = createLogViews({
			client: createLokiClient({url: loki.url}), settings: {url: loki.url}, scope: () => scope, store, now: () => nowMs, signal: new AbortController().signal,
		});
		await views.open({service: 'payment', template}, {atMs});
		store.close();
		return store.getState().logs.get(logViewKey({service: 'payment', template}));
	} finally {
		await loki.close();
	}
}

const headOf = (view: LogView | undefined, template?: string): string => logHead(view, template);

test('the lines of one pattern are of that pattern, whatever other lines quote it', async () => {
	const view = await readLines(50, {template: refused});
	assert.deepEqual(textsOf(view), Array.from({length: 50}, (_, index) => refusedLine(index)));
	assert.equal(headOf(view, refused), '50 of 50 lines');
	const others = await readLines(50, {template: advice});
	assert.equal(others?.entries.length, 50);
});

test('where others quote a pattern and not all was read, the head says of how many lines the list is made', async () => {
	const view = await readLines(800, {template: refused});
	assert.equal(view?.entries.length, 300);
	assert.ok(view.entries.every(({line}) => !line.includes('ErrorAdvice')));
	assert.match(headOf(view, refused), /^300 lines, found in the newest 600 of 1,600 with its words/);
});

test('a hidden pattern hides no other one, and the head says that it is', async () => {
	const view = await readLines(50, {hidden: [refused]});
	assert.deepEqual(textsOf(view), Array.from({length: 50}, (_, index) => adviceLine(index)));
	assert.equal(headOf(view), '50 of 50 lines, 1 pattern hidden');
	assert.equal(headOf(await readLines(10, {hidden: [refused, advice]})), '0 of 0 lines, 2 patterns hidden');
	assert.equal(headOf(await readLines(10, {})), '20 of 20 lines');
});

const byWords = 'java.sql.SQLException: Connection is not available, request timed out after <*>ms. <*>';

test('where no line that was read is of the pattern, those with its words are shown, and the head says so', async () => {
	const view = await readLines(10, {template: byWords});
	assert.equal(view?.entries.length, 20);
	assert.match(headOf(view), /^20 of 20 lines containing these words/);
});

test('the same goes for those around a moment', async () => {
	const view = await readLines(10, {template: byWords, atMs: nowMs - 599_500});
	assert.equal(view?.entries.length, 20);
	assert.match(headOf(view), /^20 of 20 lines containing these words/);
	assert.equal(view.anchor, 10);
	const ofPattern = await readLines(10, {template: refused, atMs: nowMs - 599_500});
	assert.equal(headOf(ofPattern, refused), '10 of 10 lines');
});
