import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hollowMinutes} from '../../source/detect/hollow.js';
import {isTakingBack, mergeAnswer, type Counts} from '../../source/detect/merge-answer.js';
import {judgeLook, planLook} from '../../source/detect/second-look.js';
import type {Minute} from '../../source/detect/types.js';

const minuteMs = 60_000;
const counts = (of: Readonly<Record<string, readonly [lines: number, errors: number]>>): Counts => new Map(Object.entries(of).map(([service, [lines, errors]]) => [service, {lines, errors}]));
const minute = (at: number, of: Parameters<typeof counts>[0] | undefined, known: Partial<Minute> = {}): Minute => ({startMs: at * minuteMs, counts: of && counts(of), ...known});
const expectation = {errorsPerMinute: 1, errorsLimitPerMinute: 8, linesPerMinute: 20};
const usual = new Map(['payment', 'cart'].map(service => [service, expectation]));
const known = (of: Readonly<Record<number, Parameters<typeof counts>[0]>>) => (startMs: number): Counts | undefined => of[startMs / minuteMs] && counts(of[startMs / minuteMs]!);

type Case = {
	readonly name: string;
	readonly answer: Minute;
	readonly known?: Parameters<typeof counts>[0];
	readonly isDoubted?: boolean;
	readonly confirmed?: readonly string[];
	readonly merged: Record<string, readonly [number, number]> | undefined;
	readonly isWhole: boolean;
};

const cases: readonly Case[] = [
	{
		name: 'an answer that nothing speaks against is taken as it is', answer: minute(1, {payment: [3, 1]}), merged: {payment: [3, 1]}, isWhole: true,
	},
	{
		name: 'known counts stay where an answer is empty', answer: minute(1, {}), known: {payment: [20, 9], cart: [20, 0]}, isDoubted: true, merged: {payment: [20, 9], cart: [20, 0]}, isWhole: true,
	},
	{
		name: 'late lines raise known counts', answer: minute(1, {payment: [25, 9], cart: [20, 0]}), known: {payment: [20, 9], cart: [20, 0]}, merged: {payment: [25, 9], cart: [20, 0]}, isWhole: true,
	},
	{
		name: 'a lower count is taken where a second look agrees', answer: minute(1, {cart: [20, 0]}), known: {payment: [20, 9], cart: [20, 0]}, isDoubted: true, confirmed: ['payment', 'cart'], merged: {payment: [0, 0], cart: [20, 0]}, isWhole: true,
	},
	{
		name: 'a second look counts lines: it takes back no errors of the same lines', answer: minute(1, {payment: [20, 0], cart: [20, 0]}, {isPartial: true}), known: {payment: [20, 9], cart: [20, 0]}, confirmed: ['payment', 'cart'], merged: {payment: [20, 9], cart: [20, 0]}, isWhole: true,
	},
	{
		name: 'what a doubted answer does not name is missing, not zero', answer: minute(1, {payment: [20, 1]}), isDoubted: true, merged: undefined, isWhole: false,
	},
	{
		name: 'a doubted answer proves trouble: there were at least these errors', answer: minute(1, {payment: [20, 12]}), isDoubted: true, merged: {payment: [20, 12], cart: [NaN, NaN]}, isWhole: false,
	},
	{
		name: 'what Loki calls partial is doubted', answer: minute(1, {payment: [20, 1]}, {isPartial: true}), merged: undefined, isWhole: false,
	},
	{
		name: 'what is no number is missing, and the rest is not', answer: minute(1, {payment: [NaN, NaN], cart: [7, 0]}), merged: {payment: [NaN, NaN], cart: [7, 0]}, isWhole: false,
	},
	{
		name: 'what is no number leaves what is known', answer: minute(1, {payment: [Infinity, 0], cart: [7, 0]}), known: {payment: [20, 9]}, merged: {payment: [20, 9], cart: [7, 0]}, isWhole: true,
	},
	{
		name: 'a failed poll is missing', answer: minute(1, undefined), known: {payment: [20, 9]}, merged: undefined, isWhole: false,
	},
];

