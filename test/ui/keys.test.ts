import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {listedPatterns} from '../../source/store/selectors/patterns.js';
import {isViewAction} from '../../source/store/reducer.js';
import type {Analysis} from '../../source/store/analysis.js';
import {keyPresses} from '../../source/ui/keys/key-name.js';
import {
	bindingsOf,
	effectsOfKey,
	keyTexts,
	usableKeys,
} from '../../source/ui/keys/key-table.js';
import {footerRow} from '../../source/ui/layout/footer.js';
import {lifecycle} from '../../source/ui/screens/lifecycle.js';
import {
	currentScreen,
	screenTypes,
	type ScreenType,
	type UiState,
} from '../../source/ui/screens/registry.js';
import {reduceState} from '../../source/ui/screens/screen-store.js';
import {analysisOf, turnOf} from '../helpers/reports.js';
import {
	anomaly,
	evidenceOf,
	judged,
	minutesOf,
	stateAfter,
} from '../helpers/states.js';

const page = {pageRows: 10, contentRows: 40};

/** Presses keys one after the other, applying what they do to the screen; the intents are collected. */
function press(state: UiState, ...names: readonly string[]): {readonly state: UiState; readonly intents: readonly string[]} {
	const intents: string[] = [];
	let current = state;
	for (const name of names) {
		for (const effect of effectsOfKey(name, current, page)) {
			if (isViewAction(effect)) {
				intents.push(...lifecycle(current.view, effect).map(({type}) => type));
				current = reduceState(current, effect);
			} else {
				intents.push(effect.type);
			}
		}
	}

	return {state: current, intents};
}

/** What the last of some keys asks to be copied. */
function copied(state: UiState, ...names: readonly string[]): string | undefined {
	const effect = effectsOfKey('y', press(state, ...names).state, page).find(({type}) => type === 'copy');
	return effect?.type === 'copy' ? `${effect.what}: ${effect.text}` : undefined;
}

/** A service of which there are patterns and what changed. */
const inspected = stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42]})}, judged('payment'), {
	type: 'detail-changed',
	service: 'payment',
	detail: {
		status: 'ready',
		evidence: {
			...evidenceOf('payment', [{
				id: 'p', template: 'in the list', level: 'error', sampledLines: 1, share: 0.5, isNew: false, baselineShare: 0, history: [],
			}]),
			changes: [{
				name: 'version', value: '1.42.0', badShare: 1, baselineShare: 0, badLines: 40, baselineLines: 0, lift: 80,
			}],
			patternChanges: [{
				id: 'c', template: 'more of <*>', level: 'error', type: 'grown', baselineLines: 1, badLines: 40, baselinePerMinute: 0.1, badPerMinute: 4, score: 3,
			}],
		},
		verdict: undefined,
		trouble: undefined,
	},
});

const fleet = stateAfter({
	type: 'minutes-read', minutes: minutesOf({
		payment: [231, 42], checkout: [280, 31], cart: [120, 0], search: [50, 0],
	}),
}, {type: 'detected', anomalies: [anomaly({service: 'payment'}), anomaly({service: 'checkout', severity: 'warning'})], expectations: new Map()});

const screenOf = (state: UiState) => currentScreen(state.view);

test('no key does two things on one screen', () => {
	assert.equal(screenTypes.length, 12);
	for (const screen of screenTypes) {
		const names = bindingsOf(screen).flatMap(binding => binding.keys);
		assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), [], screen);
	}
});

test('every key that the footer shows is explained on the help page', () => {
	assert.deepEqual(keyTexts().filter(binding => binding.footer !== undefined && binding.help === undefined), []);
});

test('enter opens the service under the cursor and asks for its lines to be read', () => {
	const {state, intents} = press(fleet, 'down', 'enter');
	assert.deepEqual(screenOf(state), {
		type: 'service', service: 'checkout', pane: 'patterns', selectedPattern: 0,
	});
	assert.deepEqual(intents, ['open-service']);
});

