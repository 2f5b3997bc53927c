import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createSenseMemory, type SenseMemory} from '../../../source/detect/senses/memory.js';
import {shareScore} from '../../../source/detect/senses/share-score.js';
import {toSlice} from '../../../source/detect/senses/slice.js';
import {readSpans} from '../../../source/detect/senses/spans.js';
import {withKeys} from '../../../source/detect/senses/with-keys.js';
import type {SenseEvent, Slice} from '../../../source/detect/senses/types.js';

const minuteMs = 60_000;
const windowMs = 150_000;
const endMs = 1_772_600_000_000 - (1_772_600_000_000 % minuteMs);

type Options = {
	readonly share?: (key: string) => number;
	readonly ownMs?: (second: number) => number;
	readonly callMs?: (second: number) => number;
	readonly more?: readonly SenseEvent[];
	readonly isCut?: (second: number) => boolean;
};

let request = 0;

/** A shop of two services: each second a request to `orders`, which calls `stock`. */
function slice(atMs: number, {share = () => 1, ownMs = () => 8, callMs = () => 12, more = [], isCut = () => false}: Options = {}): Slice {
	const range = {startMs: atMs - windowMs, endMs: atMs};
	const events: SenseEvent[] = [...more];
	for (let second = 0; second < windowMs / 1000; second++) {
		const trace = `t${request++}`;
		let timeMs = range.startMs + (second * 1000);
		const say = (service: string, key: string, afterMs: number): void => {
			timeMs += afterMs;
			if ((second * 7919) % 100 < share(key) * 100) {
				events.push({
					timeMs, service, key, text: key, isError: false, trace, span: service,
				});
			}
		};

		const jitter = second % 5;
		say('orders', 'Orders#1', 0);
		say('orders', 'Orders#2', ownMs(second) + jitter);
		if (isCut(second)) {
			continue;
		}

		say('stock', 'Stock#1', (callMs(second) / 2) + jitter);
		say('stock', 'Stock#2', 3);
		say('orders', 'Orders#3', callMs(second) / 2);
	}

	return toSlice(events.toSorted((a, b) => a.timeMs - b.timeMs), range);
}

const calm = (): readonly Slice[] => Array.from({length: 8}, (_, index) => slice(endMs - ((index + 8) * 3 * minuteMs)));

const learn = (memory: SenseMemory, slices: readonly Slice[]): void => {
	for (const _ of memory.learnPast(slices.map(one => ({slice: one, newest: undefined})))) {
		// A real reader gives way here.
	}
};

function judge(options: Options, past = calm()) {
	const memory = createSenseMemory();
	learn(memory, past);
	return memory.judge({slice: slice(endMs, options), newest: undefined}, undefined).opened;
}

const seen = (options: Options, past?: readonly Slice[]): readonly string[] => judge(options, past).map(({sense, service}) => `${sense} ${service}`);

const errorAt = (second: number, said: string, isOfOther = false): SenseEvent => ({
	timeMs: endMs - windowMs + (second * 1000), service: 'stock', key: said, text: said, isError: true, error: {said, isOfOther},
});

/** As a file keeps it. */
const throughJson = (value: unknown): unknown => {
	const text = JSON.stringify(value);
	return JSON.parse(text);
};

test('a change of a share scores by its cautious end, in doublings', () => {
	assert.equal(shareScore(10, 1000, 100, 10_000), 0);
	assert.equal(shareScore(3, 0, 0, 10), 0);
	assert.ok(shareScore(40, 1000, 100, 10_000) > 1);
	assert.ok(shareScore(0, 1000, 300, 10_000) < -1.5);
	assert.ok(shareScore(3, 1000, 0, 10_000) > 0);
});

test('a calm fleet opens nothing, nor does a load that halves', () => {
	assert.deepEqual(seen({}), []);
	assert.deepEqual(seen({share: () => 0.5}), []);
});

test('an error that nobody told before opens at one or two a minute', () => {
	const more = [20, 60, 100, 130].map(second => errorAt(second, 'stock is negative'));
	assert.deepEqual(seen({more}), ['new-error stock']);
});

