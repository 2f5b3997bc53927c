import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {headsOf} from '../../source/lines/line-heads.js';
import type {LogEntry} from '../../source/loki/types.js';
import {logViewKey, type LiveLines} from '../../source/store/state.js';
import {
	linesState,
	sourceOf,
	timelineState,
	traceState,
} from '../../source/ui/screens/lines/state.js';
import {connected} from '../helpers/connected.js';
import {
	entries,
	entryOf,
	fleet,
	shown,
} from '../helpers/log-lines.js';
import {closeApps, showApp} from '../helpers/show-app.js';
import {until} from '../helpers/until.js';
import {
	anomaly,
	judged,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';

afterEach(closeApps);

const live: LiveLines = {
	status: 'live', why: '', isHeld: false, waiting: 0, sampled: undefined, leftOut: 0, dropped: 0, hasGap: false,
};

test('t follows the lines, space holds them still, and what is missing is said', async () => {
	const {see, press, intents, store} = showApp(fleet);
	const show = (change: Partial<LiveLines>) => {
		store.dispatch({...shown, view: {...shown.view, live: {...live, ...change}}});
	};

	press('l');
	await see('all is well');
	press('g');
	press(' ');
	press('t');
	const source = sourceOf(linesState('payment'));
	await until(() => intents.length === 3, () => JSON.stringify(intents));
	assert.deepEqual(intents.slice(1), [{type: 'say', text: 'no lines come in: t follows them live'}, {type: 'follow-lines', source}]);
	show({});
	assert.match(await see('LIVE'), />03:12:00 INFO/);
	press(' ');
	await until(() => intents.length === 4, () => JSON.stringify(intents));
	assert.deepEqual(intents[3], {type: 'hold-lines', source});
	show({isHeld: true, waiting: 312});
	await see('HELD +312 new');
	show({sampled: {shown: 1000, came: 9800}, leftOut: 8800, dropped: 12});
	await see('1,000 of 9,800 lines/s shown, errors first  8,800 not shown  12 dropped by Loki');
	show({status: 'waiting', why: 'connection refused', hasGap: true});
	await see(/LIVE interrupted[\s\S]*a gap could not be read {2}connection refused/);
	show({status: 'polling', why: 'Loki has no live tail'});
	await see(/LIVE by polling[\s\S]*Loki has no live tail/);
	press('t');
	await until(() => intents.length === 5, () => JSON.stringify(intents));
	assert.deepEqual(intents[4], {type: 'unfollow-lines', source});
});

test('lines of several services have the name of who wrote them in a column', async () => {
	const source = {service: 'payment', services: ['payment', 'checkout']};
	const both = [{...entries[0]!, labels: {app: 'payment'}}, {...entries[1]!, labels: {app: 'checkout'}}];
	const {see, store} = showApp(stateAfter(judged('payment'), {
		...shown, key: logViewKey(source), view: {
			...shown.view, entries: both, heads: headsOf(both), serviceLabel: 'app',
		},
	}));
	store.dispatch({type: 'screen-pushed', screen: timelineState(['payment', 'checkout'])});
	const frame = await see('and 1 other service');
	assert.match(frame, / 03:10:00 WARN +payment {3}Connection leak/);
	assert.match(frame, />03:10:30 ERROR +checkout {2}payment call failed/);
});

test('a line without the service label is of no service, whichever service its timeline or trace is shown from', async () => {
	const unnamed: readonly LogEntry[] = [{...entries[0]!, labels: {app: 'payment'}}, {...entries[1]!, labels: {pod: 'sidecar-1'}}];
	const request = {id: 'ffc8ca7e4c8f06c7', timeMs: nowMs - 120_000};
	for (const screen of [timelineState(['payment', '(none)']), traceState('payment', request)]) {
		const {see, press, store} = showApp(stateAfter(judged('payment'), {
			...shown, key: logViewKey(screen), view: {
				...shown.view, entries: unnamed, heads: headsOf(unnamed), serviceLabel: 'app',
			},
		}));
		store.dispatch({type: 'screen-pushed', screen});
		await see(/>03:10:30 ERROR.* \(none\) +payment call failed/);
		press('o');
		await see('one line');
		const whole = store.getState().view.screens.at(-1);
		assert.equal(whole?.type === 'whole-line' && whole.service, '(none)');
	}
});

test('an incident opens the lines of all its services', async () => {
	const both = connected(['payment', 'checkout'].map(service => anomaly({service})));
	const {see, press, store} = showApp(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42], checkout: [200, 30]})}, {type: 'detected', anomalies: both, expectations: new Map()}));
	press('i');
	await see('INCIDENTS');
	press('t');
	await see('other service');
	const screen = store.getState().view.screens.at(-1);
	assert.strictEqual(screen?.type, 'lines');
	assert.ok(screen.isLive);
	assert.deepEqual(screen.services?.toSorted(), ['checkout', 'payment']);
});

test('a trace shows who wrote each line, how long after the one before, and where the time went', async () => {
	const at = (millisecondsAgo: number, app: string, line: string): LogEntry => ({...entryOf(line, millisecondsAgo / 1000), labels: {app}});
	const lines = [at(9000, 'gateway', 'POST /checkout'), at(8988, 'checkout', 'checkout started'), at(5988, 'payment', 'pool is empty'), at(5988, 'gateway', 'answered 503')];
	const request = {id: 'ffc8ca7e4c8f06c7', timeMs: nowMs - 5988};
	const {see, press, intents, store} = showApp(stateAfter(judged('payment'), {
		type: 'logs-changed', key: logViewKey({service: 'payment', trace: request}), view: {
			...shown.view, entries: lines, heads: headsOf(lines), serviceLabel: 'app', total: 4, startMs: nowMs - 9000, endMs: nowMs - 5988, anchor: 2,
		},
	}));
	store.dispatch({type: 'screen-pushed', screen: traceState('payment', request)});
	const frame = await see('trace ffc8ca7e4c8f06c7');
	assert.match(frame, /4 of 4 lines/);
	assert.match(frame, /3 services, 3 s from first to last line {2}longest gap 3 s, before payment/);
	assert.match(frame, / 03:12:21 {18}gateway {3}POST/);
	assert.match(frame, / 03:12:21 {10}\+12 ms {2}checkout {2}checkout started/);
	assert.match(frame, />03:12:24 {12}\+3 s {2}payment {3}pool is empty/);
	press('t');
	await until(() => intents.length === 2, () => JSON.stringify(intents));
	press('G');
	press('j');
	press('f');
	await until(() => intents.length === 3, () => JSON.stringify(intents));
	assert.deepEqual(intents.slice(1), [
		{type: 'say', text: 'these lines are of their own time: esc goes back to those of the service'},
		{type: 'open-trace', service: 'gateway', line: lines[3]},
	]);
	press('o');
	await see('one line');
	const whole = store.getState().view.screens.at(-1);
	assert.equal(whole?.type === 'whole-line' && whole.service, 'gateway');
});

test('lines that were read long ago are read anew before they are followed', async () => {
	const {see, press, intents, store} = showApp(fleet);
	press('l');
	await see('all is well');
	store.dispatch({...shown, view: {...shown.view, endMs: nowMs - 600_000}});
	press('t');
	await until(() => intents.length === 3, () => JSON.stringify(intents));
	const source = sourceOf(linesState('payment'));
	assert.deepEqual(intents.slice(1), [{type: 'open-lines', source}, {type: 'follow-lines', source}]);
});
