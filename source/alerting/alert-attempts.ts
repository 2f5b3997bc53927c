import {minuteMs} from '../detect/minute.js';
import type {AlertReason} from '../facts/alert.js';
import {claimGoodMs} from './memory/claim.js';
import type {JournalEvent} from './memory/journal-event.js';

/** How long after an attempt that nobody knows the end of the message is sent again: with the next pass, then after growing times. What is still not known after the last is left to the reminder. */
export const repeatAfterMs = [0, 2 * minuteMs, 5 * minuteMs, 15 * minuteMs, 30 * minuteMs] as const;

/** A message that may or may not have arrived. */
export type UnsureMessage = {
	readonly reason: AlertReason;
	/** Of the first attempt and of the last. */
	readonly firstMs: number;
	readonly lastMs: number;
	readonly attempts: number;
};

/** What was tried of an incident's messages to one target and did not arrive for certain. */
export type Attempts = {
	readonly unsure: UnsureMessage | undefined;
	/** A claim without an outcome: its run sends, or has ended in the middle of it. */
	readonly pending: {readonly claim: string; readonly reason: AlertReason; readonly atMs: number} | undefined;
};

export const noAttempts: Attempts = {unsure: undefined, pending: undefined};

type Outcome = Extract<JournalEvent, {event: 'alerted' | 'claimed' | 'released'}>;

/** What an event of the memory makes of the attempts before it. */
export function noteAttempt(attempts: Attempts, event: Outcome): Attempts {
	const {unsure, pending} = attempts;
	switch (event.event) {
		case 'claimed': {
			// Nothing is sent for it, or it came second.
			const isIdle = event.isForAnalysis === true || (pending?.reason === event.reason && event.atMs - pending.atMs < claimGoodMs);
			return isIdle ? attempts : {unsure: unsureAt(attempts, event.atMs), pending: {claim: event.claim, reason: event.reason, atMs: event.atMs}};
		}

		case 'released': {
			return pending?.claim === event.claim ? {unsure, pending: undefined} : attempts;
		}

		case 'alerted': {
			const isOwn = pending?.reason === event.reason;
			const rest = isOwn ? undefined : pending;
			return event.result === 'delivered'
				? {unsure: undefined, pending: rest}
				: {unsure: addAttempt(unsure, event.reason, isOwn ? pending.atMs : event.atMs, event.atMs), pending: rest};
		}
	}
}

/** The message that may not have arrived, by now: a run that has left its claim without an outcome for so long is taken for gone, and may have sent. */
export function unsureAt({unsure, pending}: Attempts, nowMs: number): UnsureMessage | undefined {
	return pending && nowMs - pending.atMs >= claimGoodMs ? addAttempt(unsure, pending.reason, pending.atMs, pending.atMs) : unsure;
}

/** Is it time to send it again? */
export function isRepeatDue({attempts, lastMs}: UnsureMessage, nowMs: number, remindMs: number): boolean {
	return nowMs - lastMs >= (repeatAfterMs[attempts - 1] ?? remindMs);
}

const addAttempt = (before: UnsureMessage | undefined, reason: AlertReason, startMs: number, endMs: number): UnsureMessage =>
	before?.reason === reason
		? {...before, lastMs: endMs, attempts: before.attempts + 1}
		: {
			reason, firstMs: startMs, lastMs: endMs, attempts: 1,
		};