test('an error told before, of another service, or twice only, opens nothing', () => {
	const past = calm().map((one, index) => index === 0
		? {
			...one, errors: [{
				service: 'other', key: 'stock is negative', text: '', count: 1, firstMs: 0, lastMs: 0, isOfOther: false,
			}],
		}
		: one);
	const told = [20, 60, 100, 130].map(second => errorAt(second, 'stock is negative'));
	assert.deepEqual(seen({more: told}, past), []);
	assert.deepEqual(seen({more: [20, 60, 100, 130].map(second => errorAt(second, 'no answer from <service>', true))}), []);
	assert.deepEqual(seen({more: told.slice(2)}), []);
});

test('a usual pattern that stops is missed, whoever else goes on', () => {
	const first = judge({share: key => key === 'Stock#2' ? 0 : 1}).find(({sense}) => sense === 'vanished');
	assert.equal(first?.key, 'Stock#2');
	assert.strictEqual(first.observedPerMinute, 0);
	assert.ok(first.expectedPerMinute > 40);
});

test('a batch that ends, a moved statement and a switch made on purpose are not missed', () => {
	const batch = (atMs: number): readonly SenseEvent[] => Array.from({length: 100}, (_, index) => ({
		timeMs: atMs - 100_000 + (index * 900), service: 'batch', key: 'Batch#1', text: 'row imported', isError: false,
	}));
	const past = Array.from({length: 8}, (_, index) => {
		const atMs = endMs - ((index + 8) * 3 * minuteMs);
		return slice(atMs, {more: index % 2 === 0 ? batch(atMs) : []});
	});
	assert.deepEqual(seen({}, past), []);
	const moved = Array.from({length: 150}, (_, second): SenseEvent => ({
		timeMs: endMs - windowMs + (second * 1000), service: 'stock', key: 'Stock#9', text: 'moved', isError: false,
	}));
	assert.deepEqual(seen({share: key => key === 'Stock#2' ? 0 : 1, more: moved}).filter(found => found.startsWith('vanished')), []);
	assert.deepEqual(seen({
		share: key => key === 'Stock#2' ? 0 : 1, more: [{
			timeMs: endMs - 100_000, service: 'stock', key: 'Flags#1', text: 'feature reservations disabled', isError: false, isSwitch: true,
		}],
	}).filter(found => found.startsWith('vanished')), []);
});

test('a slow callee is blamed, a service slow in its own lines is blamed itself', () => {
	assert.deepEqual(seen({callMs: () => 900}), ['call-time stock', 'call-time orders'], 'its only caller comes after it');
	assert.deepEqual(seen({ownMs: () => 900}), ['own-time orders']);
});

test('one hiccup is no slowness, nor is a slow start that is over', () => {
	assert.deepEqual(seen({callMs: second => second >= 60 && second < 65 ? 900 : 12}), []);
	assert.deepEqual(seen({ownMs: second => second < 3 ? 4000 : 8}), []);
});

test('requests that end early are seen', () => {
	assert.ok(seen({isCut: second => second > 60 && second % 2 === 0}).includes('ends-early orders'));
});

test('clocks that differ, one id for all, and times that run backwards are taken', () => {
	const range = {startMs: 0, endMs: 60_000};
	const line = (timeMs: number, service: string, trace: string): SenseEvent => ({
		timeMs, service, key: `${service}#1`, text: '', isError: false, trace,
	});
	const one = readSpans(Array.from({length: 2000}, (_, index) => line(index, 'a', 'same')), range);
	assert.deepEqual(one, {times: [], ends: []});
	const skewed = readSpans([line(5000, 'b', 't1'), line(1000, 'a', 't1'), line(900, 'a', 't1')], range);
	assert.ok(skewed.times.every(({values}) => values.every(value => value >= 0)));
});

