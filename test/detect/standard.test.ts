import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createDetector} from '../../source/detect/index.js';
import type {AnomalyEvent, Detector, Minute} from '../../source/detect/types.js';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 10, 20);

/** A small generator of its own (Park and Miller's): the same numbers on every machine. */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

/** Knuth's Poisson numbers; fine for small means. */
function poisson(mean: number, random: () => number): number {
	const limit = Math.exp(-mean);
	let count = 0;
	for (let product = random(); product > limit; product *= random()) {
		count++;
	}

	return count;
}

type Change = (service: string, minute: number, counts: {lines: number; errors: number}) => {lines: number; errors: number};

/** A fleet with ordinary noise and, where something is planted, that. */
function series(services: number, minutes: number, change: Change = (_service, _minute, counts) => counts, seed = 7): readonly Minute[] {
	const random = createRandom(seed);
	return Array.from({length: minutes}, (_, minute) => ({
		startMs: startMs + (minute * minuteMs),
		counts: new Map(Array.from({length: services}, (_service, index) => {
			const name = `service-${index}`;
			const lines = poisson(20 + (10 * (index % 4)), random);
			return [name, change(name, minute, {lines, errors: Math.min(lines, poisson(0.3, random))})] as const;
		})),
	}));
}

const feed = (detector: Detector, minutes: readonly Minute[]): readonly AnomalyEvent[] => minutes.flatMap(minute => detector.takeMinute(minute));
const told = (events: readonly AnomalyEvent[]) => events.map(({type, atMs, anomaly}) => `${type} ${anomaly.service} ${anomaly.kind} ${Math.round((atMs - startMs) / minuteMs)}`);
const standard = (saved?: unknown) => createDetector({kind: 'default', saved});

/** As it is kept: what JSON cannot hold is lost. */
function throughJson(value: unknown): unknown {
	const text = JSON.stringify(value);
	return JSON.parse(text);
}

const burst: Change = (service, minute, counts) => service === 'service-1' && minute >= 1800 && minute < 1840 ? {lines: counts.lines + 15, errors: counts.errors + 15} : counts;

test('a day of a quiet fleet opens nothing', () => {
	assert.deepEqual(told(feed(standard(), series(12, 1440))), []);
});

test('an error spike opens within minutes, names its onset, and resolves when it is over', () => {
	const events = feed(standard(), series(6, 1900, burst));
	const opened = events.find(({type}) => type === 'opened');
	assert.equal(opened?.anomaly.service, 'service-1');
	assert.equal(opened?.anomaly.kind, 'error-spike');
	assert.ok(((opened?.atMs ?? 0) - startMs) / minuteMs <= 1804);
	assert.ok(Math.abs((opened?.anomaly.onsetMs ?? 0) - startMs - (1800 * minuteMs)) <= minuteMs);
	assert.ok((opened?.anomaly.observedPerMinute ?? 0) > (opened?.anomaly.limitPerMinute ?? Infinity));
	assert.ok((opened?.anomaly.factor ?? 0) > 1);
	assert.equal(events.at(-1)?.type, 'resolved');
});

test('with one hour of history an obvious spike is still found', () => {
	const late: Change = (service, minute, counts) => service === 'service-2' && minute >= 50 ? {lines: counts.lines + 20, errors: counts.errors + 20} : counts;
	assert.ok(told(feed(standard(), series(12, 60, late))).some(line => line.startsWith('opened service-2 error-spike')));
});

test('a blip of two minutes, as a deploy makes it, opens nothing', () => {
	const blip: Change = (service, minute, counts) => service === 'service-1' && (minute === 1800 || minute === 1801) ? {lines: counts.lines + 20, errors: counts.errors + 20} : counts;
	assert.deepEqual(told(feed(standard(), series(6, 1900, blip))), []);
});

test('single errors in a row open nothing before they are enough, however calm the day before was', () => {
	const rare = (everyMinutes: number, count: number): readonly Minute[] => Array.from({length: 1600}, (_, minute) => {
		const step = (minute - 1500) / everyMinutes;
		const isBefore = minute < 1480 && minute % 200 === 7;
		return {startMs: startMs + (minute * minuteMs), counts: new Map([['service-0', {lines: 60, errors: Number(isBefore || (step >= 0 && step < count && Number.isInteger(step)))}]])};
	});
	const opened = (minutes: readonly Minute[]) => told(feed(standard(), minutes)).filter(line => line.startsWith('opened'));
	assert.deepEqual(opened(rare(4, 6)), []);
	assert.deepEqual(opened(rare(4, 7)), ['opened service-0 error-spike 1524']);
	assert.deepEqual(opened(rare(5, 8)), []);
	assert.deepEqual(opened(rare(5, 9)), ['opened service-0 error-spike 1540']);
});

test('a silent service is told, a silent fleet is told once', () => {
	const silence: Change = (service, minute, counts) => service === 'service-3' && minute >= 1800 ? {lines: 0, errors: 0} : counts;
	const alone = told(feed(standard(), series(6, 1830, silence)));
	assert.ok(alone.some(line => line.startsWith('opened service-3 silence')), alone.join('\n'));
	const fleet: Change = (_service, minute, counts) => minute >= 1800 && minute < 1820 ? {lines: 0, errors: 0} : counts;
	const all = told(feed(standard(), series(12, 1830, fleet))).filter(line => line.startsWith('opened'));
	assert.equal(all.length, 1, all.join('\n'));
	assert.match(all[0] ?? '', /opened \* fleet-silence/);
});

test('what is said of a minute rests on nothing after it', () => {
	const minutes = series(6, 1900, burst);
	const whole = told(feed(standard(), minutes));
	for (const cut of [1700, 1802, 1805, 1838, 1850]) {
		const before = told(feed(standard(), minutes.slice(0, cut)));
		assert.deepEqual(before, whole.slice(0, before.length), String(cut));
		assert.ok(whole.slice(before.length).every(line => Number(line.split(' ').at(-1)) >= cut - 1), String(cut));
	}
});

test('a restart goes on exactly where it was', () => {
	const minutes = series(6, 1900, burst);
	const whole = told(feed(standard(), minutes));
	for (const cut of [1500, 1803, 1830]) {
		const first = standard();
		const before = told(feed(first, minutes.slice(0, cut)));
		const after = told(feed(standard(throughJson(first.save())), minutes.slice(cut)));
		assert.deepEqual([...before, ...after], whole, String(cut));
	}
});

test('a missing minute is no silence, and a failed hour no storm of alarms', () => {
	const minutes = series(12, 1900).map((minute, index) => index >= 1800 && index < 1860 ? {...minute, counts: undefined} : minute);
	assert.deepEqual(told(feed(standard(), minutes)), []);
});

test('odd counts and odd times throw nothing and alarm nobody', () => {
	const detector = standard();
	feed(detector, series(6, 1500));
	const odd = (minute: number, lines: number, errors: number): Minute => ({startMs: startMs + (minute * minuteMs), counts: new Map([['service-0', {lines, errors}], ['stranger', {lines: 3, errors: 0}]])});
	const events = feed(detector, [
		odd(1500, -5, -1), odd(1501, NaN, NaN), odd(1501, 20, 0), odd(1400, 25, 0), odd(1502, Infinity, 0), odd(1503, 20, 0), odd(9000, 20, 0), odd(10, 20, 0),
	]);
	assert.deepEqual(told(events).filter(line => line.includes('error-spike') || line.includes('surge')), []);
});
