import type {AlertMemory} from '../../alerting/memory/alert-memory.js';
import type {AlertPlan, PlannedAlert} from '../../alerting/alert-plan.js';
import type {NewEvent} from '../../alerting/memory/journal-event.js';
import type {Delivery} from '../../alerting/types.js';
import {toIso, type CheckAlert} from './report.js';
import {deliver, nameOf, type DeliveryOptions} from './headless-delivery.js';

/** Messages of one pass; the rest is planned again with the next. */
const maxMessages = 10;

/** A run that can remember nothing tells of what began within this time: a job that runs every five minutes sees it once, with what the newest minutes take to arrive. */
export const newsMs = 7 * 60_000;

export type SendOptions = DeliveryOptions & {
	readonly plan: AlertPlan;
	readonly memory: AlertMemory;
	/** This process lives on, and remembers what it sent. */
	readonly isService: boolean;
	readonly redact: (text: string) => string;
};

/** Sends what is due, one after the other, each after its claim; says what became of each. */
export async function sendAlerts(options: SendOptions): Promise<readonly CheckAlert[]> {
	const {plan} = options;
	const sent: CheckAlert[] = [];
	for (const planned of plan.alerts.slice(0, maxMessages)) {
		options.signal.throwIfAborted();
		const {reason} = planned;
		sent.push({
			incident: nameOf(planned), service: serviceOf(planned, options.redact), reason, ...await sendOne(planned, options),
		});
	}

	return sent;
}

type Sent = Omit<CheckAlert, 'incident' | 'service' | 'reason'>;

const unsent: Sent = {
	result: 'withheld', destination: undefined, repeatOf: undefined, why: undefined, nextStep: undefined,
};

async function sendOne(planned: PlannedAlert, options: SendOptions): Promise<Sent> {
	const {plan, memory, webhook, signal, now} = options;
	const {reason, repeats} = planned;
	const claimed = {incident: nameOf(planned), reason, fingerprints: printsOf(planned)};
	const {isWon, claim} = await memory.claim(claimed, {atMs: plan.atMs, triedMs: repeats?.lastMs}, signal);
	if (!isWon) {
		return {...unsent, result: 'claimed', why: 'another run sends it'};
	}

	if (!memory.isKept() && !options.isService && !isNews(planned, now())) {
		return {
			...unsent,
			why: 'nothing can be written down, so the same message would go out with every pass.',
			nextStep: 'Give the check a state directory that can be written, or --journal loki.',
		};
	}

	const {delivery, repeatOfMs} = await deliver(planned, options);
	await memory.write(eventsOf(planned, delivery, webhook.label, claim), signal);
	return {
		result: delivery.state,
		destination: webhook.label,
		repeatOf: repeatOfMs === undefined ? undefined : toIso(repeatOfMs),
		...(delivery.state === 'delivered' ? {why: undefined, nextStep: undefined} : {why: delivery.reason, nextStep: delivery.nextStep}),
	};
}

const serviceOf = (planned: PlannedAlert, redact: (text: string) => string): string => planned.reason === 'resolved' ? planned.remembered.members[0]?.service ?? '' : redact(planned.incident.suspected);

const printsOf = (planned: PlannedAlert): readonly string[] => planned.reason === 'resolved' ? [...planned.remembered.fingerprints] : planned.incident.fingerprints;

/** Did it happen since a pass a few minutes ago? That holds for few passes, without a memory too. */
function isNews(planned: PlannedAlert, nowMs: number): boolean {
	if (planned.reason === 'resolved') {
		return nowMs - planned.resolvedMs < newsMs;
	}

	const openedMs = planned.incident.members.flatMap(({anomalies}) => anomalies).filter(({state}) => state !== 'resolved').map(anomaly => anomaly.openedMs);
	switch (planned.reason) {
		case 'opened': {
			return nowMs - Math.min(...openedMs) < newsMs;
		}

		case 'worsened': {
			return nowMs - Math.max(...openedMs) < newsMs;
		}

		case 'reminded': {
			return false;
		}
	}
}

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
			event: 'alerted', incident, reason, severity, result: delivery.state, destination, claim,
		},
	];
}
