import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isViewAction} from '../../source/store/reducer.js';
import {effectsInField, effectsOfPaste, openField} from '../../source/ui/keys/field-keys.js';
import {keyName, keyPresses, typedPresses} from '../../source/ui/keys/key-name.js';
import {effectsOfKey} from '../../source/ui/keys/key-table.js';
import type {UiState} from '../../source/ui/screens/registry.js';
import {reduceState} from '../../source/ui/screens/screen-store.js';
import {judged, minutesOf, stateAfter} from '../helpers/states.js';

const fleet = stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42], cart: [120, 0]})}, judged('payment'));

const noFlags = {
	upArrow: false, downArrow: false, leftArrow: false, rightArrow: false, pageDown: false, pageUp: false, home: false, end: false, return: false,
	escape: false, ctrl: false, shift: false, tab: false, backspace: false, delete: false, meta: false, super: false, hyper: false, capsLock: false, numLock: false,
};

/** Presses keys where a field is open, else on the screen; a name of several letters that is no key is typed. */
function press(state: UiState, ...names: readonly string[]): UiState {
	let current = state;
	for (const name of names) {
		const {field} = current.view;
		const effects = field ? effectsInField({name, input: name}, field, current) : effectsOfKey(name, current, {pageRows: 10, contentRows: 10});
		for (const effect of effects) {
			current = isViewAction(effect) ? reduceState(current, effect) : current;
		}
	}

	return current;
}

const textOf = (state: UiState) => state.view.field?.text;

test('up calls back what was sent before, down leads back to what was being typed', () => {
	const sent = press(fleet, '/', 'pay', 'enter', 'esc', '/', 'cart', 'enter', 'esc');
	const typing = press(sent, '/', 'dra');
	assert.equal(textOf(press(typing, 'up')), 'cart');
	assert.equal(textOf(press(typing, 'up', 'up')), 'pay');
	assert.equal(textOf(press(typing, 'up', 'up', 'up')), 'pay');
	assert.equal(textOf(press(typing, 'up', 'up', 'down', 'down')), 'dra');
	assert.equal(press(typing, 'up').view.filter, 'cart');
	assert.equal(textOf(press(typing, 'up', 'x', 'up')), 'cart', 'an edited text is a draft of its own');
});

test('ctrl-r finds what was sent before by any part of it, and goes further back', () => {
	const sent = press(fleet, '/', 'pay', 'enter', 'esc', '/', 'cart', 'enter', 'esc', '/', 'payment', 'enter', 'esc');
	const seeking = press(sent, '/', 'draft', 'ctrl-r', 'P', 'a');
	assert.equal(textOf(seeking), 'payment');
	assert.equal(openField(seeking.view.field!, seeking).hint, 'earlier: Pa');
	assert.equal(seeking.view.filter, 'payment', 'what is found works as if it were typed');
	assert.equal(textOf(press(seeking, 'ctrl-r')), 'pay');
	const none = press(seeking, 'ctrl-r', 'ctrl-r');
	assert.equal(textOf(none), 'pay', 'the oldest stays');
	assert.equal(openField(none.view.field!, none).hint, 'no earlier one has Pa');
	assert.equal(textOf(press(seeking, 'backspace', 'backspace')), 'draft');
	assert.equal(textOf(press(seeking, 'ctrl-g')), 'draft');
	assert.equal(press(seeking, 'enter').view.field, undefined);
	assert.equal(press(seeking, 'enter').view.filter, 'payment');
	const kept = press(seeking, 'esc');
	assert.deepEqual([textOf(kept), kept.view.field?.sought], ['payment', undefined], 'esc ends the search and keeps what it found');
	assert.equal(textOf(press(seeking, 'end', 'x')), 'paymentx', 'another key ends the search and edits');
	assert.equal(textOf(press(fleet, '/', 'ctrl-r', 'x')), '', 'nothing was sent before');
});

test('what was cut out of one field is put back into another one', () => {
	const cut = press(fleet, '/', 'payment', 'ctrl-u', 'enter');
	assert.equal(textOf(press(cut, '/', 'ctrl-y')), 'payment');
});

test('a paste of a megabyte is cut at once and says so', () => {
	const open = press(fleet, '/');
	const startMs = performance.now();
	let state = open;
	for (const effect of effectsOfPaste('x'.repeat(1_000_000), open.view.field!, open)) {
		state = isViewAction(effect) ? reduceState(state, effect) : state;
	}

	assert.equal(textOf(state)?.length, 4000);
	assert.match(openField(state.view.field!, state).hint ?? '', /cut at 4000/);
	assert.ok(performance.now() - startMs < 200);
});

test('letters that arrive together are one piece of text, and what comes behind the end of the field is keys again', () => {
	const presses = typedPresses(keyPresses('ab c\u{1}d\rjk', noFlags));
	assert.deepEqual(presses.map(({name, input}) => name ?? input), ['ab c', 'ctrl-a', 'd', 'enter', 'j', 'k']);
});

test('alt and ctrl make other keys of letters, arrows and backspace', () => {
	assert.equal(keyName('b', {...noFlags, meta: true}), 'alt-b');
	assert.equal(keyName('', {...noFlags, leftArrow: true, ctrl: true}), 'ctrl-left');
	assert.equal(keyName('', {...noFlags, backspace: true, meta: true}), 'alt-backspace');
	assert.equal(keyName('', {...noFlags, upArrow: true, ctrl: true}), 'up');
	assert.equal(keyName('', {...noFlags, escape: true, meta: true}), 'esc');
});
