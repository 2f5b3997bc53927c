import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createQueryIntents} from '../../../source/commands/watch/query-intents.js';
import {createLogViews} from '../../../source/lines/log-views.js';
import {createLokiClient} from '../../../source/loki/client.js';
import type {Scope} from '../../../source/loki/types.js';
import {isViewAction} from '../../../source/store/reducer.js';
import {answerKey} from '../../../source/store/query.js';
import {logViewKey} from '../../../source/store/state.js';
import type {Intent} from '../../../source/ui/intents.js';
import {effectsInField, effectsOfPaste} from '../../../source/ui/keys/field-keys.js';
import {effectsOfKey} from '../../../source/ui/keys/key-table.js';
import {sourceOf} from '../../../source/ui/screens/lines/state.js';
import {currentScreen} from '../../../source/ui/screens/registry.js';
import {createScreenStore, type ScreenStore} from '../../../source/ui/screens/screen-store.js';
import {judged, minutesOf, stateAfter} from '../../helpers/states.js';
import {until} from '../../helpers/until.js';
import {entry, nowMs, startLoki} from '../../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

type Prompt = {
	readonly store: ScreenStore;
	/** Presses keys; a name of several letters that is no key is typed. */
	readonly press: (...names: readonly string[]) => void;
	readonly paste: (text: string) => void;
	readonly text: () => string | undefined;
	readonly asked: readonly string[];
	readonly said: readonly string[];
};

const keys: ReadonlySet<string> = new Set(['enter', 'esc', 'tab', 'up', 'down', 'left', 'right', 'home', 'end', 'space']);

/** A prompt over a Loki with a few lines. */
async function onPrompt(use: (prompt: Prompt) => Promise<void>, {isKnown = true, earlier = []}: {readonly isKnown?: boolean; readonly earlier?: readonly string[]} = {}): Promise<void> {
	const loki = await startLoki();
	const ending = new AbortController();
	const said: string[] = [];
	const asked: string[] = [];
	let handle = (_intent: Intent): void => undefined;
	const store = createScreenStore(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42], cart: [120, 0]})}, judged('payment'), {type: 'clock-ticked', nowMs}), intent => {
		handle(intent);
	});
	try {
		loki.push([
			entry(60, {namespace: 'production', service_name: 'payment', pod: 'p-1'}, 'level=error msg="pool ran out"'),
			entry(30, {namespace: 'production', service_name: 'payment', pod: 'p-2'}, 'level=info msg="paid"'),
			entry(30, {namespace: 'staging', service_name: 'cart', pod: 'c-1'}, 'level=info msg="added"'),
		]);
		const client = createLokiClient({url: loki.url});
		const common = {
			client, scope: () => isKnown ? scope : undefined, store, now: () => nowMs, signal: ending.signal,
		};
		const logViews = createLogViews({...common, settings: {url: loki.url}});
		const queries = createQueryIntents({
			...common,
			logViews,
			say(text) {
				said.push(text);
			},
			history: {
				read: async () => earlier,
				async add(text) {
					asked.push(text);
				},
			},
		});
		handle = intent => {
			switch (intent.type) {
				case 'open-prompt': {
					queries['open-prompt'](intent);
					break;
				}

				case 'complete-query': {
					queries['complete-query'](intent);
					break;
				}

				case 'ask-query': {
					queries['ask-query'](intent);
					break;
				}

				case 'open-query': {
					void queries['open-query'](intent);
					break;
				}

				case 'open-lines': {
					void logViews.open(intent.source);
					break;
				}

				default: {
					break;
				}
			}
		};

		const perform = (effects: ReturnType<typeof effectsOfKey>) => {
			for (const effect of effects) {
				if (isViewAction(effect)) {
					store.dispatch(effect);
				} else {
					handle(effect);
				}
			}
		};

		await use({
			store,
			said,
			asked,
			text: () => store.getState().view.field?.text,
			press(...names) {
				for (const name of names) {
					const state = store.getState();
					const isKey = keys.has(name) || name.startsWith('ctrl-');
					perform(state.view.field ? effectsInField({name: isKey ? name : undefined, input: isKey ? '' : name}, state.view.field, state) : effectsOfKey(name, state, {pageRows: 10, contentRows: 10}));
				}
			},
			paste(text) {
				const state = store.getState();
				perform(effectsOfPaste(text, state.view.field!, state));
			},
		});
	} finally {
		ending.abort();
		store.close();
		await loki.close();
	}
}

test('the prompt begins with what is under the cursor, wherever it is opened', async () => {
	await onPrompt(async ({press, text, store}) => {
		press(':');
		assert.equal(text(), '{namespace="production", service_name="payment"} ');
		press('esc', 'enter', ':');
		assert.equal(text(), '{namespace="production", service_name="payment"} ');
		press('esc', 'l');
		await until(() => [...store.getState().logs.values()][0]?.status === 'ready', () => 'lines');
		press('+', '+', '+', '+', ':');
		assert.match(text() ?? '', /^\{namespace="production", service_name="payment"\} \| detected_level=~".*" $/, 'what Y copies');
	});
});

