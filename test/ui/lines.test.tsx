import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {withOlder} from '../../source/lines/held-lines.js';
import {headsOf} from '../../source/lines/line-heads.js';
import type {LogEntry} from '../../source/loki/types.js';
import {shownIndexes} from '../../source/store/selectors/log-view.js';
import {logViewKey} from '../../source/store/state.js';
import {marked, logRows} from '../../source/ui/screens/lines/log-rows.js';
import {
	linesState,
	sourceOf,
} from '../../source/ui/screens/lines/state.js';
import {findLines} from '../../source/ui/screens/lines/search.js';
import {rowsUpTo} from '../../source/ui/screens/lines/rows-up-to.js';
import {wholeLineRows} from '../../source/ui/screens/whole-line/whole-line-rows.js';
import {closeApps, showApp} from '../helpers/show-app.js';
import {
	entries,
	entryOf,
	fleet,
	shown,
} from '../helpers/log-lines.js';
import {until} from '../helpers/until.js';
import {
	judged,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';

afterEach(closeApps);

test('a row says time, level and message first, and names its window, its age and its share', async () => {
	const {see, press} = showApp(fleet);
	press('l');
	const frame = await see(/03:10:00 WARN +Connection leak detected {2}ProxyLeakTask/);
	assert.match(frame, /03:10:30 ERROR +payment call failed: 503/);
	assert.match(frame, /03:12:00 INFO +all is well/);
	assert.match(frame, /02:57:30 to 03:11:50, 5 of 24\.1k lines/);
	assert.match(frame, /read 40 s ago/);
});

test('lines that cannot be read say the whole reason, what to do, and which key tries again', async () => {
	const {see, press} = showApp(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42]})}, judged('payment'), {
		type: 'logs-changed',
		key: logViewKey({service: 'payment'}),
		view: {
			status: 'failed', entries: [], heads: [], total: undefined, startMs: nowMs - 900_000, endMs: nowMs, trouble: {
				what: 'No connection to Loki at http://127.0.0.1:3199', why: 'connection refused: nothing listens there (ECONNREFUSED)', nextStep: 'Check host and port of the Loki URL, and that Loki is running.',
			},
		},
	}));
	press('l');
	const frame = await see('r tries again');
	assert.match(frame, /No connection to Loki at [\s\S]*\(ECONNREFUSED\)[\s\S]*that Loki is running\./);
});

test('a search counts and marks what it finds, n and N go through it, and esc ends it', async () => {
	const {see, press} = showApp(fleet);
	press('l');
	await see('all is well');
	press('/');
	press('POOL');
	await see('2 of 5 lines');
	press('\r');
	await see(/>03:11:30 .*pool is empty/);
	press('/');
	press('\u{15}');
	press('e');
	press('\r');
	await see('"e" in 5 lines');
	press('n');
	await see(/>03:12:00/);
	press('n');
	await see(/>03:10:00/);
	press('N');
	await see(/>03:12:00/);
	press('\u{1B}');
	assert.match(await see('/ search'), /all is well/);
});

test('a search between slashes is a regular expression, and one that cannot be used here finds nothing', async () => {
	const {see, press} = showApp(fleet);
	press('l');
	await see('all is well');
	press('/');
	press('/(pool|leak).*(empty|detected)/');
	await see('2 of 5 lines');
	press('\u{15}');
	press('/(a+)+/');
	await see('0 of 5 lines; enter searches Loki');
	assert.deepEqual(marked('A pool, a leak', '/po+l|LEAK/', 'plain'), [['A ', 'plain'], ['pool', 'match'], [', a ', 'plain'], ['leak', 'match']]);
	assert.deepEqual(findLines(entries, '/needle$/'), [2]);
	assert.deepEqual(findLines(entries, '/needl$/'), []);
});

