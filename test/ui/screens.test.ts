import assert from 'node:assert/strict';
import {test} from 'node:test';
import {maxScreens} from '../../source/store/view-reducer.js';
import type {RestorableView} from '../../source/store/view-state.js';
import type {ScreenIntent} from '../../source/ui/intents.js';
import {alertState} from '../../source/ui/screens/alert/state.js';
import {analysisState} from '../../source/ui/screens/analysis/state.js';
import {incidentState} from '../../source/ui/screens/incident/state.js';
import {namespacesState} from '../../source/ui/screens/namespaces/state.js';
import {incidentsState} from '../../source/ui/screens/incidents/state.js';
import {changedScreens} from '../../source/ui/screens/lifecycle.js';
import {
	contextState,
	linesState,
	live,
	queryLinesState,
	sourceOf,
	timelineState,
	traceState,
} from '../../source/ui/screens/lines/state.js';
import {previewState} from '../../source/ui/screens/preview/state.js';
import {queryState} from '../../source/ui/screens/query/state.js';
import {isRestorable, screenSchema} from '../../source/ui/screens/record.js';
import {currentScreen, screenTypes, type Screen} from '../../source/ui/screens/registry.js';
import {createScreenStore} from '../../source/ui/screens/screen-store.js';
import {treeState} from '../../source/ui/screens/tree/state.js';
import {wholeLineState} from '../../source/ui/screens/whole-line/state.js';
import {serviceState} from '../../source/ui/screens/service/state.js';
import {nowMs, stateAfter} from '../helpers/states.js';

const overview: Screen = {type: 'overview'};
const around = {timeMs: nowMs, line: 'pool is full', labels: {pod: 'a'}};
const preview = previewState({service: 'payment', destination: 'alert', lines: ['payment is down']});

/** One of each kind that a later session can show again, and of what tells them apart. */
const restorable: readonly Screen[] = [
	overview,
	{
		...serviceState('payment'), pane: 'changes', selectedPattern: 3, cursorMs: nowMs,
	},
	linesState('payment'),
	linesState('payment', 'pool ran out after <*> ms'),
	{
		...linesState('payment'), search: 'pool', searched: 'pool', isWrapped: true, columnsLeft: 20, leastLevel: 'warn', times: 'relative',
	},
	live(timelineState(['payment', 'checkout'])),
	{
		...linesState('payment'),
		atMs: nowMs,
		filters: [{
			name: 'order.id', value: '5', from: 'json', label: 'order_id', expression: 'order.id', isNot: true,
		}],
	},
	traceState('payment', {id: 'ffc8ca7e', timeMs: nowMs}),
	contextState('payment', around),
	wholeLineState('payment', around),
	{...wholeLineState('payment', around, 'fields'), selectedField: 2},
	{...analysisState('payment'), citation: 2, areToolsOpen: true},
	alertState({service: 'payment', id: 'a1'}),
	incidentsState,
	{...namespacesState, selected: 1, marked: ['staging']},
	incidentState({id: 'payment@1', session: undefined}),
	{...treeState('payment'), selected: 2},
	incidentState({id: 'payment@1', session: '20261122-031500-aaaa'}),
	{...queryState({text: 'sum(rate({app="a"}[1m]))', rangeMs: 3_600_000}), isTable: true, selected: 2},
	queryState({text: '1 + 1', rangeMs: 900_000, endMs: nowMs}),
	queryLinesState({text: '{app="a"}', rangeMs: 900_000}, 'a'),
	contextState('payment', around, {text: '{app="a"}', rangeMs: 900_000, endMs: nowMs}),
];

/** As it comes back from the disk. JSON knows no undefined. */
// eslint-disable-next-line unicorn/prefer-structured-clone -- a clone keeps the fields that are undefined
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('every screen but a preview comes back from a record as it was', () => {
	assert.deepEqual(new Set([...restorable, preview].map(({type}) => type)), new Set(screenTypes));
	for (const screen of restorable) {
		assert.deepEqual(throughJson(screenSchema.parse(throughJson(screen))), throughJson(screen));
	}

	assert.deepEqual([...restorable, preview].filter(screen => !isRestorable(screen)), [preview]);
	assert.ok(!screenSchema.safeParse(throughJson(preview)).success);
	assert.ok(!screenSchema.safeParse({type: 'dance'}).success);
	assert.ok(!screenSchema.safeParse({type: 'lines', service: 'payment', selected: 'first'}).success);
});

