import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createDetector} from '../../source/detect/index.js';
import type {Detector, Minute, MinuteCounts} from '../../source/detect/types.js';
import {
	createRandom,
	feed,
	minuteAt,
	mondayMs,
	poisson,
	say,
	steady,
	together,
	type Traffic,
} from '../helpers/traffic.js';

const rates = {linesPerMinute: 60, errorShare: 0.02};
const kinds = ['default', 'simple'] as const;

const withErrors = (from: number, to: number, more: number) => (minute: number, counts: MinuteCounts): MinuteCounts =>
	minute >= from && minute < to ? {lines: counts.lines + more, errors: counts.errors + more} : counts;

const troubles: ReadonlyArray<(counts: MinuteCounts) => MinuteCounts> = [
	counts => ({lines: counts.lines + 15, errors: counts.errors + 15}),
	counts => ({lines: counts.lines * 8, errors: counts.errors}),
	() => ({lines: 0, errors: 0}),
];

/** A fleet in which everything happens: spikes, surges, silences, failed polls, a collector that stops. */
const eventful = (seed: number): Traffic => {
	const random = createRandom(seed);
	const parts: Record<string, Traffic> = {};
	for (let index = 0; index < 6; index++) {
		const from = 1500 + Math.floor(random() * 300);
		const kind = Math.floor(random() * 3);
		const change = (minute: number, counts: MinuteCounts): MinuteCounts => (minute >= from && minute < from + 40 ? troubles[kind] : undefined)?.(counts) ?? counts;
		parts[`service-${index}`] = steady({linesPerMinute: 3 + (random() * 60), errorShare: random() * 0.1}, change, seed + index);
	}

	const fleet = together(parts);
	const gap = 1550 + Math.floor(random() * 200);
	return minute => {
		if (minute % 97 === 0) {
			return undefined;
		}

		return minute >= gap && minute < gap + 6 ? new Map() : fleet(minute);
	};
};

test('cutting the series anywhere changes nothing that was said before', () => {
	const random = createRandom(5);
	for (let round = 0; round < 6; round++) {
		const traffic = eventful(round);
		const whole = feed(createDetector({kind: 'default'}), traffic, 0, 2000);
		assert.ok(whole.length > 0);
		const cut = 1500 + Math.floor(random() * 400);
		const before = feed(createDetector({kind: 'default'}), traffic, 0, cut);
		assert.deepEqual(before, whole.filter(({atMs}) => atMs < mondayMs + (cut * 60_000)), `round ${round}, cut at ${cut}`);
	}
});

test('a detector saved anywhere, even in the middle of an anomaly, goes on as if nothing had been', () => {
	const random = createRandom(6);
	for (const kind of kinds) {
		for (let round = 0; round < 4; round++) {
			const traffic = eventful(round);
			const cut = 1500 + Math.floor(random() * 300);
			const detector = createDetector({kind});
			feed(detector, traffic, 0, cut);
			const text = JSON.stringify(detector.save());
			const saved: unknown = JSON.parse(text);
			const restored = createDetector({kind, saved});
			assert.deepEqual(restored.anomalies(), detector.anomalies());
			assert.deepEqual(restored.learnt(), detector.learnt());
			assert.deepEqual(feed(restored, traffic, cut, 2000), feed(detector, traffic, cut, 2000), `${kind}, round ${round}, cut at ${cut}`);
			assert.deepEqual(restored.save(), detector.save());
		}
	}
});

test('what was saved otherwise, or is damaged, is passed over', () => {
	const detector = createDetector({kind: 'default'});
	feed(detector, steady(rates), 0, 100);
	const good = JSON.stringify(detector.save());
	const damaged = [
		undefined,
		'',
		7,
		[],
		{},
		{version: 1},
		{version: 99, kind: 'default'},
		{
			version: 1, kind: 'default', episodes: [{}], history: {},
		},
		{
			version: 1, kind: 'default', episodes: [], history: {newest: 'x', services: [{name: 1}]},
		},
		...[['"kind":"default"', '"kind":"other"'], ['"newest":', '"oldest":'], ['"lines":"', '"lines":"A'], ['"episodes":[]', '"episodes":{}'], ['"arrays":', '"rings":']]
			.map(([part = '', other = '']): unknown => JSON.parse(good.split(part).join(other))),
	];
	for (const kind of kinds) {
		for (const saved of damaged) {
			const fresh = createDetector({kind, saved});
			assert.equal(fresh.learnt().minutes, 0, JSON.stringify(saved)?.slice(0, 80));
			feed(fresh, steady(rates), 0, 40);
			assert.equal(fresh.learnt().minutes, 40);
		}
	}
});

