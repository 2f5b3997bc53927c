import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLogViews} from '../../source/investigate/log-views.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {Scope} from '../../source/loki/types.js';
import {lineCursor} from '../../source/store/selectors/log-view.js';
import {logViewKey, type LogView} from '../../source/store/state.js';
import {createStore} from '../../source/store/store.js';
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
			client: createLokiClient({url: loki.url}), scope: () => scope, store, now: () => nowMs, signal: new AbortController().signal,
		});
		await views.openAround('payment', line);
		store.close();
		return store.getState().logs.get(logViewKey('payment', undefined, line));
	} finally {
		await loki.close();
	}
}

const textsOf = (view: LogView | undefined) => view?.entries.map(({line}) => line);

test('a line that is known to the millisecond stands once among what its stream wrote, under the cursor', async () => {
	const view = await readAround({timeMs: nowMs - 20_000, line: 'the one', labels: {pod: 'a', namespace: 'production'}});
	assert.deepEqual(textsOf(view), ['before', 'twice', 'the one', 'after']);
	assert.equal(view?.entries[lineCursor(view, Number.MAX_SAFE_INTEGER)]?.line, 'the one');
});

test('a line that Loki has no more stands where it was written', async () => {
	const view = await readAround({timeMs: nowMs - 15_000, line: 'gone', labels: {pod: 'a', namespace: 'production'}});
	assert.deepEqual(textsOf(view), ['before', 'twice', 'the one', 'gone', 'after']);
	assert.equal(view?.entries[view.anchor ?? -1]?.line, 'gone');
});