const viewOf = (...screens: readonly Screen[]): RestorableView<Screen> => ({
	screens, selectedService: undefined, filter: '', order: 'abnormal', rangeIndex: 1, hiddenPatterns: new Map(),
});

/** What a store of screens is asked for, by whoever opens them. */
function storeWith(...screens: readonly Screen[]) {
	const intents: ScreenIntent[] = [];
	const store = createScreenStore(stateAfter({type: 'view-restored', view: viewOf(overview, ...screens)}), intent => {
		intents.push(intent);
	});
	return {store, intents};
}

test('a screen asks for what it shows, whether a key opens it or a session goes on with it', () => {
	const opened = [serviceState('payment'), linesState('payment', 'loud'), contextState('payment', around), incidentsState, incidentState({id: 'x@1', session: 'before'}), incidentState({id: 'x@1', session: undefined}), analysisState('payment'), preview, alertState({service: 'payment', id: 'a1'})];
	const wanted: readonly ScreenIntent[] = [
		{type: 'open-service', service: 'payment'},
		{type: 'open-lines', source: sourceOf(linesState('payment', 'loud'))},
		{type: 'open-lines', source: sourceOf(contextState('payment', around))},
		{type: 'list-incidents'},
		{type: 'open-incident', id: 'x@1', session: 'before'},
	];
	const pushed = storeWith();
	for (const screen of opened) {
		pushed.store.dispatch({type: 'screen-pushed', screen});
	}

	const restored = storeWith();
	restored.store.dispatch({type: 'view-restored', view: viewOf(overview, ...opened)});
	assert.deepEqual(pushed.intents, wanted);
	assert.deepEqual(restored.intents, wanted);
	assert.deepEqual(restored.store.getState().view.screens, pushed.store.getState().view.screens);
	pushed.store.close();
	restored.store.close();
});

test('a screen is left when one goes back, when others take its place, and when there are too many; the first one stays', () => {
	const payment = serviceState('payment');
	const cart = serviceState('cart');
	const open = {screens: [overview, payment]};
	assert.deepEqual(changedScreens(open, {type: 'screen-popped'}), {left: [payment], opened: []});
	assert.deepEqual(changedScreens({screens: [overview]}, {type: 'screen-popped'}), {left: [], opened: []});
	assert.deepEqual(changedScreens(open, {type: 'screen-pushed', screen: cart}), {left: [], opened: [cart]});
	assert.deepEqual(changedScreens(open, {type: 'view-restored', view: viewOf(overview, cart)}), {left: [overview, payment], opened: [overview, cart]});
	assert.deepEqual(changedScreens({screens: [payment, ...Array.from({length: maxScreens - 1}, () => cart)]}, {type: 'screen-pushed', screen: cart}), {left: [payment], opened: [cart]});
	assert.deepEqual(changedScreens(open, {type: 'help-toggled'}), {left: [], opened: []});
});

test('lines that are followed are followed as long as their screen is open', () => {
	const timeline = live(timelineState(['payment', 'checkout']));
	const source = sourceOf(timeline);
	const {store, intents} = storeWith();
	store.dispatch({type: 'screen-pushed', screen: timeline});
	assert.deepEqual(intents.splice(0), [{type: 'open-lines', source}, {type: 'follow-lines', source}]);
	store.dispatch({type: 'screen-popped'});
	assert.deepEqual(intents, [{type: 'unfollow-lines', source}]);
	assert.equal(timelineState(['payment']).services, undefined);
	store.close();
});

test('an action that is meant for a screen that is not seen any more changes nothing', () => {
	const {store} = storeWith(serviceState('payment'));
	store.dispatch({type: 'screen-acted', screen: 'lines', action: {type: 'row-selected', row: 3}});
	assert.deepEqual(currentScreen(store.getState().view), serviceState('payment'));
	store.dispatch({type: 'screen-acted', screen: 'service', action: {type: 'row-selected', row: 3}});
	assert.deepEqual(currentScreen(store.getState().view), {...serviceState('payment'), selectedPattern: 3});
	store.close();
});
