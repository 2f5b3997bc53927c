import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Counts} from '../../source/detect/merge-answer.js';
import {reachOf} from '../../source/detect/reach.js';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 0, 5, 3);
const services = ['payment', 'cart', 'users', 'web', 'search', 'checkout'];
const usual = new Map(services.map(service => [service, {linesPerMinute: 6}]));

/** What all services together wrote: `lines` of each of the first `heard`. */
const counts = (lines: number, heard = services.length): Counts => new Map(services.slice(0, heard).flatMap(service => lines > 0 ? [[service, {lines, errors: 0}] as const] : []));

type Case = {
	readonly known?: readonly Counts[];
	/** After what is known. */
	readonly answer: readonly Counts[];
	/** Minutes at the end that are not heard. */
	readonly unheard: number;
	/** Minutes at the end of the window that are in neither. */
	readonly beyond?: number;
};

const repeat = (times: number, ...minutes: readonly Counts[]): readonly Counts[] => Array.from({length: times}, () => minutes).flat();
const full = counts(6);
const none = counts(0);
/** A full minute in which the counts of the last services are no numbers. */
const unread = (missing: number): Counts => new Map([...full].map(([service, count], index) => [service, index < services.length - missing ? count : {lines: NaN, errors: NaN}]));

const cases: Readonly<Record<string, Case>> = {
	'newest minutes that are full are heard': {answer: repeat(5, full), unheard: 0},
	'empty ones at the end are not': {answer: [...repeat(5, full), none, none, none], unheard: 3},
	'nor is a minute before them of which half is missing': {answer: [...repeat(5, full), counts(2), none, none], unheard: 3},
	'nor one in which a few are not heard': {answer: [...repeat(5, full), counts(6, 4), none, none], unheard: 3},
	'a minute of which half is missing is heard where nothing empty follows': {answer: [...repeat(5, full), counts(2)], unheard: 0},
	'a minute that is known stays known': {known: repeat(60, full), answer: [none, none], unheard: 2},
	'an empty answer about minutes that are known takes nothing back': {known: repeat(60, full), answer: [], unheard: 0},
	'most of the fleet is the fleet': {answer: [...repeat(5, full), ...repeat(4, counts(6, 2))], unheard: 4},
	'less than a third of it is not': {answer: [...repeat(5, full), ...repeat(4, counts(6, 5))], unheard: 0},
	'what is quiet for a minute every five by habit is not late': {known: repeat(12, full, full, full, none), answer: [full, full, full, none], unheard: 0},
	'but longer than that is': {known: repeat(12, full, full, full, none), answer: [full, full, full, none, none], unheard: 2},
	'one long outage is no habit': {known: [...repeat(20, full), ...repeat(15, none), ...repeat(20, full)], answer: [none, none, none, none], unheard: 4},
	'an older answer that ends in silence is the end where nothing is known after it': {answer: [...repeat(5, full), none, none, none], beyond: 4, unheard: 3},
	'counts that cannot be read are no silence': {answer: [...repeat(5, full), ...repeat(3, unread(3))], unheard: 0},
	'a minute before empty ones in which a count cannot be read is not heard': {answer: [...repeat(5, full), unread(1), none, none], unheard: 3},
	'nothing was asked': {answer: [], unheard: 0},
};

for (const [name, {known = [], answer, unheard, beyond = 0}] of Object.entries(cases)) {
	test(name, () => {
		const at = (index: number): number => startMs + (index * minuteMs);
		const endMs = at(known.length + answer.length + beyond);
		const reach = reachOf(answer.map((each, index) => ({startMs: at(known.length + index), counts: each})), {
			knownAt: timeMs => known[(timeMs - startMs) / minuteMs], usual, endMs,
		});
		const fromMs = at(known.length + answer.length - unheard);
		assert.deepEqual([...reach.unheard].toSorted((a, b) => a - b), Array.from({length: unheard}, (_, index) => fromMs + (index * minuteMs)));
		assert.equal(reach.reachedMs, unheard === 0 ? endMs : fromMs);
	});
}

test('an answer that leaves out what is known shows no silence', () => {
	const known = repeat(10, full);
	const reach = reachOf(known.map((_, index) => ({startMs: startMs + (index * minuteMs), counts: none})), {
		knownAt: timeMs => known[(timeMs - startMs) / minuteMs], usual, endMs: startMs + (10 * minuteMs),
	});
	assert.equal(reach.unheard.size, 0);
});
