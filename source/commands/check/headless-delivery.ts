import {repeatAfterMs} from '../../alerting/alert-attempts.js';
import type {RememberedIncident} from '../../alerting/memory/alert-memory-fold.js';
import type {PlannedAlert, PlannedOpen} from '../../alerting/alert-plan.js';
import type {Redactor} from '../../investigate/types.js';
import {buildIncidentAlert, buildResolvedAlert} from '../../alerting/build-incident-alert.js';
import {buildResolvedMessage, buildSlackMessage} from '../../alerting/targets/slack/message.js';
import type {Outbox, OutboxRecord} from '../../alerting/outbox.js';
import {markRepeat} from '../../alerting/repeat.js';
import type {Delivery, SlackMessage} from '../../alerting/types.js';
import type {Webhook} from '../../alerting/targets/slack/webhook.js';
import {formatDuration} from '../../words/numbers.js';
import {anywhere} from '../../words/reader.js';
import {findingWords, type Finding} from './headless-findings.js';

/** What the outbox alone knows to be on its way, without the memory, is taken for this message's first attempt no longer than this. */
const leftBehindMs = 60 * 60_000;

export type DeliveryOptions = {
	readonly webhook: Webhook;
	readonly openOutbox: () => Promise<Outbox>;
	/** Looks into an incident once it is clear that this run tells of it. */
	readonly find: (planned: PlannedOpen) => Promise<Finding | undefined>;
	readonly openCommand: (planned: PlannedOpen, finding: Finding | undefined) => string | undefined;
	readonly exploreUrl: ((selector: string, startMs: number, endMs: number) => string) | undefined;
	readonly createRedactor: () => Redactor;
	readonly selector: string;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type Delivered = {
	readonly delivery: Delivery;
	/** When the first attempt was made, where this one repeats it. */
	readonly repeatOfMs: number | undefined;
};

/** The name of an incident in the memory. */
export const nameOf = (planned: PlannedAlert): string => planned.reason === 'resolved' ? planned.remembered.id : planned.incident.id;

/** Writes a message down and sends it; what may have arrived before goes out with the same content, marked as a repeat. */
export async function deliver(planned: PlannedAlert, options: DeliveryOptions): Promise<Delivered> {
	const {webhook, signal, now} = options;
	const outbox = await options.openOutbox();
	const key = `${nameOf(planned)} ${planned.reason}`;
	const before = outbox.last(key);
	const left = await closeLeft(before, outbox, now());
	const repeatOfMs = planned.repeats?.firstMs ?? left?.repeatOfMs ?? left?.createdMs;
	const earlier = before && repeatOfMs !== undefined && before.createdMs >= repeatOfMs ? before.message : undefined;
	const message = earlier ?? await compose(planned, options);
	const isRepeat = repeatOfMs !== undefined;
	const {id} = await outbox.begin({
		fingerprint: key, destination: webhook.label, message, ...isRepeat && {repeatOfMs},
	});
	const delivery = await webhook.post(isRepeat ? markRepeat(message, {firstMs: repeatOfMs, nowMs: now()}) : message, {signal});
	await outbox.finish(id, delivery);
	const attempts = (planned.repeats?.attempts ?? (left ? 1 : 0)) + 1;
	return {
		delivery: delivery.state === 'unsure' ? {...delivery, nextStep: afterUnsure(attempts)} : delivery,
		repeatOfMs,
	};
}

/** A run ended between sending and Slack's answer: notes that nobody knows what became of it. */
async function closeLeft(record: OutboxRecord | undefined, outbox: Outbox, nowMs: number): Promise<OutboxRecord | undefined> {
	if (!record || record.delivery !== undefined || nowMs - record.createdMs >= leftBehindMs) {
		return undefined;
	}

	await outbox.finish(record.id, {
		state: 'unsure', atMs: nowMs, reason: 'The run that sent it ended before Slack answered.', nextStep: afterUnsure(1),
	});
	return record;
}

function afterUnsure(attempts: number): string {
	const waitMs = repeatAfterMs[attempts - 1];
	return waitMs === undefined ? `It was sent ${attempts} times without a clear answer: look in the channel. It is told of again with the reminder.` : `It is sent again with the ${waitMs === 0 ? 'next pass' : `first pass after ${formatDuration(waitMs)}`}, marked as a repeat.`;
}

async function compose(planned: PlannedAlert, options: DeliveryOptions): Promise<SlackMessage> {
	return planned.reason === 'resolved' ? composeEnd(planned.remembered, planned.resolvedMs, options) : composeOpen(planned, options);
}

async function composeOpen(planned: PlannedOpen, options: DeliveryOptions): Promise<SlackMessage> {
	const {incident, reason} = planned;
	const finding = await options.find(planned);
	const evidence = finding?.evidence;
	const redactor = options.createRedactor();
	return buildSlackMessage(buildIncidentAlert({
		suspected: incident.suspected,
		members: incident.members,
		finding: finding && findingWords(finding, {...anywhere, nowMs: options.now()}, redactor.redact),
		evidence,
		again: reason === 'opened' ? undefined : reason,
		selector: options.selector,
		redactor,
		openCommand: options.openCommand(planned, finding),
		exploreUrl: evidence && options.exploreUrl?.(evidence.selector, evidence.startMs, evidence.endMs),
		nowMs: options.now(),
	}));
}

function composeEnd({members, onsetMs, told}: RememberedIncident, resolvedMs: number, {selector, now}: DeliveryOptions): SlackMessage {
	return buildResolvedMessage(buildResolvedAlert({
		members, onsetMs, resolvedMs, alertedMs: told?.firstMs, selector, nowMs: now(),
	}));
}
