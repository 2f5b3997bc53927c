import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	knownAnomalies,
	noteAnomalies,
	noteEvents,
	type TimelineEvent,
} from '../../source/store/timeline.js';
import {anomaly, nowMs} from '../helpers/states.js';

const hourMs = 3_600_000;
const warning = anomaly({service: 'payment', severity: 'warning'});
const critical = anomaly({service: 'payment'});
const over = anomaly({service: 'payment', state: 'resolved', resolvedMs: nowMs});
const types = (timeline: readonly TimelineEvent[]) => timeline.map(({type}) => type);

const cases: ReadonlyArray<readonly [name: string, said: ReadonlyArray<Parameters<typeof noteAnomalies>[1]>, types: readonly string[]]> = [
	['opens, worsens, ends', [[warning], [critical], [over]], ['opened', 'worsened', 'resolved']],
	['says nothing twice', [[warning], [warning], [over], [over], []], ['opened', 'resolved']],
	['comes back within minutes', [[critical], [over], [critical]], ['opened', 'resolved', 'reopened']],
	['is another one hours later', [[critical], [over], [{...critical, onsetMs: critical.onsetMs + hourMs}]], ['opened', 'resolved', 'opened']],
	['is over when it is no longer named', [[critical], []], ['opened', 'resolved']],
	['keeps a finer onset and larger numbers without news', [[critical], [{...critical, onsetMs: critical.onsetMs + 10_000}], [{...critical, onsetMs: critical.onsetMs + 10_000, observedPerMinute: 400}]], ['opened', 'updated', 'updated']],
	['was over before it was looked at', [[over]], ['resolved']],
];

for (const [name, said, expected] of cases) {
	test(`an anomaly ${name}`, () => {
		let timeline: readonly TimelineEvent[] = [];
		for (const anomalies of said) {
			timeline = noteAnomalies(timeline, anomalies, true);
		}

		assert.deepEqual(types(timeline), expected);
	});
}

test('while the baseline is incomplete nothing is taken for over', () => {
	assert.deepEqual(types(noteAnomalies(noteAnomalies([], [critical], false), [], false)), ['opened']);
});

test('the same trouble is known once, as it was last; the same after hours is another one', () => {
	const later = {...critical, onsetMs: critical.onsetMs + (3 * hourMs)};
	let timeline = noteAnomalies([], [warning], true);
	timeline = noteAnomalies(timeline, [over], true);
	timeline = noteAnomalies(timeline, [later], true);
	assert.deepEqual(knownAnomalies(timeline, [{...later, observedPerMinute: 99}]).map(({state, observedPerMinute}) => [state, observedPerMinute]), [['resolved', 42], ['ongoing', 99]]);
});

test('when the same trouble was first reported stays, whenever a longer baseline would have reported it', () => {
	const timeline = noteAnomalies(noteAnomalies([], [critical], true), [{...critical, openedMs: critical.openedMs + 60_000, onsetMs: critical.onsetMs + 10_000}], true);
	assert.deepEqual(knownAnomalies(timeline, [{...critical, openedMs: critical.openedMs - 60_000}]).map(({openedMs}) => openedMs), [critical.openedMs]);
});

test('an unchanged anomaly leaves the timeline as it is, and a long one is bounded', () => {
	let timeline = noteAnomalies([], [critical], true);
	assert.equal(noteAnomalies(timeline, [critical], true), timeline);
	for (let index = 0; index < 3000; index++) {
		timeline = noteAnomalies(timeline, [index % 2 === 0 ? over : critical], true);
	}

	assert.equal(timeline.length, 2000);
});

const opened = {type: 'opened', atMs: warning.openedMs, anomaly: {...warning, state: 'new'}} as const;
const worsened = {type: 'worsened', atMs: warning.openedMs + 60_000, anomaly: critical} as const;
const resolved = {type: 'resolved', atMs: nowMs, anomaly: over} as const;
const reopened = {type: 'reopened', atMs: nowMs + 120_000, anomaly: critical} as const;

test('what happened between two looks is in the timeline, at the time of each', () => {
	const timeline = noteAnomalies(noteEvents([], [opened, worsened, resolved, reopened]), [critical], true);
	assert.deepEqual(timeline.map(({type, atMs}) => [type, atMs]), [opened, worsened, resolved, reopened].map(({type, atMs}) => [type, atMs]));
});

test('a replay tells nothing twice', () => {
	const told = noteEvents([], [opened, worsened]);
	assert.equal(noteEvents(told, [opened, worsened]), told);
	const ended = noteEvents(told, [resolved]);
	assert.equal(noteEvents(ended, [opened, worsened, resolved]), ended);
	assert.deepEqual(types(noteEvents(ended, [opened, worsened, resolved, reopened])), ['opened', 'worsened', 'resolved', 'reopened']);
});
