import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, test} from 'node:test';
import {packBytes} from '../../../source/detect/pack.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {createPasses, type PassResult} from '../../../source/monitor/once/pass.js';
import {readMemory, saveMemory} from '../../../source/monitor/once/pass-memory.js';
import {knownPatterns} from '../../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../../source/patterns/seen-set.js';
import {readStateFile, writeStateFile} from '../../../source/records/state-file.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {initialState} from '../../../source/store/initial-state.js';
import {createStore} from '../../../source/store/store.js';
import {createLateFleet, type LateFleet, type Rates} from '../../helpers/late-fleet.js';
import {startLiar, type Liar} from '../../helpers/liar.js';
import {minuteMs} from '../../helpers/states.js';

type Read = Extract<PassResult, {type: 'read'}>;

const {signal} = new AbortController();
let loki: SandboxLoki;
let liar: Liar;
let fleet: LateFleet;
let clockMs: number;
let lateMs: number;
let ratesOf: ((service: string) => Rates) | undefined;
let waitedMs: number;
let directory: string;
let stateFile: string;
let isKept: boolean;

const silent = () => ({lines: 0, errors: 0});

/** Lets time pass; the lines of a time reach Loki so much later. */
const passTime = (ms: number): void => {
	fleet.write(clockMs, clockMs + ms, ratesOf);
	clockMs += ms;
	fleet.arrive(clockMs - lateMs);
};

const start = async (nowMs: number, hours = 5, version: '3.7.6' | '2.9.17' = '3.7.6'): Promise<void> => {
	clockMs = nowMs - (hours * 60 * minuteMs);
	lateMs = 0;
	waitedMs = 0;
	isKept = false;
	loki = await startSandboxLoki({now: () => clockMs, version});
	liar = await startLiar(loki.url, {now: () => clockMs});
	fleet = createLateFleet(loki);
	passTime(hours * 60 * minuteMs);
};

beforeEach(async () => {
	directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-late-'));
	stateFile = path.join(directory, 'check.state');
	ratesOf = undefined;
	await start(Date.UTC(2026, 0, 5, 3, 30, 5));
});

afterEach(async () => {
	await liar.close();
	await loki.close();
	await rm(directory, {recursive: true, force: true});
});

/** One run of a check, in a process of its own; where it keeps something, the next one has it. */
async function check({isKeeping = true, selector = '{namespace="production"}', serviceLabel = 'app'}: {readonly isKeeping?: boolean; readonly selector?: string | undefined; readonly serviceLabel?: string} = {}): Promise<Read> {
	const stored = isKeeping && isKept ? readStateFile(stateFile) : undefined;
	const {memory} = readMemory(stored?.value, 'here');
	const passes = createPasses({
		hideLines: lines => lines,
		client: createLokiClient({url: liar.url}),
		store: createStore(initialState(clockMs, {
			host: 'sandbox', tenant: undefined, selector: '', baselineHours: 1, isDemo: false, timeZone: 'UTC',
		})),
		selector,
		serviceLabel: serviceLabel === '' ? undefined : serviceLabel,
		baselineHours: 5,
		settleMs: 0,
		detector: {kind: 'default'},
		known: knownPatterns(createSeenSet()),
		budget: {maxBytes: 2 ** 31, maxMs: 60_000},
		memory,
		now: () => clockMs,
		async wait(ms) {
			waitedMs += ms;
			passTime(ms);
		},
	});
	stored?.close();
	const result = await passes.run(signal);
	assert.equal(result.type, 'read');
	const learnt = isKeeping ? passes.memory() : undefined;
	if (learnt) {
		await writeStateFile(stateFile, saveMemory(learnt, 'here'), packBytes);
		isKept = true;
	}

	return result;
}

const open = ({anomalies}: Read) => anomalies.filter(({state}) => state !== 'resolved').map(({fingerprint}) => fingerprint);

async function startsLate(nowMs: number): Promise<readonly string[]> {
	await loki.close();
	await liar.close();
	await start(nowMs);
	lateMs = 5 * minuteMs;
	passTime(5 * minuteMs);
	const read = await check();
	assert.deepEqual(read.held, []);
	assert.equal(read.lag?.state, 'late');
	assert.match(read.notes.join(' '), /Lines arrive [56] min late; /);
	assert.equal(read.judgedMs, Math.floor((clockMs - lateMs) / minuteMs) * minuteMs);
	assert.equal(waitedMs, 20_000);
	return open(read);
}

