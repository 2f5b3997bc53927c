import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {render} from 'ink-testing-library';
import type {ViewAction} from '../../source/store/actions.js';
import {Help} from '../../source/ui/help.js';
import {isWaitingToAsk} from '../../source/ui/screens/analysis/state.js';
import type {Screen, ScreenAction, UiState} from '../../source/ui/screens/registry.js';
import {reduceState} from '../../source/ui/screens/screen-store.js';
import {analysisOf, turnOf} from '../helpers/reports.js';
import {closeApps, showApp} from '../helpers/show-app.js';
import {
	fleet,
	evidenceOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';
import {until} from '../helpers/until.js';
import {verdictOf} from '../helpers/verdicts.js';

afterEach(closeApps);

test('the overview shows the verdict, the table, the selected service\'s sentence and the keys', async () => {
	const {see} = showApp(fleet);
	const frame = await see('1 of 2 abnormal: payment first at 02:58.');
	assert.match(frame, />!! +payment .*42 .*14x/);
	assert.match(frame, /errors 42\/min vs 3\.1\/min expected \(band 7\), 14x, since 02:58/);
	assert.match(frame, /enter open .*\? help +q quit/);
	assert.equal(frame.split('\n').length, 24);
});

test('a filter works while it is typed, and other keys do nothing meanwhile', async () => {
	const {see, press, intents} = showApp(fleet);
	await see('payment');
	press('/');
	press('cart');
	const frame = await see('filter: cart (1 of 2');
	assert.doesNotMatch(frame, />.* payment/);
	press('q');
	await see('no service matches "cartq"');
	assert.deepEqual(intents, []);
});

test('what is paused stays on the screen while the data goes on', async () => {
	const {see, press, store} = showApp(fleet);
	await see('1 of 2 abnormal');
	press(' ');
	await see('paused');
	store.dispatch({type: 'detected', anomalies: [], expectations: new Map()});
	store.dispatch({type: 'clock-ticked', nowMs: nowMs + 1000});
	press('?');
	await see('Keys here');
	press('?');
	await see('1 of 2 abnormal');
	press(' ');
	assert.doesNotMatch(await see('2 services, judging'), /paused/);
});

test('a service whose lines cannot be read says why and what to do', async () => {
	const {see, press} = showApp(fleet);
	await see('payment');
	press('\r');
	await see('reading a sample of the lines');
	const {store, see: seeFailed} = showApp(stateAfter({
		type: 'screen-pushed', screen: {
			type: 'service', service: 'payment', pane: 'patterns', selectedPattern: 0,
		},
	}));
	store.dispatch({
		type: 'detail-changed', service: 'payment', detail: {
			status: 'failed', evidence: undefined, verdict: undefined, trouble: {what: 'No answer', why: 'it took too long', nextStep: 'Press r.'},
		},
	});
	assert.match(await seeFailed('No answer: it took too long'), /Press r\./);
});

test('a follow-up can be typed while the answer still comes; no key of it does anything else, and enter sends it afterwards', async () => {
	const {see, store, press, intents} = showApp(stateAfter(
		{type: 'analysis-opened', analysis: analysisOf(turnOf('The pool ', {status: 'streaming', endedMs: undefined}))},
		{type: 'screen-pushed', screen: {type: 'analysis', service: 'payment', scroll: {from: 'end', rows: 0}}},
	));
	await see('The pool');
	press('c');
	await see(' > ');
	press('which pod is it?');
	await see('which pod is it?');
	press('\r');
	await see('enter sends it once the answer has ended');
	assert.deepEqual(intents, []);
	store.dispatch({
		type: 'analysis-event', service: 'payment', event: {type: 'ended', stopReason: 'end_turn', trouble: undefined}, atMs: nowMs,
	});
	await until(() => !isWaitingToAsk(store.getState(), 'payment'), 'the end of the answer');
	press('\r');
	await until(() => intents.length > 0, 'the question');
	assert.deepEqual(intents, [{type: 'ask', service: 'payment', question: 'which pod is it?'}]);
});

test('an answer that is cut off keeps its text and says what happened', async () => {
	const evidence = evidenceOf('payment', []);
	const verdict = verdictOf();
	const {see, store} = showApp(stateAfter(
		{
			type: 'analysis-opened', analysis: {
				service: 'payment', source: 'claude', model: 'claude-sonnet-5-5', startedMs: nowMs, evidence, verdict, shownLines: [], turns: [], report: undefined, usage: {inputTokens: 0, outputTokens: 0, costDollars: undefined}, budget: undefined, redactedCount: 0,
			},
		},
		{
			type: 'turn-asked', service: 'payment', question: undefined, atMs: nowMs,
		},
		{type: 'screen-pushed', screen: {type: 'analysis', service: 'payment', scroll: {from: 'end', rows: 0}}},
	));
	await see('waiting for the first word');
	store.dispatch({
		type: 'analysis-event', service: 'payment', event: {type: 'text', text: 'The pool ran out at '}, atMs: nowMs,
	});
	store.dispatch({
		type: 'analysis-event',
		service: 'payment',
		event: {
			type: 'failed', trouble: {
				what: 'The stream broke off', why: 'the connection was reset.', nextStep: 'Try again.', canRetry: true,
			},
		},
		atMs: nowMs,
	});
	const frame = await see('The stream broke off: the connection was reset. Try again.');
	assert.match(frame, /The pool ran out at/);
	assert.match(frame, /no AI: rule-based verdict/);
	assert.match(frame, /payment: errors 42\/min vs 3\.1\/min expected since 02:58/);
});

test('a preview of what Claude would get says that nothing is sent where there is no key', async () => {
	const lines = ['POST https://api.anthropic.com/v1/messages'];
	const {see, press, store} = showApp(fleet);
	const show = (lacksKey: boolean) => {
		store.dispatch({
			type: 'screen-pushed', screen: {
				type: 'preview', service: 'payment', destination: 'claude', lines, lacksKey, scroll: {from: 'top', rows: 0},
			},
		});
	};

	show(true);
	const frame = await see(/payment +nothing is sent to Claude: no key[\s\S]+ANTHROPIC_API_KEY[\s\S]+POST/);
	assert.doesNotMatch(frame, /what a would send/);
	press('q');
	show(false);
	assert.doesNotMatch(await see('what a would send to Claude'), /ANTHROPIC_API_KEY/);
});

test('help that does not fit scrolls, and cuts no sentence', () => {
	const opened = [{type: 'help-toggled'}, {
		type: 'screen-pushed', screen: {
			type: 'service', service: 'payment', pane: 'patterns', selectedPattern: 0,
		},
	}] as const satisfies ReadonlyArray<ViewAction<Screen, ScreenAction>>;
	const state = opened.reduce<UiState>((current, action) => reduceState(current, action), fleet);
	const screen = (helpRow: number, columns: number) => {
		const {lastFrame} = render(<Help state={{...state, view: {...state.view, helpRow}}} columns={columns} rows={23}/>);
		return lastFrame() ?? '';
	};

	const top = screen(0, 80);
	assert.doesNotMatch(top, /…/);
	assert.match(top, /Keys here \(service\)[\s\S]+send an alert now; repeating it soon needs a second s\n/);
	assert.match(top, / j k scroll: \d+ more rows$/);
	assert.match(screen(99, 80), /suspend; fg brings it back\n j k scroll: this is the end$/);
	assert.doesNotMatch(screen(0, 240), /scroll:/);
});