test('the cursor stops at both ends and moves by half pages', () => {
	assert.equal(press(fleet, 'up').state.view.selectedService, 'payment');
	assert.equal(press(fleet, 'G', 'j').state.view.selectedService, 'search');
	assert.equal(press(fleet, 'ctrl-d').state.view.selectedService, 'search');
	assert.equal(press(fleet, 'G', 'ctrl-u').state.view.selectedService, 'payment');
});

test('e goes through the abnormal services and round the end', () => {
	assert.deepEqual([1, 2, 3].map(times => press(fleet, ...Array.from({length: times}, () => 'e')).state.view.selectedService), ['checkout', 'payment', 'checkout']);
	assert.equal(press(fleet, 'E').state.view.selectedService, 'checkout');
});

test('e on a service leads to the next abnormal one without growing the way back', () => {
	const {state} = press(fleet, 'enter', 'e', 'e', 'e');
	assert.equal(state.view.screens.length, 2);
	assert.equal(screenOf(press(state, 'esc').state).type, 'overview');
});

test('q goes back and quits on the overview; ctrl-c quits anywhere', () => {
	assert.deepEqual(press(fleet, 'enter', 'q').intents, ['open-service']);
	assert.deepEqual(press(fleet, 'q').intents, ['quit']);
	assert.equal(press(fleet, 'enter', 'a', '?', 'ctrl-c').intents.at(-1), 'quit');
});

test('while help is open only the keys that leave it and move it work', () => {
	const opened = press(fleet, '?').state;
	assert.equal(press(opened, 'j', 'down', 'k').state.view.helpRow, 1);
	assert.equal(press(opened, 'G', 'j').state.view.helpRow, 30);
	assert.equal(press(opened, 'G', 'ctrl-u').state.view.helpRow, 25);
	assert.equal(press(opened, 'j', '?', '?').state.view.helpRow, 0);
	assert.equal(press(opened, 'j').state.view.selectedService, 'payment');
	assert.deepEqual(press(opened, 'a', 's', 'enter').intents, []);
	assert.equal(press(opened, 'esc').state.view.isHelpOpen, false);
});

test('the digits choose the time range', () => {
	assert.equal(press(fleet, '6').state.view.rangeIndex, 5);
	assert.equal(press(fleet, '6', '1').state.view.rangeIndex, 0);
});

test('a asks once, and again only on the analysis itself', () => {
	const {state, intents} = press(fleet, 'a');
	assert.equal(screenOf(state).type, 'analysis');
	assert.deepEqual(intents, ['analyse']);
	assert.deepEqual(press(state, 'a').intents, ['analyse']);
	assert.equal(press(state, 'a').state.view.screens.length, 2);
});

test('a key that does nothing here says why, and where it does something', () => {
	assert.equal(said(fleet, 'Z'), 'Z: no such key; ? lists those of this screen');
	assert.equal(said(fleet, '!'), '!: not on this screen, but on service, lines, whole-line');
	assert.equal(said(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 0]})}), 's'), 's: no service is under the cursor, j picks one');
	assert.equal(said(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 0]})}, judged('payment')), 'e'), 'e: no anomaly is open');
	assert.deepEqual(effectsOfKey('[<0;3;4M', fleet, page), [], 'what a terminal reports is no key');
	assert.deepEqual(effectsOfKey('ctrl-l', press(fleet, '?').state, page), [{type: 'redraw'}]);
});

test('! puts the pattern under the cursor away and takes it back', () => {
	const pattern = (template: string) => ({
		id: template, template, level: 'error', sampledLines: 1, share: 0.5, isNew: false, baselineShare: 0, history: [],
	} as const);
	const opened = press(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42]})}, judged('payment'), {
		type: 'detail-changed',
		service: 'payment',
		detail: {
			status: 'ready', evidence: evidenceOf('payment', [pattern('loud'), pattern('quiet')]), verdict: undefined, trouble: undefined,
		},
	}), 'enter').state;
	const templates = (state: UiState) => listedPatterns(state, 'payment').map(({template}) => template);
	const away = press(opened, '!').state;
	assert.deepEqual(templates(away), ['quiet', 'loud']);
	assert.deepEqual(templates(press(away, 'j', '!').state), ['loud', 'quiet']);
});

