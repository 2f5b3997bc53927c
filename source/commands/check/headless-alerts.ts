import type {AlertPlan, PlannedAlert} from '../../alerting/alert-plan.js';
import type {RememberedIncident} from '../../alerting/memory/alert-memory-fold.js';
import type {AlertMemory} from '../../alerting/memory/alert-memory.js';
import type {NewEvent} from '../../alerting/memory/journal-event.js';
import type {Redactor} from '../../investigate/types.js';
import {buildIncidentAlert, buildResolvedAlert} from '../../alerting/build-incident-alert.js';
import {buildResolvedMessage, buildSlackMessage} from '../../alerting/targets/slack/message.js';
import type {Outbox} from '../../alerting/outbox.js';
import type {Delivery, SlackMessage} from '../../alerting/types.js';
import type {Webhook} from '../../alerting/targets/slack/webhook.js';
import {anywhere} from '../../words/reader.js';
import type {CheckAlert} from './report.js';
import {findingWords, type Finding} from './headless-findings.js';

/** Messages of one pass; the rest is planned again with the next. */
const maxMessages = 10;

export type SendOptions = {
	readonly plan: AlertPlan;
	readonly memory: AlertMemory;
	readonly webhook: Webhook;
	readonly openOutbox: () => Promise<Outbox>;
	/** Looks into an incident once it is clear that this run tells of it. */
	readonly find: (planned: Exclude<PlannedAlert, {reason: 'resolved'}>) => Promise<Finding | undefined>;
	readonly openCommand: (planned: Exclude<PlannedAlert, {reason: 'resolved'}>, finding: Finding | undefined) => string | undefined;
	readonly exploreUrl: ((selector: string, startMs: number, endMs: number) => string) | undefined;
	readonly createRedactor: () => Redactor;
	readonly redact: (text: string) => string;
	readonly selector: string;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

/** Sends what is due, one after the other, each after its claim; says what became of each. */
export async function sendAlerts(options: SendOptions): Promise<readonly CheckAlert[]> {
	const {plan, memory, webhook} = options;
	const sent: CheckAlert[] = [];
	for (const planned of plan.alerts.slice(0, maxMessages)) {
		options.signal.throwIfAborted();
		const incident = nameOf(planned);
		const {reason} = planned;
		const {isWon, claim} = await memory.claim({incident, reason, fingerprints: printsOf(planned)}, options.signal);
		if (!isWon) {
			sent.push({
				incident, service: serviceOf(planned, options.redact), reason, result: 'claimed', destination: undefined, why: 'another run sends it', nextStep: undefined,
			});
			continue;
		}

		const delivery = await deliver(planned, options);
		await memory.write(eventsOf(planned, delivery, webhook.label, claim), options.signal);
		sent.push({
			incident,
			service: serviceOf(planned, options.redact),
			reason,
			result: delivery.state,
			destination: webhook.label,
			...(delivery.state === 'delivered' ? {why: undefined, nextStep: undefined} : {why: delivery.reason, nextStep: delivery.nextStep}),
		});
	}

	return sent;
}

const nameOf = (planned: PlannedAlert): string => planned.reason === 'resolved' ? planned.remembered.id : planned.incident.id;

const serviceOf = (planned: PlannedAlert, redact: (text: string) => string): string => planned.reason === 'resolved' ? planned.remembered.members[0]?.service ?? '' : redact(planned.incident.suspected);

const printsOf = (planned: PlannedAlert): readonly string[] => planned.reason === 'resolved' ? [...planned.remembered.fingerprints] : planned.incident.fingerprints;

/** What did not arrive for certain is not written down as told, and so is planned again. */
function eventsOf(planned: PlannedAlert, delivery: Delivery, destination: string, claim: string): readonly NewEvent[] {
	const incident = nameOf(planned);
	const {reason} = planned;
	if (delivery.state === 'failed') {
		return [{
			event: 'released', incident, reason, claim,
		}];
	}

	const severity = planned.reason === 'resolved' ? planned.remembered.severity : planned.incident.severity;
	return [
		...reason === 'reminded' ? [{event: 'reminded', incident} as const] : [],
		{
			event: 'alerted', incident, reason, severity, result: delivery.state, destination,
		},
	];
}

async function deliver(planned: PlannedAlert, options: SendOptions): Promise<Delivery> {
	const {webhook, signal, now} = options;
	const outbox = await options.openOutbox();
	const key = `${nameOf(planned)} ${planned.reason}`;
	const before = outbox.last(key);
	if (before && before.delivery === undefined && now() - before.createdMs < 60 * 60_000) {
		// The run that sent it ended before Slack answered.
		const unsure: Delivery = {
			state: 'unsure', atMs: now(), reason: 'An earlier run ended while it sent this message.', nextStep: 'Look in the channel; it is not sent again.',
		};
		await outbox.finish(before.id, unsure);
		return unsure;
	}

	const message = planned.reason === 'resolved' ? composeEnd(planned.remembered, planned.resolvedMs, options) : await compose(planned, options);
	const {id} = await outbox.begin({fingerprint: key, destination: webhook.label, message});
	const delivery = await webhook.post(message, {signal});
	await outbox.finish(id, delivery);
	return delivery;
}

async function compose(planned: Exclude<PlannedAlert, {reason: 'resolved'}>, options: SendOptions): Promise<SlackMessage> {
	const {incident, reason} = planned;
	const finding = await options.find(planned);
	const evidence = finding?.evidence;
	return buildSlackMessage(buildIncidentAlert({
		suspected: incident.suspected,
		members: incident.members,
		finding: finding && findingWords(finding, {...anywhere, nowMs: options.now()}, options.redact),
		evidence,
		again: reason === 'opened' ? undefined : reason,
		selector: options.selector,
		redactor: options.createRedactor(),
		openCommand: options.openCommand(planned, finding),
		exploreUrl: evidence && options.exploreUrl?.(evidence.selector, evidence.startMs, evidence.endMs),
		nowMs: options.now(),
	}));
}

function composeEnd({members, onsetMs, told}: RememberedIncident, resolvedMs: number, {selector, now}: SendOptions): SlackMessage {
	return buildResolvedMessage(buildResolvedAlert({
		members, onsetMs, resolvedMs, alertedMs: told?.firstMs, selector, nowMs: now(),
	}));
}
