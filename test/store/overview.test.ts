import assert from 'node:assert/strict';
import {test} from 'node:test';
import {overviewRows, selectedRow} from '../../source/store/selectors/overview.js';
import {fleetVerdict} from '../../source/store/selectors/verdict-line.js';
import {connected} from '../helpers/connected.js';
import {
	anomaly,
	minuteMs,
	minutesOf,
	stateAfter,
} from '../helpers/states.js';

const onset = Date.UTC(2026, 10, 23, 2, 58);
const fleet = minutesOf({
	payment: [231, 42], checkout: [280, 31], auth: [1940, 0], cart: [120, 1],
});
const anomalies = [
	anomaly({service: 'checkout', onsetMs: onset + minuteMs}),
	anomaly({service: 'payment'}),
	anomaly({service: 'auth', kind: 'pattern-storm', severity: 'warning'}),
];
const detected = {type: 'detected', anomalies: connected(anomalies), expectations: new Map([['payment', {errorsPerMinute: 3.1, errorsLimitPerMinute: 7, linesPerMinute: 230}]])} as const;

const names = (state: Parameters<typeof overviewRows>[0]) => overviewRows(state).map(row => row.service);

test('abnormal services come first: critical before warning, then the one that began first', () => {
	const state = stateAfter({type: 'minutes-read', minutes: fleet}, detected);
	assert.deepEqual(names(state), ['payment', 'checkout', 'auth', 'cart']);
});

test('the order key goes through errors, share, lines and name', () => {
	const states = [1, 2, 3, 4].map(presses => stateAfter({type: 'minutes-read', minutes: fleet}, ...Array.from({length: presses}, () => ({type: 'order-changed'} as const))));
	assert.deepEqual(states.map(state => names(state)[0]), ['payment', 'payment', 'auth', 'auth']);
	assert.deepEqual(states.map(state => names(state).at(-1)), ['auth', 'auth', 'cart', 'payment']);
});

test('a filter takes words that must be part of the name, and words with ! that must not', () => {
	const filtered = (filter: string) => names(stateAfter({type: 'minutes-read', minutes: fleet}, {type: 'filter-changed', filter}));
	assert.deepEqual(filtered('PAY'), ['payment']);
	assert.deepEqual(filtered('!a').toSorted(), ['checkout']);
	assert.deepEqual(filtered('c !cart'), ['checkout']);
	assert.deepEqual(filtered('nothing'), []);
	assert.equal(filtered('!').length, 4);
});

test('rates are means of the last five minutes, and missing minutes do not count as zero', () => {
	const [newest] = minutesOf({payment: [100, 10]}, 1);
	const state = stateAfter({type: 'minutes-read', minutes: newest ? [newest] : []});
	assert.deepEqual({...overviewRows(state)[0], anomalies: []}, {
		service: 'payment',
		anomaly: undefined,
		anomalies: [],
		errorsPerMinute: 10,
		linesPerMinute: 100,
		errorShare: 0.1,
		usualErrorsPerMinute: undefined,
		errorsLimitPerMinute: undefined,
		factor: undefined,
		mutedUntilMs: undefined,
		place: undefined,
		follows: undefined,
	});
});

test('the selection stays on its service when the order changes around it', () => {
	const before = stateAfter({type: 'minutes-read', minutes: fleet}, {type: 'service-selected', service: 'auth'});
	const after = stateAfter({type: 'minutes-read', minutes: fleet}, {type: 'service-selected', service: 'auth'}, detected);
	assert.equal(selectedRow(before).row?.service, 'auth');
	assert.equal(selectedRow(after).row?.service, 'auth');
	assert.notEqual(selectedRow(before).index, selectedRow(after).index);
});

test('the verdict names the abnormal services in the order of their onset and counts new patterns', () => {
	const newPattern = anomaly({service: 'payment', kind: 'new-pattern', onsetMs: onset + (2 * minuteMs)});
	const state = stateAfter({type: 'minutes-read', minutes: fleet}, {...detected, anomalies: connected([...anomalies, newPattern])});
	const verdict = fleetVerdict(state);
	assert.equal(verdict.tone, 'abnormal');
	assert.equal(verdict.abnormal, 3);
	assert.equal(verdict.newPatterns, 1);
	assert.deepEqual(verdict.first.map(({service}) => service), ['payment', 'auth', 'checkout']);
});

test('resolved anomalies make no service abnormal', () => {
	const state = stateAfter({type: 'minutes-read', minutes: fleet}, {...detected, anomalies: [anomaly({service: 'payment', state: 'resolved'})]}, {type: 'backfill-changed', change: {doneHours: 3}});
	assert.equal(fleetVerdict(state).tone, 'calm');
});

test('the cursor belongs to nobody before anything is judged, then to a service wherever its row goes', () => {
	const read = {type: 'minutes-read', minutes: fleet} as const;
	assert.equal(selectedRow(stateAfter(read)).row, undefined);
	const first = stateAfter(read, detected);
	assert.equal(selectedRow(first).row?.service, 'payment');
	const worse = anomaly({service: 'cart', onsetMs: onset - minuteMs});
	const later = stateAfter(read, detected, {...detected, anomalies: [worse, anomaly({service: 'payment', severity: 'warning'})]});
	assert.equal(overviewRows(later)[0]?.service, 'cart');
	assert.equal(selectedRow(later).row?.service, 'payment');
});

test('a filter that hides the service under the cursor puts another one under it, which stays there too', () => {
	const read = {type: 'minutes-read', minutes: fleet} as const;
	const filtered = stateAfter(read, detected, {type: 'filter-changed', filter: 'a !payment'});
	assert.equal(selectedRow(filtered).row?.service, 'auth');
	const later = stateAfter(read, detected, {type: 'filter-changed', filter: 'a !payment'}, {...detected, anomalies: [anomaly({service: 'cart'})]});
	assert.equal(selectedRow(later).row?.service, 'auth');
});

test('nothing is called calm before anything was held against a baseline', () => {
	const read = {type: 'minutes-read', minutes: fleet} as const;
	const calm = {...detected, anomalies: []};
	const unread = {type: 'backfill-changed', change: {doneHours: 0}} as const;
	const known = {type: 'backfill-changed', change: {doneHours: 3}} as const;
	assert.equal(fleetVerdict(stateAfter(read)).tone, 'judging');
	assert.equal(fleetVerdict(stateAfter(unread, read, calm)).tone, 'judging');
	assert.equal(fleetVerdict(stateAfter(read, known)).tone, 'judging');
	assert.equal(fleetVerdict(stateAfter(read, calm, known)).tone, 'calm');
	assert.equal(fleetVerdict(stateAfter(read, detected)).tone, 'abnormal');
});
