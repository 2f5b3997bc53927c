import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {headsOf} from '../../source/lines/line-heads.js';
import {lineFields} from '../../source/patterns/line-fields.js';
import {logViewKey} from '../../source/store/state.js';
import type {FieldFilter} from '../../source/store/view-state.js';
import {filterWords} from '../../source/ui/screens/lines/filters.js';
import {linesState, sourceOf, type LinesState} from '../../source/ui/screens/lines/state.js';
import {currentScreen} from '../../source/ui/screens/registry.js';
import {closeApps, showApp, type ShownApp} from '../helpers/show-app.js';
import {entries, fleet} from '../helpers/log-lines.js';
import {nowMs} from '../helpers/states.js';
import {until} from '../helpers/until.js';

afterEach(closeApps);

/** Payment's lines, with the cursor on the one in JSON: its pod and its fields can be filtered by. */
async function onJsonLine(): Promise<ShownApp> {
	const app = showApp(fleet);
	app.press('l');
	await app.see('all is well');
	app.press('g');
	app.press('j');
	await app.see(/>03:10:30/);
	return app;
}

const seenScreen = ({store}: ShownApp): LinesState => {
	const screen = currentScreen(store.getState().view);
	assert.equal(screen.type, 'lines');
	return screen;
};

const filter = (name: string, isNot: boolean): FieldFilter => {
	const field = lineFields(entries[1]!).find(one => one.name === name);
	assert.ok(field);
	return {...field, isNot};
};

/** Lets the lines of the screen that is seen be read. */
function answer(app: ShownApp): void {
	const read = entries.slice(1, 2);
	app.store.dispatch({
		type: 'logs-changed',
		key: logViewKey(seenScreen(app)),
		view: {
			status: 'ready', entries: read, heads: headsOf(read), total: 1, startMs: nowMs - 900_000, endMs: nowMs, trouble: undefined,
		},
	});
}

test('= on a line shows its fields; = on one keeps the lines that have it, read anew around that line and named above', async () => {
	const app = await onJsonLine();
	app.press('=');
	const fields = await app.see(/FIELDS {2}= keeps/);
	assert.match(fields, />\s+pod +payment-1/);
	assert.match(fields, /\s+order +12345678901234567890/);
	app.press('G');
	await app.see(/>\s+order/);
	app.press('=');
	await until(() => app.store.getState().view.screens.length === 3, () => JSON.stringify(app.store.getState().view.screens));
	const filters = [filter('order', false)];
	assert.deepEqual(app.intents.at(-1), {type: 'open-lines', source: {...sourceOf(linesState('payment')), filters}, atMs: nowMs - 120_000});
	answer(app);
	await app.see(/ order=12345678901234567890\n>03:10:30/);
	app.press('\u{1B}');
	await app.see('all is well');
});

test('! drops them; the same key on the same field takes it back, the other one turns it round', async () => {
	const app = await onJsonLine();
	app.press('!');
	await app.see(/>\s+pod/);
	app.press('!');
	await app.see('not pod=payment-1');
	answer(app);
	await app.see(/>03:10:30/);
	app.press('=');
	await app.see(/>out +pod/);
	app.press('j');
	app.press('j');
	await app.see(/>\s+level/);
	app.press('=');
	await app.see(/not pod=payment-1 {2}level=error/);
	assert.deepEqual(seenScreen(app).filters, [filter('pod', true), filter('level', false)]);
	answer(app);
	await app.see(/>03:10:30/);
	app.press('=');
	await app.see(/>out +pod/);
	app.press('=');
	await app.see(/level=error {2}pod=payment-1/);
	assert.deepEqual(app.store.getState().view.screens.map(({type}) => type), ['overview', 'lines', 'lines', 'lines']);
	answer(app);
	await app.see(/>03:10:30/);
	app.press('\u{1B}');
	await app.see(/ not pod=payment-1\n>03:10:30/);
	app.press('=');
	await app.see(/>out +pod/);
	app.press('!');
	await app.see('all is well');
	assert.equal(seenScreen(app).filters, undefined);
	assert.equal(app.store.getState().view.screens.length, 2);
});

test('what a filter that drops lines has left stands among the fields of the others, to be taken back', async () => {
	const app = await onJsonLine();
	const other: FieldFilter = {
		name: 'pod', value: 'payment-2', from: 'label', label: 'pod', expression: '', isNot: true,
	};
	app.store.dispatch({type: 'screen-pushed', screen: {...linesState('payment'), filters: [other]}});
	answer(app);
	await app.see('not pod=payment-2');
	app.press('=');
	await app.see(/>out +pod +payment-2/);
	app.press('!');
	await app.see('all is well');
	assert.equal(seenScreen(app).filters, undefined);
});

test('on one line tab goes to its fields and back, y copies the value of the one under the cursor, and without lines below nothing is filtered', async () => {
	const app = await onJsonLine();
	app.press('o');
	await app.see(/FIELDS {2}tab goes there/);
	app.press('y');
	await until(() => app.intents.at(-1)?.type === 'copy', () => JSON.stringify(app.intents));
	assert.deepEqual(app.intents.at(-1), {type: 'copy', text: entries[1]!.line, what: 'the line'});
	app.press('=');
	await app.see(/>\s+pod/);
	app.press('y');
	await until(() => JSON.stringify(app.intents.at(-1)).includes('payment-1'), () => JSON.stringify(app.intents));
	assert.deepEqual(app.intents.at(-1), {type: 'copy', text: 'payment-1', what: 'pod=payment-1'});
	app.press('\t');
	await app.see(/FIELDS {2}tab goes there/);
});

test('a filter is named in so many columns at most, in wide letters too, and with nothing that a terminal obeys', () => {
	const of = (value: string): string => filterWords({
		name: 'k', value, from: 'json', label: 'k', expression: 'k', isNot: true,
	});
	assert.equal(of('短い'), 'not k=短い');
	assert.equal(of('x'.repeat(100)), `not k=${'x'.repeat(37)}…`);
	assert.ok(!of('a\u{1B}[2Jb').includes('\u{1B}'));
});
