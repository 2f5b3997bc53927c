import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {claimGoodMs, takeClaim, type Claim} from '../../../source/alerting/memory/claim.js';
import type {JournalEvent, NewEvent} from '../../../source/alerting/memory/journal-event.js';
import {mondayMs} from '../../helpers/traffic.js';

/** A log that all runs see, in which an event shows some time after it was written. */
function createLog(showAfterMs = 0) {
	const events: Array<{readonly shownAt: number; readonly event: JournalEvent}> = [];
	let serial = 0;
	return {
		add(event: NewEvent, atMs = mondayMs, by = 'other') {
			serial++;
			events.push({
				shownAt: performance.now() + showAfterMs, event: {
					v: 1, id: `e${serial}`, atMs, by, scope: 's', ...event,
				},
			});
		},
		read: () => events.filter(({shownAt}) => shownAt <= performance.now()).map(({event}) => event).toSorted((a, b) => a.atMs - b.atMs),
	};
}

const wanted = (claim: string, known: Partial<Claim> = {}): Claim => ({
	incident: 'one', reason: 'opened', target: 'slack', fingerprints: ['f1', 'f2'], claim, ...known,
});

const claimed = (claim: string, known: Partial<Claim> = {}): NewEvent => ({event: 'claimed', ...wanted(claim, known), fingerprints: ['f2']});

const take = async (log: ReturnType<typeof createLog>, claim: Claim, {nowMs = mondayMs, settleMs = 0, triedMs}: {readonly nowMs?: number; readonly settleMs?: number; readonly triedMs?: number} = {}): Promise<'won' | 'lost'> => takeClaim(claim, {
	read: async () => log.read(),
	async append(taken) {
		log.add({event: 'claimed', ...taken, fingerprints: [...taken.fingerprints]}, nowMs, taken.claim);
	},
	settleMs,
	planned: {atMs: nowMs, triedMs},
	signal: new AbortController().signal,
});

test('who is alone wins', async () => {
	assert.equal(await take(createLog(), wanted('a')), 'won');
});

test('of five that claim at once in a log that is slow to show, one wins', async () => {
	const log = createLog(20);
	const outcomes = await Promise.all(Array.from({length: 5}, async (_, index) => {
		await delay(index * 2);
		return take(log, wanted(`c${index}`, {incident: `name ${index}`}), {nowMs: mondayMs + index, settleMs: 60});
	}));
	assert.deepEqual(outcomes, ['won', 'lost', 'lost', 'lost', 'lost']);
});

test('a log that does not give the claim back keeps nobody from sending', async () => {
	const outcome = await takeClaim(wanted('a'), {
		read: async () => [], append: async () => undefined, settleMs: 0, planned: {atMs: mondayMs, triedMs: undefined}, signal: new AbortController().signal,
	});
	assert.equal(outcome, 'won');
});

const before: ReadonlyArray<readonly [name: string, events: ReadonlyArray<readonly [event: NewEvent, ageMs: number]>, outcome: 'won' | 'lost']> = [
	['a claim of the same incident under another name', [[claimed('b', {incident: 'two'}), 1000]], 'lost'],
	['a claim for another reason', [[claimed('b', {reason: 'resolved'}), 1000]], 'won'],
	['a claim for another target', [[claimed('b', {target: 'pager'}), 1000]], 'won'],
	['an alert that another target got', [[{
		event: 'alerted', incident: 'one', reason: 'opened', target: 'pager', severity: 'critical', result: 'delivered', destination: 'pager',
	}, 500]], 'won'],
	['a claim of one that is gone', [[claimed('b'), claimGoodMs]], 'won'],
	['a claim that was given back', [[claimed('b'), 1000], [{
		event: 'released', incident: 'one', reason: 'opened', target: 'slack', claim: 'b',
	}, 500]], 'won'],
	['an alert that was sent meanwhile', [[{
		event: 'alerted', incident: 'one', reason: 'opened', target: 'slack', severity: 'critical', result: 'delivered', destination: 'slack',
	}, 500]], 'lost'],
];

for (const [name, events, outcome] of before) {
	test(`${outcome} after ${name}`, async () => {
		const log = createLog();
		for (const [event, ageMs] of events) {
			log.add(event, mondayMs - ageMs);
		}

		assert.equal(await take(log, wanted('a')), outcome);
	});
}