test('where no loaded line matches, enter searches Loki; where one does, the second enter does, and esc leads back', async () => {
	const {see, press, intents, store} = showApp(fleet);
	const filtersSeen = () => {
		const screen = store.getState().view.screens.at(-1);
		return screen?.type === 'lines' ? screen.filters?.map(({from, value}) => [from, value]) : undefined;
	};

	press('l');
	await see('all is well');
	press('/');
	press('nowhere');
	await see('0 of 5 lines; enter searches Loki');
	press('\r');
	await see('"nowhere"');
	assert.deepEqual(filtersSeen(), [['words', 'nowhere']]);
	assert.equal(intents.at(-1)?.type, 'open-lines');
	press('\u{1B}');
	await see('all is well');
	press('/');
	press('\u{15}');
	press('pool');
	assert.doesNotMatch(await see('2 of 5 lines'), /asks Loki/);
	press('\r');
	await see('"pool" in 2 lines');
	press('/');
	await see('2 of 5 lines; enter searches Loki');
	press('\r');
	await until(() => filtersSeen()?.length === 1, () => JSON.stringify(store.getState().view.screens));
	assert.deepEqual(filtersSeen(), [['words', 'pool']]);
	press('/');
	await see('0 of 0 lines');
	press('\r');
	press('\u{1B}');
	await see('all is well');
});

test('+ and - raise and lower the minimum level, by what the lines themselves say, and the cursor stays on its line', async () => {
	const {see, press, intents} = showApp(fleet);
	press('l');
	await see('all is well');
	press('kk');
	await see(/>03:11:00 .*needle/);
	press('++');
	const all = await see('level >= info: 5');
	assert.match(all, />03:11:00 .*needle/);
	press('+');
	const warned = await see('level >= warn: 3');
	assert.match(warned, /Connection leak[\s\S]*>03:10:30 ERROR[\s\S]*03:11:30 ERROR/);
	assert.doesNotMatch(warned, /all is well/);
	press('+');
	assert.doesNotMatch(await see('level >= error: 2'), /Connection leak/);
	press('+');
	press('---');
	await see('level >= debug: 5');
	press('-');
	assert.doesNotMatch(await see(/>03:11:00 .*needle/), /level >=/);
	press('-');
	await until(() => intents.length === 3, () => JSON.stringify(intents));
	assert.deepEqual(intents.slice(1), [
		{type: 'say', text: '+: no level above error', isDim: true},
		{type: 'say', text: '-: lines of all levels are shown', isDim: true},
	]);
});

test('a trace that is written one line a frame goes with its message, whatever the level', () => {
	const of = (line: string): LogEntry => entryOf(line, 60);
	const lines = [of('2026-11-23 03:10:00 ERROR pool is empty'), of('java.sql.SQLException: timed out'), of('\tat com.acme.Pool.take(Pool.java:7)'), of('level=debug msg="a tick"'), of('no level at all')];
	const view = {entries: lines, heads: headsOf(lines)};
	assert.deepEqual(shownIndexes({lines: view, least: 'error'}), [0, 1, 2]);
	assert.deepEqual(shownIndexes({lines: view, least: 'info'}), [0, 1, 2, 4]);
	assert.deepEqual(shownIndexes({lines: view, least: 'debug'}), [0, 1, 2, 3, 4]);
});

test('past either end it asks for what is beyond, and the cursor stays on its line when that comes', async () => {
	const {see, press, intents, store} = showApp(fleet);
	press('l');
	await see('all is well');
	press('g');
	await see(/>03:10:00/);
	press('k');
	const source = sourceOf(linesState('payment'));
	await until(() => intents.length === 2, () => JSON.stringify(intents));
	assert.deepEqual(intents[1], {
		type: 'read-more', source, side: 'older', onlyErrors: false,
	});
	store.dispatch({...shown, view: {...shown.view, reading: 'older'}});
	await see('reading older lines');
	const older = [entryOf('level=error msg="an older one"', 200), entryOf('level=info msg="another older one"', 190)];
	store.dispatch({...shown, view: withOlder(shown.view, {entries: older, untilMs: nowMs - 1_000_000, isErrorsOnly: false})});
	const frame = await see(/an older one[\s\S]*>03:10:00 WARN/);
	assert.match(frame, /02:55:50 to 03:11:50, 7 of 24\.1k lines/);
	press('++++');
	await see('level >= error: 3');
	press('G');
	press('j');
	await until(() => intents.length === 3, () => JSON.stringify(intents));
	assert.deepEqual(intents[2], {
		type: 'read-more', source, side: 'newer', onlyErrors: true,
	});
});

