import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isViewAction} from '../../source/store/reducer.js';
import {effectsOfKey} from '../../source/ui/keys/key-table.js';
import {chartRows} from '../../source/ui/layout/chart.js';
import {rowText} from '../../source/ui/layout/row.js';
import {currentScreen, type UiState} from '../../source/ui/screens/registry.js';
import {reduceState} from '../../source/ui/screens/screen-store.js';
import {serviceChart} from '../../source/ui/screens/service/parts.js';
import {serviceState} from '../../source/ui/screens/service/state.js';
import {newestMinute} from '../../source/store/history.js';
import {minuteMs, minutesOf, stateAfter} from '../helpers/states.js';

const page = {pageRows: 10, contentRows: 40};
const opened = stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42]})}, {type: 'screen-pushed', screen: serviceState('payment')});
const newestMs = newestMinute(opened.history);

const press = (state: UiState, ...names: readonly string[]): UiState => names.reduce((current, name) => effectsOfKey(name, current, page).reduce((next, effect) => isViewAction(effect) ? reduceState(next, effect) : next, current), state);

const cursorOf = (state: UiState): number | undefined => {
	const screen = currentScreen(state.view);
	return screen.type === 'service' ? screen.cursorMs : undefined;
};

const times = (count: number, name: string): readonly string[] => Array.from({length: count}, () => name);

test('the cursor begins at the newest minute, stays within the chart, and is gone beyond its end', () => {
	assert.equal(cursorOf(press(opened, 'left')), newestMs);
	assert.equal(cursorOf(press(opened, 'left', 'left', 'left')), newestMs - (2 * minuteMs));
	assert.equal(cursorOf(press(opened, ...times(90, 'left'))), newestMs - (59 * minuteMs));
	assert.equal(cursorOf(press(opened, 'left', 'right')), undefined);
	assert.equal(cursorOf(press(opened, 'right')), undefined);
	assert.equal(cursorOf(press(opened, '6', 'left', 'left')), newestMs - (24 * minuteMs));
});

test('lines are opened at the minute under the cursor', () => {
	const screen = currentScreen(press(opened, 'left', 'left', 'l').view);
	assert.deepEqual([screen.type, screen.type === 'lines' && screen.atMs], ['lines', newestMs - minuteMs]);
	const plain = currentScreen(press(opened, 'l').view);
	assert.equal(plain.type === 'lines' && plain.atMs, undefined);
});

test('the chart names the minute under the cursor with what was counted in it, and marks it', () => {
	const [head, ...rows] = serviceChart({...opened, timeZone: 'UTC'}, 'payment', {
		columns: 80, rows: 10, minutes: 60, cursorMs: newestMs - (10 * minuteMs),
	});
	assert.match(rowText(head ?? []), /ERRORS A MINUTE +03:01 {2}42 errors {3}l lines of then/);
	const marked = rows.map(row => rowText(row).indexOf('┊')).filter(column => column !== -1);
	assert.ok(marked.length > 3);
	assert.equal(new Set(marked).size, 1);
	const unread = serviceChart(opened, 'payment', {
		columns: 80, rows: 10, minutes: 720, cursorMs: newestMs - (300 * minuteMs),
	});
	assert.match(rowText(unread[0] ?? []), /not read/);
});

test('a chart without a cursor has no mark', () => {
	const rows = chartRows([1, 2, 3], {
		columns: 60, rows: 8, limit: 2, startMs: 0, endMs: 3 * minuteMs, timeZone: 'UTC', tone: 'plain',
	});
	assert.ok(rows.every(row => !rowText(row).includes('┊')));
});
