import type {Alert, Delivery} from '../facts/alert.js';
import type {Outbox} from './outbox.js';
import type {AlertTarget} from './targets/target.js';

export type DeliverOptions = {
	readonly outbox: Outbox;
	/** When the first attempt was made, for an alert that may have arrived already. */
	readonly repeatOfMs?: number | undefined;
	readonly signal: AbortSignal;
};

/** What an alert is about, as the outbox, the memory and the cooldown know it. */
export const subjectOf = ({incident, service}: Pick<Alert, 'incident' | 'service'>): string => incident ?? service;

/** Writes an alert down, sends it to one target, and notes what became of it: for a key press and a check alike. */
export async function deliver(alert: Alert, target: AlertTarget, {outbox, repeatOfMs, signal}: DeliverOptions): Promise<Delivery> {
	const {id} = await outbox.begin({
		incident: subjectOf(alert), reason: alert.reason, target: target.id, destination: target.label, alert, ...repeatOfMs !== undefined && {repeatOfMs},
	});
	const delivery = await target.send(alert, {repeatOfMs, signal});
	await outbox.finish(id, delivery);
	return delivery;
}