test('@ goes to a line that is here, and asks for those of another time', async () => {
	const {see, press, intents} = showApp(fleet);
	press('l');
	await see('all is well');
	press('@');
	await see('-15m');
	press('03:11');
	await see('2026-11-23 03:11:00');
	press('\r');
	await see(/>03:11:00 .*needle/);
	press('@');
	press('noon');
	press('\r');
	await see('@ noon');
	press('\u{15}');
	press('-2h');
	press('\r');
	await until(() => intents.length === 2, () => JSON.stringify(intents));
	assert.deepEqual(intents[1], {type: 'open-lines', source: sourceOf(linesState('payment')), atMs: nowMs - 7_200_000});
});

test('T shows times in UTC and before now, and says so', async () => {
	const {see, press} = showApp({...fleet, timeZone: 'Asia/Tokyo'});
	press('l');
	assert.match(await see(/>12:12:00 INFO/), /11:57:30 to 12:11:50,/);
	press('T');
	assert.match(await see('times in UTC'), /02:57:30 to 03:11:50,[\s\S]*>03:12:00 INFO/);
	press('T');
	assert.match(await see('times before now'), / {3}-2m30s WARN[\s\S]*> {4}-30s INFO/);
	press('T');
	assert.doesNotMatch(await see(/>12:12:00 INFO/), /times/);
});

test('in a session whose zone is UTC, T goes straight to times before now', async () => {
	const {see, press} = showApp(fleet);
	press('l');
	await see('all is well');
	press('T');
	assert.match(await see('times before now'), /> {4}-30s INFO/);
	press('T');
	assert.match(await see(/>03:12:00 INFO/), /all is well/);
});

test('a level that hides every line says so, and which key shows them again', async () => {
	const calm = entryOf('level=info msg="all is well"', 30);
	const {see, press} = showApp(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42]})}, judged('payment'), {...shown, view: {...shown.view, entries: [calm], heads: headsOf([calm])}}));
	press('l');
	await see('all is well');
	press('++++');
	assert.doesNotMatch(await see('none of the 1 lines here is of level error or above: - lowers it'), /all is well/);
});

test('a search is looked for in the lines that came in since, and narrowed letter by letter', () => {
	const three = [entryOf('Pool (1) is empty', 3), entryOf('pool is full', 2), entryOf('nothing', 1)];
	assert.deepEqual(findLines(three, 'pool'), [0, 1]);
	assert.deepEqual(findLines(three, 'pool ('), [0]);
	assert.deepEqual(findLines([...three, entryOf('POOL (2)', 0)], 'pool ('), [0, 3]);
	assert.deepEqual(findLines(three.slice(1), 'pool'), [0]);
	assert.deepEqual(findLines(three, ''), []);
});

test('a trace of five hundred frames is read to its last word', async () => {
	const {see, press} = showApp(fleet);
	press('l');
	await see('all is well');
	press('k');
	await see(/>03:11:30/);
	press('o');
	await see('one line');
	press('G');
	await see('Caused by: java.sql.SQLException: the last word');
	press('q');
	assert.match(await see(/>03:11:30/), /pool is empty/);
});

test('json is laid out with its numbers as they are written', () => {
	const rows = wholeLineRows(entries[1]!, 80).map(row => row.map(([text]) => text).join(''));
	assert.ok(rows.includes('   "order": 12345678901234567890'), rows.join('\n'));
	assert.ok(rows.includes(' pod=payment-1'));
	assert.deepEqual(wholeLineRows({line: '{"a":{},"b":[1,{"c":"x, {y}"}]}', labels: {}}, 80).map(row => row.map(([text]) => text).join('')).slice(0, 8), [' {', '   "a": {},', '   "b": [', '     1,', '     {', '       "c": "x, {y}"', '     }', '   ]']);
});