test('minutes that are read again with the same counts change nothing', () => {
	const traffic = steady(rates, withErrors(1500, 1520, 20));
	const once = feed(createDetector({kind: 'default'}), traffic, 0, 1600);
	const detector = createDetector({kind: 'default'});
	const again = Array.from({length: 1600}, (_, minute) => [minute - 2, minute - 1, minute]
		.filter(at => at >= 0)
		.flatMap(at => detector.takeMinute(minuteAt(at, traffic(at))))).flat();
	assert.deepEqual(again, once);
});

test('lines that came late correct the minute', () => {
	const traffic = steady(rates);
	const late = createDetector({kind: 'default'});
	const events = Array.from({length: 300}, (_, offset) => 1500 + offset);
	feed(late, traffic, 0, 1500);
	const said: string[] = [];
	for (const minute of events) {
		const {lines = 0, errors = 0} = traffic(minute)?.get('payment') ?? {};
		// Of each minute almost nothing is there at first; the next poll has it all.
		said.push(
			...say(late.takeMinute(minuteAt(minute - 1, traffic(minute - 1)))),
			...say(late.takeMinute(minuteAt(minute, new Map([['payment', {lines: Math.floor(lines * 0.05), errors: Math.floor(errors * 0.05)}]])))),
		);
	}

	assert.deepEqual(said, []);
	const expectation = late.expectation('payment');
	assert.ok((expectation?.linesPerMinute ?? 0) > 50, String(expectation?.linesPerMinute));
});

test('a baseline that is filled in newest first serves as one that was there', () => {
	const traffic = steady({linesPerMinute: 60, errorShare: 0.1}, withErrors(1430, 1600, 40));
	const detector = createDetector({kind: 'default'});
	// The last hour comes first, then each hour before it, as a monitor reads them.
	feed(detector, traffic, 1380, 1440);
	for (let hour = 22; hour >= 0; hour--) {
		feed(detector, traffic, hour * 60, (hour + 1) * 60);
	}

	assert.equal(detector.learnt().minutes, 1440);
	feed(detector, traffic, 1440, 1445);
	const [anomaly] = detector.anomalies();
	assert.equal(anomaly?.kind, 'error-spike');
	assert.equal(anomaly?.onsetMs, mondayMs + (1430 * 60_000));
	assert.ok(Math.abs((anomaly?.expectedPerMinute ?? 0) - 6) < 2.5, String(anomaly?.expectedPerMinute));
});

test('a baseline of days before is taken though the hours between are missing', () => {
	const traffic = steady(rates);
	const detector = createDetector({kind: 'default'});
	feed(detector, traffic, 5 * 1440, (5 * 1440) + 60);
	assert.deepEqual(say(feed(detector, traffic, 2 * 1440, 3 * 1440)), []);
	assert.deepEqual(say(feed(detector, traffic, (5 * 1440) + 60, (5 * 1440) + 200)), []);
});

test('odd minutes throw nothing and alarm nobody', () => {
	const values = [-1, -0.5, NaN, Infinity, -Infinity, 1e300, Number.MAX_SAFE_INTEGER, 0.3];
	for (const kind of kinds) {
		const random = createRandom(9);
		const traffic = steady(rates);
		const detector = createDetector({kind});
		feed(detector, traffic, 0, 1500);
		const odd = (): number => values[Math.floor(random() * values.length)] ?? 0;
		const said: string[] = [];
		for (let minute = 1500; minute < 1700; minute++) {
			const good = traffic(minute)?.get('payment') ?? {lines: 0, errors: 0};
			const counts = minute % 5 === 0 ? {lines: random() < 0.5 ? NaN : -odd(), errors: -1} : good;
			said.push(...say(detector.takeMinute(minuteAt(minute, new Map([['payment', counts]])))));
		}

		assert.deepEqual(said, [], kind);
		for (const startMs of [NaN, Infinity, -Infinity, 1e300, mondayMs + 30_001]) {
			assert.deepEqual(detector.takeMinute({startMs, counts: new Map([['payment', {lines: odd(), errors: odd()}]])}), []);
		}

		detector.anomalies();
		JSON.stringify(detector.save());
	}
});