test('a thousand services are judged in bounded time and memory', () => {
	const wide = (atMs: number): Slice => toSlice(Array.from({length: 5000}, (_, index) => ({
		timeMs: atMs - windowMs + (index * 30), service: `s${index % 1000}`, key: `S${index % 3000}#1`, text: 'x', isError: index % 50 === 0, error: {said: 'x', isOfOther: false}, trace: `t${index >> 2}`, durationMs: 5,
	})), {startMs: atMs - windowMs, endMs: atMs});
	const memory = createSenseMemory();
	learn(memory, Array.from({length: 24}, (_, index) => wide(endMs - ((index + 8) * 3 * minuteMs))));
	assert.deepEqual(memory.judge({slice: wide(endMs), newest: undefined}, undefined).opened, []);
	assert.ok(JSON.stringify(memory.save()).length < 40_000_000);
});

test('what is learnt is 15 minutes old and not from an open trouble', () => {
	const memory = createSenseMemory();
	learn(memory, calm());
	memory.judge({slice: slice(endMs), newest: undefined}, undefined);
	assert.equal(memory.size(), 8);
	memory.judge({slice: slice(endMs + (20 * minuteMs)), newest: undefined}, undefined);
	assert.equal(memory.size(), 9);
	memory.judge({slice: slice(endMs + (40 * minuteMs)), newest: undefined}, endMs + (20 * minuteMs));
	assert.equal(memory.size(), 9);
});

test('a memory goes on where it was, and passes over what is damaged', () => {
	const memory = createSenseMemory();
	learn(memory, calm());
	const restored = createSenseMemory({saved: throughJson(memory.save())});
	assert.equal(restored.size(), 8);
	assert.deepEqual(restored.judge({slice: slice(endMs, {callMs: () => 900}), newest: undefined}, undefined).opened.map(({service}) => service), ['stock', 'orders']);
	for (const saved of [undefined, 7, {ring: 'x'}, {ring: [{slice: {}, peaks: {}}]}]) {
		assert.equal(createSenseMemory({saved}).size(), 0);
	}
});

test('keys of patterns that merged are those that stand for them now', () => {
	const memory = createSenseMemory({keyNow: key => key === 'Stock#2' ? 'Stock#1' : key});
	learn(memory, calm());
	const merged = {...slice(endMs), usual: slice(endMs).usual.flatMap(one => one.key === 'Stock#2' ? [] : [one.key === 'Stock#1' ? {...one, count: 2 * one.count} : one])};
	assert.deepEqual(memory.judge({slice: merged, newest: undefined}, undefined).opened.filter(({sense}) => sense === 'vanished'), []);
});

test('an end or a time whose pattern merged is found under the key that stands for it now, though every usual key stayed', () => {
	const keyNow = (key: string): string => key === 'Stock#old' ? 'Stock#2' : key;
	const rename = (key: string): string => key.split('\n').map(part => part === 'Stock#2' ? 'Stock#old' : part).join('\n');
	const memory = createSenseMemory({keyNow});
	learn(memory, calm().map(one => ({
		...one, times: one.times.map(series => ({...series, key: rename(series.key)})), ends: one.ends.map(end => ({...end, key: rename(end.key)})),
	})));
	const saved = memory.save() as {readonly ring: ReadonlyArray<{readonly slice: Slice}>};
	const keys = new Set(saved.ring.flatMap(({slice: {times, ends}}) => [...times, ...ends].flatMap(({key}) => key.split('\n'))));
	assert.ok(keys.has('Stock#2'));
	assert.ok(!keys.has('Stock#old'));
});

test('the memory keeps the keys that patterns merged into, and asks once for each', () => {
	const merged = new Map<string, string>();
	let asked = 0;
	const memory = createSenseMemory({
		keyNow(key) {
			asked += key === 'Stock#2' ? 1 : 0;
			return merged.get(key) ?? key;
		},
	});
	learn(memory, calm());
	merged.set('Stock#2', 'Stock#1');
	const now = (atMs: number): Slice => withKeys(slice(atMs), key => merged.get(key) ?? key);
	memory.judge({slice: now(endMs), newest: undefined}, undefined);
	const before = asked;
	assert.ok(!JSON.stringify(memory.save()).includes('Stock#2'));
	memory.judge({slice: now(endMs + (3 * minuteMs)), newest: undefined}, undefined);
	assert.equal(asked, before);
});