for (const {name, answer, known: before, isDoubted = false, confirmed = [], merged, isWhole} of cases) {
	test(name, () => {
		const {minutes, whole} = mergeAnswer([answer], {
			knownAt: known(before ? {1: before} : {}), usual, isDoubted: () => isDoubted, isConfirmed: (_, service) => confirmed.includes(service),
		});
		assert.deepEqual(minutes[0]?.counts && Object.fromEntries([...minutes[0].counts].map(([service, {lines, errors}]) => [service, [lines, errors]])), merged);
		assert.equal(whole.has(minuteMs), isWhole);
	});
}

test('an answer takes back what is known where lines or errors go missing, but for a few', () => {
	const before = known({1: {payment: [100, 10], cart: [100, 0]}});
	assert.equal(isTakingBack([minute(1, {payment: [100, 10], cart: [99, 0]})], before), false);
	assert.equal(isTakingBack([minute(1, {payment: [100, 10]})], before), true);
	assert.equal(isTakingBack([minute(1, {payment: [100, 2], cart: [100, 0]})], before), true);
	assert.equal(isTakingBack([minute(2, {})], before), false);
});

test('minutes are hollow where the fleet is too quiet to be true, and a fleet that hardly writes may be quiet', () => {
	assert.deepEqual(hollowMinutes([minute(1, {payment: [20, 0], cart: [20, 0]}), minute(2, {}), minute(3, {cart: [2, 0]})], usual), [2 * minuteMs, 3 * minuteMs]);
	assert.deepEqual(hollowMinutes([minute(2, {})], new Map([['payment', {linesPerMinute: 0.5}]])), []);
});

const lively = known(Object.fromEntries(Array.from({length: 30}, (_, at) => [at, {payment: [20, 0], cart: [20, 0]}])));
const look = planLook({
	doubted: new Map([[30 * minuteMs, counts({})], [31 * minuteMs, counts({})]]), knownAt: lively, usual, endMs: 32 * minuteMs,
})!;

test('a second look covers what is known before the doubted minutes', () => {
	assert.deepEqual([look.startMs / minuteMs, look.endMs / minuteMs], [25, 32]);
	assert.deepEqual(look.claims.get('payment'), {known: 100, answered: 0, expected: 40});
});

const looks: ReadonlyArray<readonly [name: string, counted: Readonly<Record<string, number>>, isCredible: boolean, isAgreed: boolean]> = [
	['that counts the same agrees', {payment: 100, cart: 100}, true, true],
	['that counts more does not', {payment: 140, cart: 140}, true, false],
	['that does not see what is known either proves nothing', {}, false, false],
	['that sees a third of the services proves nothing', {cart: 100}, false, false],
];

for (const [name, counted, isCredible, isAgreed] of looks) {
	test(`a second look ${name}`, () => {
		const verdict = judgeLook(look, new Map(Object.entries(counted)));
		assert.deepEqual([verdict.isCredible, verdict.isAgreed('payment'), verdict.isSilent('payment'), verdict.isFleetSilent], [isCredible, isAgreed, isAgreed, isAgreed]);
	});
}

test('where nothing is known beside the doubted minutes there is nothing to ask', () => {
	assert.equal(planLook({
		doubted: new Map([[30 * minuteMs, counts({})]]), knownAt: () => undefined, usual, endMs: 31 * minuteMs,
	}), undefined);
});

test('to agree with lines that came late bears out no silence', () => {
	const late = planLook({
		doubted: new Map([[30 * minuteMs, counts({payment: [20, 0], cart: [20, 0]})]]), knownAt: lively, usual, endMs: 31 * minuteMs,
	})!;
	const verdict = judgeLook(late, new Map([['payment', 120], ['cart', 120]]));
	assert.deepEqual([verdict.isAgreed('payment'), verdict.isSilent('payment'), verdict.isFleetSilent], [true, false, false]);
});