test('a clock that jumps ahead or back alarms nobody, and detection goes on', () => {
	const traffic = steady(rates);
	for (const jump of [90, 600, 3000, 20_000, 2_000_000]) {
		const detector = createDetector({kind: 'default'});
		feed(detector, traffic, 0, 1500);
		const shifted = (by: number, from: number, to: number): string[] => {
			const said: string[] = [];
			for (let minute = from; minute < to; minute++) {
				said.push(...say(detector.takeMinute({startMs: mondayMs + ((minute + by) * 60_000), counts: traffic(minute)})));
			}

			return said;
		};

		assert.deepEqual([...shifted(jump, 1500, 1503), ...shifted(0, 1503, 1700)], [], `jump by ${jump}`);
	}

	// Set back for good by more than a week: it begins again there.
	const detector = createDetector({kind: 'default'});
	feed(detector, traffic, 30_000, 30_100);
	feed(detector, traffic, 0, 100);
	assert.ok(detector.learnt().minutes >= 90);
});

test('jobs that come under a new name each time and go alarm nobody', () => {
	const base = steady(rates);
	const visitor = steady({linesPerMinute: 20, errorShare: 0.3}, undefined, 3);
	const traffic: Traffic = minute => {
		const counts = new Map(base(minute));
		const name = `batch-${Math.floor(minute / 200)}`;
		const part = visitor(minute)?.get('payment');
		if (minute % 200 < 25 && part !== undefined) {
			counts.set(name, part);
		}

		return counts;
	};

	assert.deepEqual(say(feed(createDetector({kind: 'default'}), traffic, 0, 3000)), []);
});

test('five thousand services and more stay within bounds', () => {
	const random = createRandom(4);
	const detector = createDetector({kind: 'default'});
	let said = 0;
	for (let minute = 0; minute < 40; minute++) {
		const counts = new Map<string, MinuteCounts>();
		for (let index = 0; index < 5200; index++) {
			counts.set(`service-${index}`, {lines: poisson(3, random), errors: poisson(0.05, random)});
		}

		said += detector.takeMinute(minuteAt(minute, counts)).length;
	}

	assert.equal(said, 0);
	const known = Array.from({length: 5200}, (_, index) => detector.expectation(`service-${index}`)).filter(expectation => expectation !== undefined);
	assert.equal(known.length, 5000);
});

test('names that look like something else are names', () => {
	const names = ['__proto__', 'constructor', '*', '', 'a:b', 'toString'];
	for (const kind of kinds) {
		const detector = createDetector({kind});
		const random = createRandom(8);
		for (let minute = 0; minute < 120; minute++) {
			detector.takeMinute(minuteAt(minute, new Map(names.map(name => [name, {lines: poisson(30, random), errors: 0}]))));
		}

		const text = JSON.stringify(detector.save());
		const restored: Detector = createDetector({kind, saved: JSON.parse(text)});
		for (const name of names) {
			assert.deepEqual(restored.expectation(name), detector.expectation(name), name);
			assert.notEqual(detector.expectation(name), undefined, name);
		}
	}
});

test('a poll that failed is missing, and what was known of the minute stays', () => {
	const traffic = steady(rates);
	const detector = createDetector({kind: 'default'});
	feed(detector, traffic, 0, 1500);
	const failed: Minute = minuteAt(1499, undefined);
	assert.deepEqual(detector.takeMinute(failed), []);
	assert.equal(detector.learnt().minutes, 1440);
	const said = Array.from({length: 30}, (_, offset) => detector.takeMinute(minuteAt(1500 + offset, undefined))).flat();
	assert.deepEqual(say(said), []);
	assert.equal(detector.learnt().minutes, 1410);
	assert.deepEqual(say(feed(detector, traffic, 1530, 1600)), []);
});