test('a match that the row has no room for is shown where it stands', () => {
	const [row = []] = logRows(entryOf(`a message ${'x'.repeat(500)} needle in the far part`, 1), undefined, {
		columns: 80, isSelected: false, timeOf: () => '03:12:00', search: 'needle', isWrapped: false,
	});
	assert.ok(row.reduce((sum, [text]) => sum + text.length, 0) <= 80);
	assert.deepEqual(marked('A pool, a Pool', 'pool', 'plain'), [['A ', 'plain'], ['pool', 'match'], [', a ', 'plain'], ['Pool', 'match']]);
});

test('wrapped lines fill the list, with the one under the cursor among them', () => {
	const rowsOf = (index: number) => Array.from({length: index + 1}, (_, row) => [[`${index}.${row}`]] as const);
	const names = (cursor: number, height: number) => rowsUpTo(cursor, 4, height, rowsOf).map(row => row.map(([text]) => text).join(''));
	assert.deepEqual(names(3, 4), ['3.0', '3.1', '3.2', '3.3']);
	assert.deepEqual(names(1, 4), ['0.0', '1.0', '1.1', '2.0']);
	assert.deepEqual(names(3, 6), ['2.1', '2.2', '3.0', '3.1', '3.2', '3.3']);
	assert.deepEqual(names(0, 3), ['0.0', '1.0', '1.1']);
});

test('Y and L ask for what is shown to be copied, with its level and its search', async () => {
	const {see, press, intents} = showApp(fleet);
	press('l');
	await see('all is well');
	press('++');
	press('/');
	press('pool');
	press('\r');
	await see('"pool" in 2 lines');
	press('YL');
	await until(() => intents.length === 3, () => JSON.stringify(intents));
	const asked = {
		type: 'copy-query', source: sourceOf(linesState('payment')), leastLevel: 'info', search: 'pool',
	};
	assert.deepEqual(intents.slice(1), [{...asked, as: 'logql'}, {...asked, as: 'grafana'}]);
});

test('right and left move along lines that are cut, 0 and $ to their ends, and a mark at either end says that there is more', async () => {
	const long = Array.from({length: 40}, (_, index) => `w${String(index).padStart(2, '0')}`).join(' ');
	const lines = [entryOf(long, 60), entryOf('短い'.repeat(36), 30), entryOf('short', 10)];
	const {see, press, intents} = showApp(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42]})}, judged('payment'), {
		type: 'logs-changed', key: shown.key, view: {...shown.view, entries: lines, heads: headsOf(lines)},
	}));
	press('l');
	const rows = (frame: string) => frame.split('\n').filter(row => /^.\d\d:\d\d:\d\d (?!to)/.test(row)).map(row => row.slice(17));
	const [first = '', second = ''] = rows(await see(/w00 w01/));
	assert.match(first, /^w00 .* w19 w2…$/);
	assert.match(second, /^短.*…$/);
	press('l');
	const moved = rows(await see(/^.03:11:30.{8}…05 w06/m));
	assert.match(moved[0]!, /^…05 w06 .* w24 w2…$/);
	assert.match(moved[1]!, /^…[い短]+…$/);
	assert.equal(moved[2], '…');
	press('\u{1B}[C');
	await see(/^.03:11:30.{8}…10 w11/m);
	press('$');
	const end = rows(await see(/w38 w39$/m));
	assert.match(end[0]!, /^…/);
	press('l');
	await until(() => intents.at(-1)?.type === 'say', () => JSON.stringify(intents));
	assert.deepEqual(intents.at(-1), {type: 'say', text: 'l: no line here goes on', isDim: true});
	press('h');
	await see(/w33 w3…$/m);
	press('0');
	assert.deepEqual(rows(await see(/w00 w01/)), [first, second, 'short']);
	press('w');
	await see('w39');
	press('l');
	await until(() => JSON.stringify(intents.at(-1)).includes('wrapped'), () => JSON.stringify(intents));
});
