import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createDetector} from '../../source/detect/index.js';
import {groupIncidents} from '../../source/detect/incidents/incident.js';
import type {Finding} from '../../source/detect/senses/types.js';
import type {PatternWindow} from '../../source/detect/types.js';
import {anomalySentence} from '../../source/words/anomaly.js';
import {connected} from '../helpers/connected.js';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 2, 4, 2, 30);

const finding = (change: Partial<Finding>): Finding => ({
	sense: 'vanished', service: 'route', key: 'Route#53', text: 'Query route by id', score: 3, blame: 4.5, onsetMs: startMs + minuteMs, observedPerMinute: 0.5, expectedPerMinute: 24, ...change,
});

function watch() {
	const detector = createDetector({kind: 'default'});
	const minute = (index: number): void => {
		detector.takeMinute({startMs: startMs + (index * minuteMs), counts: new Map([['route', {lines: 50, errors: 0}]])});
	};

	minute(0);
	return {detector, minute};
}

/** As a file keeps it. */
const throughJson = (value: unknown): unknown => {
	const text = JSON.stringify(value);
	return JSON.parse(text);
};

test('what the senses find is told in one sentence that can be checked', () => {
	const {detector} = watch();
	detector.takeFindings([
		finding({}),
		finding({
			sense: 'call-time', service: 'orders', text: 'GET /api/orders', blame: 6, onsetMs: startMs, times: {observedMs: 4100, expectedMs: 120},
		}),
		finding({
			sense: 'ends-early', service: 'cart', text: 'load cart', observedPerMinute: 12, expectedPerMinute: 0.4,
		}),
		finding({
			sense: 'new-error', service: 'stock', text: 'stock is negative', observedPerMinute: 1.2, expectedPerMinute: 0,
		}),
	], startMs + (2 * minuteMs));
	assert.deepEqual(detector.anomalies().map(anomaly => `${anomaly.kind} ${anomaly.severity}: ${anomalySentence(anomaly, {timeZone: 'UTC'})}`).toSorted(), [
		'ends-early warning: requests end at "load cart": 12/min vs 0.4/min expected, since 02:31',
		'new-pattern warning: new error pattern at ~1.2/min: "stock is negative", at least since 02:31',
		'pattern-vanished warning: "Query route by id" stopped: 0.5/min vs 24/min expected, since 02:31',
		'slow critical: p95 of "GET /api/orders" 4.1 s vs 120 ms expected, since 02:30',
	]);
});

test('a new warning is a warning at any rate', () => {
	const {detector} = watch();
	detector.takeFindings([finding({
		sense: 'new-warning', service: 'stock', text: 'memory above soft limit', observedPerMinute: 4000, expectedPerMinute: 0,
	})], startMs + (2 * minuteMs));
	assert.deepEqual(detector.anomalies().map(anomaly => `${anomaly.kind} ${anomaly.severity}: ${anomalySentence(anomaly, {timeZone: 'UTC'})}`), [
		'new-warning warning: a new warning at ~4,000/min: "memory above soft limit", at least since 02:31',
	]);
});

test('of a service one anomaly of each kind is open, and it ends when it is found no more', () => {
	const {detector, minute} = watch();
	assert.equal(detector.takeFindings([finding({}), finding({key: 'Route#54', text: 'other', blame: 2})], startMs + minuteMs).length, 1);
	assert.deepEqual(detector.takeFindings([finding({blame: 9})], startMs + (2 * minuteMs)), []);
	assert.deepEqual(detector.anomalies().map(({state, blame}) => `${state} ${blame}`), ['new 9']);
	for (let index = 1; index < 12; index++) {
		minute(index);
	}

	assert.deepEqual(detector.anomalies().map(({state}) => state), ['resolved']);
});

test('what is found for six hours is accepted once, and opens again only after it was away', () => {
	const {detector, minute} = watch();
	const events: string[] = [];
	const findFor = (fromMinute: number, toMinute: number, isFound: boolean): void => {
		for (let index = fromMinute; index < toMinute; index++) {
			minute(index);
			if (isFound && index % 2 === 0) {
				events.push(...detector.takeFindings([finding({})], startMs + (index * minuteMs)).map(({type}) => type));
			}
		}
	};

	findFor(1, 420, true);
	assert.deepEqual(events, ['opened']);
	assert.deepEqual(detector.anomalies().filter(({state}) => state !== 'resolved'), []);
	findFor(420, 440, false);
	findFor(440, 444, true);
	assert.deepEqual(events, ['opened', 'opened']);
});

