import assert from 'node:assert/strict';
import {test} from 'node:test';
import {effectsOfKey} from '../../source/ui/keys/key-table.js';
import type {Effects} from '../../source/ui/keys/binding.js';
import {momentField} from '../../source/ui/keys/time-keys.js';
import {pastRow} from '../../source/ui/layout/past-row.js';
import {rowText} from '../../source/ui/layout/row.js';
import type {Screen, UiState} from '../../source/ui/screens/registry.js';
import type {IncidentSummary} from '../../source/store/incident-record.js';
import {incidentsState} from '../../source/ui/screens/incidents/state.js';
import {serviceState} from '../../source/ui/screens/service/state.js';
import {linesState} from '../../source/ui/screens/lines/state.js';
import {
	judged,
	minuteMs,
	nowMs,
	stateAfter,
} from '../helpers/states.js';

const overview: Screen = {type: 'overview'};
const page = {pageRows: 10, contentRows: 40};
const hourMs = 60 * minuteMs;

/** As it was an hour before. */
const past = (state: UiState): UiState => ({...state, behindMs: hourMs});
const on = (screen: Screen): UiState => stateAfter(judged('payment'), {type: 'screen-pushed', screen});
const atMs = (effects: Effects): ReadonlyArray<number | undefined | string> => effects.map(effect => effect.type === 'look-back' ? effect.atMs : (effect.type === 'step-time' ? effect.byMs : effect.type));

test('a step is a quarter of the time range, and there is none beyond the present', () => {
	const state = stateAfter(judged('payment'));
	assert.deepEqual(atMs(effectsOfKey('[', state, page)), [-15 * minuteMs]);
	const wide = {...state, view: {...state.view, rangeIndex: 3}};
	assert.deepEqual(atMs(effectsOfKey('[', wide, page)), [-90 * minuteMs]);
	assert.deepEqual(atMs(effectsOfKey(']', state, page)), ['say']);
	assert.deepEqual(atMs(effectsOfKey(']', past(state), page)), [15 * minuteMs]);
});

test('a time that is typed is looked at: a time of day is the last one, -15m is before what is shown', () => {
	const submit = (text: string, state: UiState) => {
		const effects = momentField.onSubmit?.(text, state, overview);
		return effects && atMs(effects);
	};

	const now = stateAfter();
	assert.deepEqual(submit('-15m', now), [nowMs - (15 * minuteMs)]);
	assert.deepEqual(submit('-15m', past(now)), [nowMs - (15 * minuteMs)]);
	assert.deepEqual(submit('03:40', {...past(now), timeZone: 'UTC'}), [nowMs + (27.5 * minuteMs)], 'later than what is shown, and over');
	assert.deepEqual(submit('now', past(now)), [undefined]);
	assert.deepEqual(submit('-30s', now), [undefined], 'not over yet');
	assert.equal(submit('soon', now), undefined, 'what is typed stays');
});

test('keys that are about the present say so in the past, and the way out leads back', () => {
	for (const [screen, keys] of [[overview, ['t', 'm', 'w']], [serviceState('payment'), ['t', 'm']], [linesState('payment'), ['t']]] as const) {
		for (const key of keys) {
			const [effect] = effectsOfKey(key, past(on(screen)), page);
			assert.equal(effect?.type, 'say', `${screen.type} ${key}`);
			assert.match(effect?.type === 'say' ? effect.text : '', /not in the past; @ now goes back to the present/);
		}
	}

	const state = stateAfter(judged('payment'));
	assert.deepEqual(atMs(effectsOfKey('q', past(state), page)), [undefined]);
	assert.deepEqual(atMs(effectsOfKey('esc', past(state), page)), [undefined]);
	assert.deepEqual(atMs(effectsOfKey('q', state, page)), ['quit']);
	assert.deepEqual(atMs(effectsOfKey('ctrl-c', past(state), page)), ['quit']);
});

test('an incident is looked at once all of it was to be seen; one that has just begun is on the overview', () => {
	const pressedOn = (onsetMs: number, endMs: number | undefined): Effects => {
		const summary: IncidentSummary = {
			id: 'i1', session: 'earlier', host: stateAfter().connection.host, tenant: undefined, onsetMs, lastSeenMs: endMs ?? nowMs, endMs, severity: 'critical', services: ['payment', 'checkout'], kinds: ['error-spike'], analysedBy: undefined, costDollars: undefined, alertsSent: 0, headline: undefined, verdict: undefined,
		};
		return effectsOfKey('@', stateAfter({type: 'records-changed', change: {past: [summary], status: 'ready'}}, {type: 'screen-pushed', screen: incidentsState}), page);
	};

	const yesterdayMs = nowMs - (24 * hourMs);
	assert.deepEqual(pressedOn(yesterdayMs, yesterdayMs + hourMs), [{type: 'look-back', atMs: yesterdayMs + (10 * minuteMs), service: 'payment'}]);
	assert.deepEqual(pressedOn(yesterdayMs, yesterdayMs + (4 * minuteMs)), [{type: 'look-back', atMs: yesterdayMs + (3 * minuteMs), service: 'payment'}]);
	assert.deepEqual(atMs(pressedOn(nowMs - (2 * minuteMs), undefined)), [nowMs - minuteMs]);
	assert.deepEqual(pressedOn(nowMs - minuteMs + 1000, undefined).map(({type}) => type), ['say']);
});

test('the row above an earlier time says which, how long ago and how to leave it', () => {
	const state = {...past(stateAfter()), timeZone: 'UTC'};
	assert.match(rowText(pastRow(state, 80)), /^ PAST {2}2026-11-23 03:12:30, 1 h ago +\[ \] step {2}@ time {2}@ now present $/);
	assert.match(rowText(pastRow(state, 60)), /^ PAST {2}2026-11-23 03:12:30, 1 h ago/);
});
