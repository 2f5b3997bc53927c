import assert from 'node:assert/strict';
import {test} from 'node:test';
import {joinPast, type Past} from '../../../source/detect/senses/past.js';
import {findNewWarnings} from '../../../source/detect/senses/new-warnings.js';
import {toSlice} from '../../../source/detect/senses/slice.js';
import type {SenseEvent, Slice} from '../../../source/detect/senses/types.js';

const windowMs = 150_000;
const endMs = 1_772_600_400_000;

type Told = {readonly second: number; readonly said?: string; readonly service?: string; readonly writer?: string; readonly key?: string};

const warn = ({second, said = 'memory above soft limit', service = 'stock', writer = 'stock-1', key = `p:${said}`}: Told): SenseEvent => ({
	timeMs: endMs - windowMs + (second * 1000), service, key, text: said, isError: false, warning: {said, writer},
});

/** A service that writes two lines a second, and what it warns of. */
const slice = (more: readonly SenseEvent[] = []): Slice => toSlice([
	...Array.from({length: 300}, (_, index): SenseEvent => ({
		timeMs: endMs - windowMs + (index * 500), service: 'stock', key: 'p:reserved', text: 'reserved', isError: false,
	})),
	...more,
].toSorted((a, b) => a.timeMs - b.timeMs), {startMs: endMs - windowMs, endMs});

const calm = (more: readonly SenseEvent[] = [], slices = 8): Past => joinPast(Array.from({length: slices}, () => slice(more)));
const found = (more: readonly SenseEvent[], past = calm()): readonly string[] => findNewWarnings(slice(more), past).map(({sense, service, key}) => `${sense} ${service}: ${key}`);
const every = (seconds: number, told: Partial<Told> = {}): readonly SenseEvent[] => Array.from({length: Math.floor(windowMs / 1000 / seconds)}, (_, index) => warn({second: index * seconds, ...told}));

test('a warning that nobody wrote before and that comes for minutes is found', () => {
	assert.deepEqual(found(every(12)), ['new-warning stock: memory above soft limit']);
	assert.deepEqual(found(every(1)), ['new-warning stock: memory above soft limit']);
});

const calmOnes: ReadonlyArray<readonly [name: string, more: readonly SenseEvent[], past?: Past]> = [
	['comes once', [warn({second: 100})]],
	['comes too seldom to matter', every(30)],
	['comes in one burst, as when configuration is read', Array.from({length: 60}, (_, index) => warn({second: 60 + (index / 4)}))],
	['is over', every(2).filter(({timeMs}) => timeMs < endMs - 60_000)],
	['comes once or twice of each pod, as when a new release starts', Array.from({length: 60}, (_, index) => warn({second: index * 2, writer: `stock-${index >> 1}`}))],
	['was there before, in the same service', every(5), calm([warn({second: 3})])],
	['was there before, in another service', every(5), calm([warn({second: 3, service: 'cart'})])],
	['was an error before', every(5), calm([{...warn({second: 3}), isError: true, error: {said: 'memory above soft limit', isOfOther: false}}])],
	['is a usual line at another level now', every(5, {key: 'p:reserved'})],
	['is of a service that is new itself', every(5, {service: 'parcels'})],
	['is compared with too little of the past', every(5), calm([], 3)],
];

for (const [name, more, past] of calmOnes) {
	test(`a warning is no news that ${name}`, () => {
		assert.deepEqual(found(more, past), []);
	});
}

test('a fleet in which each of a thousand services warns of something is judged in bounded memory', () => {
	const more = Array.from({length: 20_000}, (_, index) => warn({
		second: index % 150, said: `warning ${index}`, service: `s${index % 1000}`, writer: `w${index}`,
	}));
	const wide = slice(more);
	assert.ok(wide.usual.length <= 4000);
	assert.ok(JSON.stringify(wide).length < 4_000_000);
});