test('what the senses found goes on after a restart', () => {
	const {detector} = watch();
	detector.takeFindings([finding({sense: 'own-time', times: {observedMs: 900, expectedMs: 20}})], startMs + minuteMs);
	const restored = createDetector({kind: 'default', saved: throughJson(detector.save())});
	assert.deepEqual(restored.anomalies(), detector.anomalies());
});

/** What checks of their own processes, each so many minutes after the one before, say of something that is found from the third on, for so many passes. */
function check(everyMinutes: number, passes: number, foundPasses: number): readonly string[] {
	const told: string[] = [];
	let saved: unknown;
	for (let pass = 0; pass < passes; pass++) {
		const detector = createDetector({kind: 'default', ...pass > 0 && {saved}});
		for (let index = pass * everyMinutes; index < (pass + 1) * everyMinutes; index++) {
			told.push(...detector.takeMinute({startMs: startMs + (index * minuteMs), counts: new Map([['route', {lines: 50, errors: 0}]])}).map(({type}) => type));
		}

		const isFound = pass >= 3 && pass < 3 + foundPasses;
		told.push(...detector.takeFindings(isFound ? [finding({})] : [], startMs + (((pass + 1) * everyMinutes) * minuteMs)).map(({type}) => type));
		saved = throughJson(detector.save());
	}

	return told;
}

for (const everyMinutes of [1, 5, 15, 30, 60]) {
	test(`checks every ${everyMinutes} minutes tell of what the senses find once, and once of its end`, () => {
		const hours = (count: number): number => Math.max(5, Math.round(count * 60 / everyMinutes));
		assert.deepEqual(check(everyMinutes, 3 + hours(2) + hours(4), hours(2)), ['opened', 'resolved']);
		assert.deepEqual(check(everyMinutes, 3 + hours(14), hours(14)), ['opened', 'resolved'], 'accepted after six hours');
	});
}

test('of services that broke together the one that its lines accuse most is suspected', () => {
	const {detector} = watch();
	detector.takeFindings([
		finding({
			service: 'callee', sense: 'call-time', blame: 8, onsetMs: startMs + minuteMs, times: {observedMs: 900, expectedMs: 20},
		}),
		finding({service: 'bystander', blame: 2, onsetMs: startMs}),
	], startMs + (2 * minuteMs));
	const [incident] = groupIncidents(connected(detector.anomalies()));
	assert.deepEqual([incident?.suspected, incident?.members.map(({service}) => service)], ['callee', ['callee', 'bystander']]);
});

/** A look at the patterns of a service, with one never seen before. */
const windowOf = (template: string, said: readonly string[]): PatternWindow => ({
	service: 'stock',
	startMs: startMs - (3 * minuteMs),
	endMs: startMs + (2 * minuteMs),
	sampledLines: 100,
	totalLines: 100,
	patterns: [{
		patternId: 'p7', template, isError: true, isNew: true, said, sampledLines: 20, estimatedLines: 20, share: 0.2, firstSeenMs: startMs,
	}],
});

test('an error that the senses found is not told again by the look at the patterns of its service', () => {
	const {detector} = watch();
	const said = finding({
		sense: 'new-error', service: 'stock', key: 'stock of # is negative', text: 'stock of # is negative', expectedPerMinute: 0,
	});
	detector.takeFindings([said], startMs + minuteMs);
	assert.deepEqual(detector.takePatterns(windowOf('stock of <*> is negative', ['stock of # is negative'])), []);
	assert.deepEqual(detector.anomalies().map(({fingerprint}) => fingerprint), ['new-pattern:stock:said:stock of # is negative']);
	detector.takePatterns(windowOf('queue <*> is full', ['queue # is full']));
	assert.deepEqual(detector.anomalies().map(({fingerprint}) => fingerprint).toSorted(), ['new-pattern:stock:p7', 'new-pattern:stock:said:stock of # is negative']);
});