for (const [name, nowMs] of [['within an hour', Date.UTC(2026, 0, 5, 3, 30, 5)], ['at its beginning', Date.UTC(2026, 0, 5, 3, 4, 5)]] as const) {
	test(`a first check ${name} of a fleet whose lines are late waits a moment, and tells no silence`, async () => {
		assert.deepEqual(await startsLate(nowMs), []);
	});
}

test('checks every five minutes of a fleet whose lines are seven minutes late tell its incident, and no silence', async () => {
	await check();
	// The first pause is shorter than what is taken as silence.
	lateMs = 2 * minuteMs;
	passTime(5 * minuteMs);
	assert.deepEqual(open(await check()), []);
	lateMs = 7 * minuteMs;
	passTime(7 * minuteMs);
	assert.deepEqual(open(await check()), []);
	ratesOf = service => service === 'cart' ? {lines: 12, errors: 10} : {lines: 6, errors: 0};
	const told: string[][] = [];
	for (let run = 0; run < 4; run++) {
		passTime(5 * minuteMs);
		const read = await check();
		told.push([...open(read)]);
		assert.match(read.notes.join(' '), /Lines arrive [78] min late; /);
	}

	assert.deepEqual(told, [[], ['error-spike:cart'], ['error-spike:cart'], ['error-spike:cart']]);
	ratesOf = undefined;
	lateMs = 0;
	passTime(5 * minuteMs);
	const read = await check();
	assert.equal(read.lag, undefined);
	assert.equal(read.judgedMs, clockMs - (clockMs % minuteMs));
});

test('a fleet that stops is told by the first check after three minutes, with a memory or without one', async () => {
	for (const isKeeping of [true, false]) {
		await check({isKeeping});
		ratesOf = silent;
		passTime(5 * minuteMs);
		const read = await check({isKeeping});
		assert.deepEqual(open(read), ['fleet-silence:*'], `keeping: ${isKeeping}`);
		assert.equal(read.lag?.state, 'silent');
		ratesOf = undefined;
		passTime(60 * minuteMs);
	}
});

test('a fleet too small to be called one, that stops, is told service by service', async () => {
	ratesOf = service => service === 'cart' || service === 'web' ? {lines: 6, errors: 0} : silent();
	await loki.close();
	await liar.close();
	await start(clockMs);
	await check();
	ratesOf = silent;
	const told: string[][] = [];
	for (let run = 0; run < 3; run++) {
		passTime(5 * minuteMs);
		told.push([...open(await check())].toSorted());
	}

	assert.deepEqual(told.at(-1), ['silence:cart', 'silence:web']);
});

/** A Loki that adds no service_name, in place of the one that there is. */
async function startOlder(): Promise<void> {
	await loki.close();
	await liar.close();
	await start(clockMs, 5, '2.9.17');
}

/** As after a step back to a Loki that adds no service_name, and with what wrote app gone. */
async function loseLabel(selector: string | undefined, serviceLabel: string): Promise<Read> {
	await check({selector, serviceLabel});
	ratesOf = silent;
	const fromMs = clockMs;
	passTime(5 * minuteMs);
	loki.push(Array.from({length: 300}, (_, index) => ({
		labels: {namespace: 'production', job: 'payment'}, timeNs: BigInt(fromMs + (index * 1000)) * 1_000_000n, line: 'level=info msg=charged',
	})));
	return check({selector, serviceLabel});
}

for (const selector of ['{namespace="production"}', undefined]) {
	test(`lines that have lost the label that names services are no silence (${selector ?? 'no selector'})`, async () => {
		const read = await loseLabel(selector, 'app');
		assert.deepEqual(open(read), []);
		assert.match(read.notes.join(' '), /Lines now arrive without the label app, .*--service-label/);
	});

	test(`what names services after that is watched from then on, where nobody chose the label (${selector ?? 'no selector'})`, async () => {
		await startOlder();
		const read = await loseLabel(selector, '');
		assert.deepEqual([read.scope.capabilities.serviceLabel, open(read)], ['app', []]);
		passTime(minuteMs);
		const next = await check({selector, serviceLabel: ''});
		assert.equal(next.scope.capabilities.serviceLabel, 'job');
		assert.deepEqual([open(next), next.services], [[], 1]);
	});
}

test('a check that cannot look a second time leaves what is unclear to the next one', async () => {
	await check();
	ratesOf = silent;
	passTime(5 * minuteMs);
	liar.lieTo = () => waitedMs > 0 ? 'broken' : undefined;
	const read = await check();
	assert.deepEqual(open(read), []);
	assert.match(read.notes.join(' '), /No lines in the last 5 min: late or silent, not known yet\./);
	liar.lieTo = undefined;
	passTime(minuteMs);
	assert.deepEqual(open(await check()), ['fleet-silence:*']);
});
