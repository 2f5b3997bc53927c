import {setTimeout as delay} from 'node:timers/promises';
import type {AlertReason} from '../../facts/alert.js';
import type {JournalEvent} from './journal-event.js';

/** After so long without an outcome, the run that claimed is expected to be gone. */
export const claimGoodMs = 2 * 60_000;

export type Claim = {
	readonly incident: string;
	readonly reason: AlertReason;
	/** The id of the target that the message is for. */
	readonly target: string;
	readonly fingerprints: readonly string[];
	/** Random. */
	readonly claim: string;
	/** A model is asked for it, and nothing is sent. */
	readonly isForAnalysis?: boolean;
};

/** A claim that is older is renewed before its message is sent: what is left of it has to outlast the waits of a target. */
export const claimFreshMs = claimGoodMs / 4;

/** What the plan knew that the claim is made for. */
export type Planned = {
	readonly atMs: number;
	/** When the message that is to be repeated was last tried; undefined for one that was not. */
	readonly triedMs: number | undefined;
};

export type ClaimOptions = {
	/** All events, in the order of the log: by time, then by id. */
	readonly read: () => Promise<readonly JournalEvent[]>;
	readonly append: (claim: Claim) => Promise<void>;
	readonly planned: Planned;
	/** The claim of this run that the new one takes the place of: it does not stand in its own way. */
	readonly renewed?: string | undefined;
	/** How long the log takes to show to all what one has written. */
	readonly settleMs: number;
	readonly signal: AbortSignal;
};

/**
Of several runs that would send the same alert, one wins: each writes a claim, waits until the log shows all claims, and the earliest one in it has it.
A claim counts until its alert was sent, it was released, or it is too old; how old, is seen from the plan, which makes a repeat of what such a claim left behind.
*/
export async function takeClaim(claim: Claim, {read, append, planned, renewed, settleMs, signal}: ClaimOptions): Promise<'won' | 'lost'> {
	const others = (events: readonly JournalEvent[]) => openClaims(events, claim, planned.atMs).filter(event => event.claim !== renewed);
	const before = await read();
	if (isTold(before, claim, planned) || others(before).length > 0) {
		return 'lost';
	}

	await append(claim);
	if (settleMs > 0) {
		await delay(settleMs, undefined, {signal});
	}

	const after = await read();
	if (isTold(after, claim, planned)) {
		return 'lost';
	}

	const [first] = others(after);
	// A log that does not give the claim back decides nothing: better told twice than never.
	return first === undefined || first.claim === claim.claim ? 'won' : 'lost';
}

type ClaimedEvent = Extract<JournalEvent, {event: 'claimed'}>;

const isSame = (claim: Claim, other: ClaimedEvent): boolean => other.reason === claim.reason && other.target === claim.target && (other.incident === claim.incident || other.fingerprints.some(fingerprint => claim.fingerprints.includes(fingerprint)));

/** The claims of the same alert to the same target, settled ones too. */
const sameClaims = (events: readonly JournalEvent[], claim: Claim, nowMs: number): readonly ClaimedEvent[] => events.filter((event): event is ClaimedEvent => event.event === 'claimed' && isSame(claim, event) && nowMs - event.atMs < claimGoodMs);

/** The claims of the same alert that count, the earliest first. */
function openClaims(events: readonly JournalEvent[], claim: Claim, nowMs: number): readonly ClaimedEvent[] {
	const settled = new Set(events.flatMap(event => event.event === 'released' || event.event === 'alerted' ? [event.claim] : []));
	return sameClaims(events, claim, nowMs).filter(event => !settled.has(event.claim));
}

/** Has another run sent it since the plan was made? */
function isTold(events: readonly JournalEvent[], claim: Claim, {atMs, triedMs = -Infinity}: Planned): boolean {
	const names = new Set([claim.incident, ...sameClaims(events, claim, atMs).map(({incident}) => incident)]);
	return events.some(event => event.event === 'alerted' && names.has(event.incident) && event.reason === claim.reason && event.target === claim.target && event.atMs > triedMs && atMs - event.atMs < claimGoodMs);
}