test('a query for lines opens a view of them, and the next one takes its place', async () => {
	await onPrompt(async ({press, store, asked, text}) => {
		press(':', '|= "pool"', 'enter');
		const screen = currentScreen(store.getState().view);
		assert.equal(screen.type, 'lines');
		assert.strictEqual(screen.type, 'lines');
		assert.deepEqual([screen.service, screen.query?.text, screen.query?.rangeMs], ['payment', '{namespace="production", service_name="payment"} |= "pool"', 3_600_000]);
		await until(() => store.getState().logs.get(logViewKey(screen))?.status === 'ready', () => 'lines');
		assert.deepEqual(store.getState().logs.get(logViewKey(sourceOf(screen)))?.entries.map(({line}) => line), ['level=error msg="pool ran out"']);
		press(':');
		assert.equal(text(), '{namespace="production", service_name="payment"} |= "pool" ');
		press('ctrl-u', '{service_name=~".+"}', 'enter');
		assert.deepEqual(store.getState().view.screens.map(({type}) => type), ['overview', 'lines']);
		assert.equal(asked.length, 2);
		press('esc');
		assert.equal(currentScreen(store.getState().view).type, 'overview');
	});
});

test('a query for numbers opens their chart; its range and its query can be changed there', async () => {
	await onPrompt(async ({press, store, text}) => {
		press(':', 'ctrl-u', 'sum by (service_name) (count_over_time({namespace=~".+"}[5m]))', 'enter');
		const screen = currentScreen(store.getState().view);
		assert.strictEqual(screen.type, 'query');
		await until(() => store.getState().answers.get(answerKey(screen.query))?.status === 'ready', () => 'numbers');
		const answer = store.getState().answers.get(answerKey(screen.query));
		assert.deepEqual([answer?.total, answer?.isBeyond], [2, true]);
		press('3');
		const longer = currentScreen(store.getState().view);
		assert.strictEqual(longer.type, 'query');
		assert.equal(longer.query.rangeMs, 3 * 3_600_000);
		press(':');
		assert.equal(text()?.trim(), screen.query.text);
	});
});

test('what does not parse is not asked: it stays, with the cursor where it is wrong, and says why', async () => {
	await onPrompt(async ({press, store, asked, text}) => {
		press(':', 'ctrl-u', '{service_name="payment"} | jsn x', 'enter');
		const {view, prompt} = store.getState();
		assert.deepEqual([text(), view.field?.cursor, prompt.fault?.at], ['{service_name="payment"} | jsn x', 31, 31]);
		assert.match(prompt.fault?.why ?? '', /^"x" was not expected here/);
		assert.deepEqual(asked, []);
		press('end', 'ctrl-u', 'enter');
		assert.equal(store.getState().prompt.fault?.why, 'it is empty');
		press('{5="a"}', 'enter');
		assert.equal(store.getState().prompt.fault?.why, '"5" was not expected here, only a name or }');
		press('end', 'ctrl-u', '{app="a"}', 'enter');
		assert.equal(currentScreen(store.getState().view).type, 'lines');
	});
});

test('tab completes from Loki once it has answered, and goes through what fits', async () => {
	await onPrompt(async ({press, store, text}) => {
		press(':', 'ctrl-u', '{service_name="payment", pod="', 'tab');
		assert.match(store.getState().prompt.choices?.note ?? '', /^reading values of pod/);
		assert.equal(text(), '{service_name="payment", pod="', 'no key waits');
		await until(() => text() === '{service_name="payment", pod="p-', () => text() ?? '');
		press('tab');
		assert.equal(text(), '{service_name="payment", pod="p-1"');
		press('tab');
		assert.equal(text(), '{service_name="payment", pod="p-2"');
		press('} | js', 'tab');
		assert.equal(text(), '{service_name="payment", pod="p-2"} | json');
		press(' zzz', 'tab');
		assert.equal(store.getState().prompt.choices?.note, 'nothing to complete here');
	});
});

test('names that come once somebody has typed on change nothing in the text', async () => {
	await onPrompt(async ({press, store, text}) => {
		press(':', 'ctrl-u', '{service_name="payment", pod="', 'tab', 'p');
		await until(() => (store.getState().prompt.choices?.items.length ?? 0) > 0, () => 'values');
		assert.equal(text(), '{service_name="payment", pod="p');
	});
});

test('earlier queries come back by up and ctrl-r, those of earlier sessions too', async () => {
	await onPrompt(async ({press, text, store}) => {
		await until(() => store.getState().view.sent.get('query')?.length === 2, () => 'history');
		press(':', 'ctrl-u', '{service_name="cart"}', 'enter', 'esc', ':');
		press('up');
		assert.equal(text(), '{service_name="cart"}');
		press('up');
		assert.equal(text(), 'rate({app="b"}[1m])');
		press('ctrl-r', 'app="a');
		assert.equal(text(), '{app="a"} |= "x"');
	}, {earlier: ['{app="a"} |= "x"', 'rate({app="b"}[1m])']});
});

test('a query of several rows is pasted as one, without its comments', async () => {
	await onPrompt(async ({press, paste, text}) => {
		press(':', 'ctrl-u');
		paste('{service_name="payment"} # ours\n  |= "# no comment"\r\n  | logfmt\n');
		assert.equal(text(), '{service_name="payment"} |= "# no comment" | logfmt');
		press('ctrl-u');
		const startMs = performance.now();
		paste(`{a="${'x\n'.repeat(500_000)}`);
		assert.equal(text()?.length, 4000);
		assert.ok(performance.now() - startMs < 200, `${performance.now() - startMs} ms`);
		press('ctrl-u');
		paste(' |= "x"');
		assert.equal(text(), ' |= "x"');
	});
});

test('before Loki has answered the prompt says why it does not open', async () => {
	await onPrompt(async ({press, text, said}) => {
		press(':');
		assert.equal(text(), undefined);
		assert.match(said[0] ?? '', /Loki has not answered yet/);
	}, {isKnown: false});
});
