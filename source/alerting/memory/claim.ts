import {setTimeout as delay} from 'node:timers/promises';
import type {AlertReason, JournalEvent} from './journal-event.js';

/** After so long without an outcome, whoever claimed is taken for gone. */
export const claimGoodMs = 2 * 60_000;

export type Claim = {
	readonly incident: string;
	readonly reason: AlertReason;
	readonly fingerprints: readonly string[];
	/** Random. */
	readonly claim: string;
};

export type ClaimOptions = {
	/** All events, in the order of the log: by time, then by id. */
	readonly read: () => Promise<readonly JournalEvent[]>;
	readonly append: (claim: Claim) => Promise<void>;
	/** How long the log takes to show to all what one has written. */
	readonly settleMs: number;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

/**
Of several runs that would send the same alert, one wins: each writes a claim, waits until the log shows all claims, and the earliest one in it has it.
A claim counts until its alert was sent, it was released, or it is too old.
*/
export async function takeClaim(claim: Claim, {read, append, settleMs, now, signal}: ClaimOptions): Promise<'won' | 'lost'> {
	const before = await read();
	const startMs = now();
	if (isTold(before, claim, startMs) || openClaims(before, claim, startMs).length > 0) {
		return 'lost';
	}

	await append(claim);
	if (settleMs > 0) {
		await delay(settleMs, undefined, {signal});
	}

	const after = await read();
	const [first] = openClaims(after, claim, now());
	// A log that does not give the claim back decides nothing: better told twice than never.
	return first === undefined || first.claim === claim.claim ? 'won' : 'lost';
}

type ClaimedEvent = Extract<JournalEvent, {event: 'claimed'}>;

const isSame = (claim: Claim, other: ClaimedEvent): boolean => other.reason === claim.reason && (other.incident === claim.incident || other.fingerprints.some(fingerprint => claim.fingerprints.includes(fingerprint)));

/** The claims of the same alert that count, the earliest first. */
function openClaims(events: readonly JournalEvent[], claim: Claim, nowMs: number): readonly ClaimedEvent[] {
	const released = new Set(events.flatMap(event => event.event === 'released' ? [event.claim] : []));
	return events.filter((event): event is ClaimedEvent => event.event === 'claimed' && isSame(claim, event) && !released.has(event.claim) && nowMs - event.atMs < claimGoodMs);
}

/** Has another run sent it since the plan was made? */
function isTold(events: readonly JournalEvent[], claim: Claim, nowMs: number): boolean {
	const names = new Set([claim.incident, ...openClaims(events, claim, nowMs).map(({incident}) => incident)]);
	return events.some(event => event.event === 'alerted' && names.has(event.incident) && event.reason === claim.reason && nowMs - event.atMs < claimGoodMs);
}
