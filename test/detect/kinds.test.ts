import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createDetector} from '../../source/detect/index.js';
import type {MinuteCounts} from '../../source/detect/types.js';
import {
	feed,
	minutesOf,
	say,
	steady,
	type Traffic,
} from '../helpers/traffic.js';

/** Two days have passed. */
const now = 2880;

type Change = (counts: MinuteCounts, minute: number) => MinuteCounts;

/** Changes minutes `from` to `to`, counted from now; `to` is not among them. */
const between = (from: number, to: number, change: Change) => (minute: number, counts: MinuteCounts): MinuteCounts =>
	minute >= now + from && minute < now + to ? change(counts, minute) : counts;

const withErrors = (errors: number): Change => counts => ({lines: counts.lines + errors, errors: counts.errors + errors});
const times = (factor: number): Change => counts => ({lines: Math.round(counts.lines * factor), errors: counts.errors});
const silent: Change = () => ({lines: 0, errors: 0});
const restart: Change = (counts, minute) => (minute < now + 2 ? silent : withErrors(40))(counts, minute);
/** A change that lasts for some minutes of every so many. */
const inTurn = (every: number, minutes: number, change: Change): Change => (counts, minute) => minute % every < minutes ? change(counts, minute) : counts;

type Case = {
	readonly name: string;
	readonly rates: {readonly linesPerMinute: number; readonly errorShare: number};
	readonly change: (minute: number, counts: MinuteCounts) => MinuteCounts;
	readonly minutes: number;
	/** Kind, and by which minute from now it is open; undefined where nothing is to open. */
	readonly opens: readonly [kind: string, by: number] | undefined;
};

const busy = {linesPerMinute: 60, errorShare: 0.02};
const quiet = {linesPerMinute: 2, errorShare: 0.01};
const noisy = {linesPerMinute: 200, errorShare: 0.1};

const cases: readonly Case[] = [
	{
		name: 'many errors at once', rates: busy, change: between(0, 30, withErrors(20)), minutes: 40, opens: ['error-spike', 4],
	},
	{
		name: 'a few errors a minute in a service that has none', rates: quiet, change: between(0, 60, withErrors(2)), minutes: 60, opens: ['error-spike', 12],
	},
	{
		name: 'errors that double within the hour', rates: noisy, change: between(0, 90, withErrors(45)), minutes: 90, opens: ['error-spike', 45],
	},
	{
		name: 'errors that come and go every few minutes', rates: busy, change: between(0, 60, inTurn(8, 2, withErrors(15))), minutes: 60, opens: ['error-spike', 30],
	},
	{
		name: 'three minutes in which all fails', rates: busy, change: between(0, 3, withErrors(80)), minutes: 20, opens: ['error-spike', 4],
	},
	{
		name: 'a restart: two silent minutes, then one of errors', rates: busy, change: between(0, 3, restart), minutes: 60, opens: undefined,
	},
	{
		name: 'six errors in one minute, now and then', rates: quiet, change: between(0, 60, inTurn(25, 1, withErrors(6))), minutes: 60, opens: undefined,
	},
	{
		name: 'more lines with the errors that go with them', rates: noisy, change: between(0, 60, counts => ({lines: counts.lines * 2, errors: counts.errors * 2})), minutes: 60, opens: undefined,
	},
	{
		name: 'six times the lines', rates: busy, change: between(0, 20, times(6)), minutes: 30, opens: ['volume-surge', 4],
	},
	{
		name: 'twice the lines', rates: busy, change: between(0, 60, times(2)), minutes: 60, opens: undefined,
	},
	{
		name: 'no lines of a service that always talks', rates: busy, change: between(0, 30, silent), minutes: 30, opens: ['silence', 6],
	},
	{
		name: 'no lines of a service that talks now and then', rates: quiet, change: between(0, 60, silent), minutes: 60, opens: ['silence', 20],
	},
	{
		name: 'two minutes without a line', rates: busy, change: between(0, 2, silent), minutes: 30, opens: undefined,
	},
];

for (const {name, rates, change, minutes, opens} of cases) {
	test(`${name}: ${opens === undefined ? 'nothing opens' : `${opens[0]} within ${opens[1]} minutes`}`, () => {
		const traffic = steady(rates, change);
		const detector = createDetector({kind: 'default'});
		assert.deepEqual(say(feed(detector, traffic, 0, now)), [], 'before');
		const opened = feed(detector, traffic, now, now + minutes).filter(({type}) => type === 'opened');
		assert.deepEqual([...new Set(opened.map(({anomaly}) => anomaly.kind))], opens === undefined ? [] : [opens[0]]);
		for (const {atMs, anomaly} of opened.slice(0, 1)) {
			assert.ok(minutesOf(atMs) - now <= (opens?.[1] ?? 0), `after ${minutesOf(atMs) - now} min`);
			assert.ok(anomaly.onsetMs <= atMs);
			assert.ok(Math.abs(minutesOf(anomaly.onsetMs) - now) <= 3, `onset at ${minutesOf(anomaly.onsetMs) - now}`);
		}
	});
}

test('a job that runs every hour is known after some hours', () => {
	const traffic = steady(busy, (minute, counts) => minute % 60 < 4 ? {lines: counts.lines + 900, errors: counts.errors + 40} : counts);
	const events = feed(createDetector({kind: 'default'}), traffic, 0, 2880);
	assert.deepEqual(say(events).filter(line => Number(line.split(' ').at(-1)) > 480), []);
});

test('a job that runs every night is known after the first one', () => {
	const traffic = steady(busy, (minute, counts) => (minute + 60 + (minute > 2000 ? 6 : 0)) % 1440 < 30 ? {lines: counts.lines + 700, errors: counts.errors + 20} : counts);
	const events = feed(createDetector({kind: 'default'}), traffic, 0, 4400);
	assert.deepEqual(say(events).filter(line => line.startsWith('opened') && Number(line.split(' ').at(-1)) > 1500), []);
});

test('a day that rises and falls by four alarms nobody', () => {
	const traffic: Traffic = minute => {
		const base = steadyDay(minute);
		return new Map([['payment', base]]);
	};

	const noise = steady({linesPerMinute: 400, errorShare: 0.02});
	const steadyDay = (minute: number): MinuteCounts => {
		const {lines, errors} = noise(minute)?.get('payment') ?? {lines: 0, errors: 0};
		const share = 0.25 + (0.375 * (1 + Math.sin(2 * Math.PI * minute / 1440)));
		return {lines: Math.round(lines * share), errors: Math.round(errors * share)};
	};

	assert.deepEqual(say(feed(createDetector({kind: 'default'}), traffic, 0, 4320)), []);
});

test('a ratio that doubles within a day is learnt, not told', () => {
	const traffic = steady(noisy, (minute, counts) => ({lines: counts.lines, errors: Math.round(counts.errors * (1 + Math.min(1, Math.max(0, (minute - 1440) / 1440))))}));
	assert.deepEqual(say(feed(createDetector({kind: 'default'}), traffic, 0, 4320)), []);
});

test('a higher sensitivity tells of fewer errors', () => {
	const smallest = (['low', 'normal', 'high'] as const).map(sensitivity => [16, 24, 32, 40, 48, 56, 64, 72].find(errors => {
		const detector = createDetector({kind: 'default', sensitivity});
		return feed(detector, steady(noisy, between(0, 60, withErrors(errors))), 0, now + 60).some(({type}) => type === 'opened');
	}) ?? Infinity);
	const [low = 0, normal = 0, high = 0] = smallest;
	assert.ok(high < normal, smallest.join(' '));
	assert.ok(normal < low, smallest.join(' '));
});
