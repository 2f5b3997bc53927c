import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createAlertMemory, keptMs} from '../../../source/alerting/memory/alert-memory.js';
import {openJournal} from '../../../source/alerting/memory/journal.js';
import type {NewEvent} from '../../../source/alerting/memory/journal-event.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki, SandboxLimits} from '../../../source/sandbox/types.js';
import {mondayMs} from '../../helpers/traffic.js';

let loki: SandboxLoki | undefined;
let nowMs = mondayMs;
const {signal} = new AbortController();

afterEach(async () => {
	await loki?.close();
	loki = undefined;
	nowMs = mondayMs;
});

const start = async (limits: Partial<SandboxLimits> = {}): Promise<void> => {
	loki = await startSandboxLoki({now: () => nowMs, limits});
};

/** What one run remembers by the journal alone. */
const run = (scope = 's') => {
	const log = openJournal({
		client: createLokiClient({url: loki?.url ?? ''}), scope, now: () => nowMs, settleMs: 0,
	});
	return {log, memory: createAlertMemory({logs: [log], scope, now: () => nowMs})};
};

const opened = (incident: string): NewEvent => ({
	event: 'opened', incident, fingerprints: [incident], members: [{service: incident, onsetMs: nowMs}], severity: 'warning', onsetMs: nowMs, lead: {kind: 'error-spike', observedPerMinute: 42, expectedPerMinute: 3.1},
});

test('what one run writes another reads, in order, and only of its own scope', async () => {
	await start();
	const one = run();
	await one.memory.write([opened('a'), {event: 'worsened', incident: 'a'}], signal);
	await run('elsewhere').memory.write([opened('b')], signal);
	const {incidents} = await run().memory.remember(signal);
	assert.deepEqual(incidents.map(({id, severity}) => [id, severity]), [['a', 'critical']]);
});

test('a long journal is read in pages, and each event once', async () => {
	await start();
	const one = run();
	const batchOf = (batch: number) => Array.from({length: 100}, (_, index) => ({
		v: 1 as const, id: `${batch}-${index}`, atMs: nowMs, by: 'test', scope: 's', ...opened(`i${batch}-${index}`),
	}));
	for (let batch = 0; batch < 25; batch++) {
		nowMs += 1000;
		await one.log.append(batchOf(batch), signal);
	}

	const events = await run().log.read(signal);
	assert.equal(events.length, 2500);
	assert.deepEqual([events[0]?.id, events.at(-1)?.id], ['0-0', '24-99']);
});

test('a Loki that reads a day at once is asked in pieces', async () => {
	await start({maxQueryLengthMs: 24 * 3_600_000});
	await run().memory.write([opened('a')], signal);
	nowMs += 3 * 24 * 3_600_000;
	const later = run();
	const {incidents} = await later.memory.remember(signal);
	assert.deepEqual(incidents.map(({id}) => id), ['a']);
	assert.deepEqual(later.memory.notes(), []);
});

test('a run that goes on for weeks keeps no more than a fresh one would read', async () => {
	await start();
	const {log} = run();
	const write = async (id: string) => log.append([{
		v: 1, id, atMs: nowMs, by: 'test', scope: 's', ...opened(id),
	}], signal);
	await write('old');
	const before = await log.read(signal);
	assert.equal(before.length, 1);
	nowMs += keptMs + 1;
	await write('new');
	const events = await log.read(signal);
	assert.deepEqual(events.map(({id}) => id), ['new']);
});

test('a refusal is said, and does not lose what this run knows', async () => {
	await start({ingestionBurstBytes: 10, ingestionRateBytes: 10});
	const {log, memory} = run();
	await memory.write([opened('a')], signal);
	assert.match(log.note() ?? '', /^The journal in Loki cannot be written \(ingestion rate limit exceeded .*\): alerts are remembered without it/);
	const remembered = await memory.remember(signal);
	assert.deepEqual(remembered.incidents.map(({id}) => id), ['a']);
});

test('lines that are no events are passed over', async () => {
	await start();
	const labels = {app: 'loki-sentinel', service_name: 'loki-sentinel', kind: 'journal'};
	loki?.push(['"scope":"s" not JSON', '{"v":1,"scope":"s","event":"opened"}', '{"v":2,"id":"x","scope":"s","atMs":1,"by":"x","event":"worsened","incident":"a"}'].map((line, index) => ({labels, timeNs: BigInt(nowMs + index) * 1_000_000n, line})));
	assert.deepEqual(await run().log.read(signal), []);
});
