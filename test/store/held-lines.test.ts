import assert from 'node:assert/strict';
import {test} from 'node:test';
import {initialState} from '../../source/store/initial-state.js';
import type {LineHead, LogView, State} from '../../source/store/state.js';
import {reduceData} from '../../source/store/reducer.js';
import type {LogEntry} from '../../source/loki/types.js';

const startMs = Date.UTC(2026, 2, 2, 3);
const head: LineHead = {
	level: 'info', eventLevel: 'info', message: '', component: '',
};

function viewOf(lines: number): LogView {
	const entries = Array.from({length: lines}, (_, index): LogEntry => ({
		timeMs: startMs + index, timeNs: `${startMs + index}000000`, line: `line ${index}`, labels: {},
	}));
	return {
		status: 'ready', entries, heads: entries.map(() => head), total: lines, anchor: lines - 10, startMs, endMs: startMs + lines, trouble: undefined,
	};
}

const state = initialState(startMs, {
	host: 'loki', tenant: undefined, selector: '', baselineHours: 1, isDemo: false, timeZone: 'UTC',
});
const open = (before: State, key: string, view: LogView): State => reduceData(before, {type: 'logs-changed', key, view});
const heldIn = ({logs}: State): number => [...logs.values()].reduce((sum, {entries}) => sum + entries.length, 0);

test('what was followed for hours and left is not held whole for ever: of many large views the lines that were looked at longest ago go', () => {
	let now: State = state;
	for (let index = 0; index < 12; index++) {
		now = open(now, `service-${index}`, viewOf(60_000));
	}

	assert.ok(heldIn(now) <= 250_000, `${heldIn(now)} lines`);
	assert.equal(now.logs.size, 12, 'each view is still there');
	assert.equal(now.logs.get('service-11')?.entries.length, 60_000, 'the one that is looked at is whole');
	const left = now.logs.get('service-0')!;
	assert.ok(left.entries.length >= 300);
	assert.equal(left.heads.length, left.entries.length);
	assert.equal(left.entries.at(-1)?.line, 'line 59999', 'its newest lines are left');
	assert.equal(left.firstRow, 60_000 - left.entries.length, 'a cursor stays on its line');
	assert.equal(left.startMs, left.entries[0]?.timeMs, 'older lines are read on from there');
	assert.equal(left.entries[left.anchor!]?.line, 'line 59990');
});

test('a view of many lines stays whole while little is looked at beside it', () => {
	const now = open(open(open(state, 'service-0', viewOf(110_000)), 'one line', viewOf(41)), 'a trace', viewOf(1000));
	assert.equal(now.logs.get('service-0')?.entries.length, 110_000);
	assert.equal(heldIn(now), 111_041);
});