test('y copies what the row under the cursor says, in each pane of a service', () => {
	assert.equal(copied(inspected, 'enter'), 'the pattern: in the list');
	assert.equal(copied(inspected, 'enter', 'tab'), 'the label: version=1.42.0');
	assert.equal(copied(inspected, 'enter', 'tab', 'j'), 'the pattern: more of <*>');
	assert.equal(copied(fleet, 'enter', 'tab'), undefined);
});

/** What is said where a key does nothing. */
function said(state: UiState, key: string): string | undefined {
	const effect = effectsOfKey(key, state, page).find(({type}) => type === 'say');
	return effect?.type === 'say' ? effect.text : undefined;
}

const footerText = (state: UiState): string => footerRow(state, 160).map(([text]) => text).join('');

test('where a service shows what changed, keys for patterns are not offered and say where they work', () => {
	const patterns = press(inspected, 'enter').state;
	assert.match(footerText(patterns), /enter open .*! hide/);
	const changes = press(patterns, 'tab').state;
	assert.doesNotMatch(footerText(changes), /open|exclude/);
	assert.match(footerText(changes), /tab pane/);
	assert.match(said(changes, 'enter') ?? '', /tab/);
	assert.match(said(changes, '!') ?? '', /tab/);
	assert.equal(said(patterns, '!'), undefined);
});

test('keys that need an answer of a model are not offered on a verdict by rules, and say what is missing', () => {
	const by = (source: Analysis['source']) => press(stateAfter({type: 'analysis-opened', analysis: {...analysisOf(turnOf('')), source}}, {
		type: 'minutes-read', minutes: minutesOf({payment: [231, 42]}),
	}, judged('payment')), 'a').state;
	assert.match(footerText(by('scripted')), /c follow-up .*\[ \] citations .*tab calls/);
	const byRules = by('rules');
	assert.doesNotMatch(footerText(byRules), /follow-up|citations|calls/);
	assert.deepEqual(usableKeys(byRules).filter(({keys}) => ['c', '[', ']', 'tab', 'enter'].some(key => keys.includes(key))), []);
	assert.equal(said(byRules, 'c'), 'follow-ups need a Claude API key: set ANTHROPIC_API_KEY and restart');
	for (const key of ['enter', '[', ']', 'tab']) {
		assert.match(said(byRules, key) ?? '', /ANTHROPIC_API_KEY/, key);
		assert.deepEqual(press(byRules, key).state, byRules, key);
	}
});

test('quick keys that arrive together are taken one by one, control keys among them', () => {
	const noFlags = {
		upArrow: false, downArrow: false, leftArrow: false, rightArrow: false, pageDown: false, pageUp: false, home: false, end: false, return: false,
		escape: false, ctrl: false, shift: false, tab: false, backspace: false, delete: false, meta: false, super: false, hyper: false, capsLock: false, numLock: false,
	};
	assert.deepEqual(keyPresses('ab\u{1}c\u{17}\r\u{1B}', noFlags).map(({name}) => name), ['a', 'b', 'ctrl-a', 'c', 'ctrl-w', 'enter', 'esc']);
});

test('esc on the overview clears the filter', () => {
	const filtered = reduceState(fleet, {type: 'filter-changed', filter: 'cart'});
	assert.equal(press(filtered, 'esc').state.view.filter, '');
});

test('what is done about a service is done from every screen about it, one line in full too, and the README says from which', () => {
	const readme = readFileSync('README.md', 'utf8');
	const names: Partial<Record<ScreenType, string>> = {
		overview: 'overview', service: 'service', lines: 'lines', 'whole-line': 'one line', analysis: 'analysis', alert: 'alert',
	};
	for (const key of ['a', 's', 'v', 'i']) {
		const screens = screenTypes.filter(type => bindingsOf(type).some(({keys}) => keys.includes(key)));
		const where = readme.split('\n').find(row => row.startsWith(`| \`${key}\` |`))?.split('|').at(-2)?.trim().split(', ');
		assert.deepEqual(screens.map(type => names[type] ?? type).toSorted(), where?.toSorted(), key);
		assert.ok(screens.includes('whole-line'), key);
	}
});
