import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createDetector} from '../../source/detect/index.js';
import type {MinuteCounts} from '../../source/detect/types.js';
import {
	feed,
	say,
	steady,
	together,
} from '../helpers/traffic.js';

const rates = {linesPerMinute: 60, errorShare: 0.02};
const errors = (counts: MinuteCounts, more: number): MinuteCounts => ({lines: counts.lines + more, errors: counts.errors + more});

test('an anomaly is new, then ongoing, then resolved, and leaves the list a quarter of an hour later', () => {
	const traffic = steady(rates, (minute, counts) => minute >= 1500 && minute < 1530 ? errors(counts, 20) : counts);
	const detector = createDetector({kind: 'default'});
	const states: string[] = [];
	for (let minute = 0; minute < 1580; minute++) {
		feed(detector, traffic, minute, minute + 1);
		const [anomaly] = detector.anomalies();
		if (states.at(-1) !== (anomaly?.state ?? 'none')) {
			states.push(anomaly?.state ?? 'none');
		}
	}

	assert.deepEqual(states, ['none', 'new', 'ongoing', 'resolved', 'none']);
});

test('what comes back within a quarter of an hour is the same anomaly, with its onset', () => {
	const traffic = steady(rates, (minute, counts) => (minute >= 1500 && minute < 1515) || (minute >= 1532 && minute < 1545) ? errors(counts, 20) : counts);
	const events = feed(createDetector({kind: 'default'}), traffic, 0, 1600);
	assert.deepEqual(events.map(({type}) => type).filter(type => type !== 'worsened'), ['opened', 'resolved', 'reopened', 'resolved']);
	assert.equal(new Set(events.map(({anomaly}) => anomaly.fingerprint)).size, 1);
	assert.equal(new Set(events.map(({anomaly}) => anomaly.onsetMs)).size, 1);
});

test('what comes back later is another one of the same fingerprint', () => {
	const traffic = steady(rates, (minute, counts) => (minute >= 1500 && minute < 1515) || (minute >= 1600 && minute < 1615) ? errors(counts, 20) : counts);
	const events = feed(createDetector({kind: 'default'}), traffic, 0, 1700);
	assert.deepEqual(events.map(({type}) => type).filter(type => type !== 'worsened'), ['opened', 'resolved', 'opened', 'resolved']);
	assert.equal(new Set(events.map(({anomaly}) => anomaly.fingerprint)).size, 1);
});

test('it becomes critical when it grows, and stays so', () => {
	const traffic = steady({linesPerMinute: 60, errorShare: 0.001}, (minute, counts) => minute < 1500 || minute >= 1540 ? counts : errors(counts, minute < 1510 ? 3 : 30));
	const events = feed(createDetector({kind: 'default'}), traffic, 0, 1600);
	assert.deepEqual(events.map(({type, anomaly}) => `${type} ${anomaly.severity}`), ['opened warning', 'worsened critical', 'resolved critical']);
});

test('what lasts for six hours becomes expected, and said so', () => {
	for (const change of [(counts: MinuteCounts) => errors(counts, 20), (counts: MinuteCounts) => ({lines: counts.lines * 6, errors: counts.errors}), () => ({lines: 0, errors: 0})]) {
		const traffic = steady(rates, (minute, counts) => minute >= 1500 ? change(counts) : counts);
		const events = feed(createDetector({kind: 'default'}), traffic, 0, 2600).filter(({type}) => type !== 'worsened');
		assert.deepEqual(events.map(({type}) => type), ['opened', 'resolved'], say(events).join('\n'));
		assert.equal(events[1]?.anomaly.isAccepted, true);
	}
});

test('the worst comes first in the list, then the earliest', () => {
	const quiet = {linesPerMinute: 60, errorShare: 0.001};
	const traffic = together({
		late: steady(rates, (minute, counts) => minute >= 1506 ? errors(counts, 40) : counts, 1),
		mild: steady(quiet, (minute, counts) => minute >= 1500 ? errors(counts, 3) : counts, 2),
		early: steady(rates, (minute, counts) => minute >= 1503 ? errors(counts, 40) : counts, 3),
	});
	const detector = createDetector({kind: 'default'});
	feed(detector, traffic, 0, 1520);
	assert.deepEqual(detector.anomalies().map(({service, severity}) => `${service} ${severity}`), ['early critical', 'late critical', 'mild warning']);
});

test('what is expected is given for known services', () => {
	const detector = createDetector({kind: 'default'});
	assert.deepEqual(detector.learnt(), {minutes: 0, wantedMinutes: 1440});
	assert.equal(detector.expectation('payment'), undefined);
	feed(detector, steady(rates), 0, 600);
	assert.deepEqual(detector.learnt(), {minutes: 600, wantedMinutes: 1440});
	const expectation = detector.expectation('payment');
	assert.ok(Math.abs((expectation?.errorsPerMinute ?? 0) - 1.2) < 0.5);
	assert.ok((expectation?.errorsLimitPerMinute ?? 0) > 3);
	assert.ok(Math.abs((expectation?.linesPerMinute ?? 0) - 60) < 5);
	feed(detector, steady(rates), 600, 3000);
	assert.deepEqual(detector.learnt(), {minutes: 1440, wantedMinutes: 1440});
});

test('what is usual does not rise with the lines of a storm', () => {
	const detector = createDetector({kind: 'default'});
	feed(detector, steady(rates), 0, 1500);
	const before = detector.expectation('payment')?.errorsPerMinute ?? NaN;
	feed(detector, steady(rates, (_, counts) => ({...counts, lines: 1200})), 1500, 1504);
	const during = detector.expectation('payment')?.errorsPerMinute ?? NaN;
	assert.ok(Math.abs(during - before) < before, `${before} before, ${during} in the storm`);
});

test('the silence of a fleet ends with lines, not with minutes of which little is known', () => {
	const names = ['a', 'b', 'c', 'd', 'e', 'f'];
	const detector = createDetector({kind: 'default'});
	const states = (from: number, to: number, countsOf: (name: string) => MinuteCounts): string[] => {
		feed(detector, () => new Map(names.map(name => [name, countsOf(name)])), from, to);
		return detector.anomalies().filter(({kind}) => kind === 'fleet-silence').map(({state}) => state);
	};

	const usual: MinuteCounts = {lines: 60, errors: 1};
	const silent: MinuteCounts = {lines: 0, errors: 0};
	const unknown: MinuteCounts = {lines: NaN, errors: NaN};
	assert.deepEqual(states(0, 600, () => usual), []);
	assert.deepEqual(states(600, 604, () => silent), ['new']);
	assert.deepEqual(states(604, 612, name => name < 'c' ? silent : unknown), ['ongoing']);
	assert.deepEqual(states(612, 616, () => usual), ['resolved']);
});
