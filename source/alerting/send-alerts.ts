import pLimit from 'p-limit';
import {isOpen} from '../detect/lifecycle.js';
import type {Redactor} from '../investigate/types.js';
import type {Scope} from '../loki/types.js';
import {nextStepWords} from '../words/delivery.js';
import type {
	Alert,
	AlertReason,
	Delivery,
	Retry,
} from '../facts/alert.js';
import {repeatAfterMs} from './alert-attempts.js';
import type {AlertPlan, PlannedAlert, PlannedOpen} from './alert-plan.js';
import {composeAlert, composeEnd} from './compose.js';
import {deliver} from './deliver.js';
import type {Finding} from './finding.js';
import {toldOf} from './memory/alert-memory-fold.js';
import type {AlertMemory, MemoryObstacle} from './memory/alert-memory.js';
import {claimFreshMs} from './memory/claim.js';
import type {NewEvent} from './memory/journal-event.js';
import type {Outbox, OutboxRecord} from './outbox.js';
import type {AlertTarget} from './targets/target.js';

/** Messages of one pass to one target; the rest is planned again with the next. */
const maxMessages = 10;
/** Incidents that are written about at once: a slow analysis of one delays no other's alert. */
const maxAtOnce = 4;
/** A run that cannot remember anything alerts only about what began within this time: a job that runs every five minutes sees it once, allowing for the delay of the newest minutes. */
const newsMs = 7 * 60_000;
/** What the outbox alone knows to be on its way, without the memory, is taken for this message's first attempt no longer than this. */
const leftBehindMs = 60 * 60_000;

export type SendAlertsOptions = {
	readonly plan: AlertPlan;
	readonly targets: readonly AlertTarget[];
	readonly memory: AlertMemory;
	readonly openOutbox: () => Promise<Outbox>;
	/** Looks into an incident once it is clear that this run sends the alert. */
	readonly find: (planned: PlannedOpen) => Promise<Finding | undefined>;
	readonly exploreUrl: ((selector: string, startMs: number, endMs: number) => string) | undefined;
	readonly createRedactor: () => Redactor;
	readonly redact: (text: string) => string;
	readonly scope: Scope;
	/** This process lives on, and remembers what it sent. */
	readonly isService: boolean;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

/** What became of one message. */
export type SentAlert = {
	readonly incident: string;
	/** Where the incident seems to have begun. */
	readonly service: string;
	readonly reason: AlertReason;
	/** The target's id. */
	readonly target: string;
	/** `withheld`: what was sent cannot be read or saved, and it did not begin within the last minutes. */
	readonly result: Delivery['state'] | 'claimed' | 'withheld';
	/** Where it went, as it may be shown; undefined where nothing was sent. */
	readonly destination?: string;
	/** When the first attempt was made, where this one repeats it. */
	readonly repeatOfMs?: number | undefined;
	readonly why?: string;
	readonly nextStep?: string;
};

/** Sends what is due, some incidents at once, each to all of its targets, each message after its claim; says what became of each, in the order of the plan. Where one of them fails, it rejects once the others have ended. */
export async function sendAlerts(options: SendAlertsOptions): Promise<readonly SentAlert[]> {
	const {plan, targets, signal} = options;
	const due = targets.flatMap(target => plan.alerts.filter(planned => planned.target === target.id).slice(0, maxMessages).map(planned => ({planned, target})));
	const keys = new Set(due.map(({planned}) => keyOf(planned)));
	const limit = pLimit(maxAtOnce);
	const sending = [...keys].map(async key => limit(async () => {
		signal.throwIfAborted();
		let composing: Promise<Alert> | undefined;
		/** One alert for all of its targets: an incident is looked into once. */
		const compose = async (planned: PlannedAlert): Promise<Alert> => {
			composing ??= composePlanned(planned, options);
			return composing;
		};

		return Promise.all(due.filter(({planned}) => keyOf(planned) === key).map(async ({planned, target}) => ({
			incident: incidentIdOf(planned), service: serviceOf(planned, options.redact), reason: planned.reason, target: target.id, ...await sendOne(planned, target, compose, options),
		})));
	}));
	// What is under way is not left alone with an outbox that is closed.
	await Promise.allSettled(sending);
	const sent = await Promise.all(sending);
	return sent.flat();
}

type Outcome = Omit<SentAlert, 'incident' | 'service' | 'reason' | 'target'>;

const withheldBecause: Readonly<Record<MemoryObstacle, Required<Pick<Outcome, 'why' | 'nextStep'>>>> = {
	unread: {
		why: 'cannot read which alerts were sent, so this one may have been sent already.',
		nextStep: 'The next pass reads it again. Where it fails too, check the state directory, or the journal in Loki.',
	},
	unsaved: {
		why: 'cannot save which alerts were sent, so this one would repeat on every pass.',
		nextStep: 'Give the check a state directory that can be written, or --journal loki.',
	},
};

const claimedByAnother: Outcome = {result: 'claimed', why: 'another run sends it'};

async function sendOne(planned: PlannedAlert, target: AlertTarget, compose: (planned: PlannedAlert) => Promise<Alert>, options: SendAlertsOptions): Promise<Outcome> {
	const {plan, memory, signal, now} = options;
	const {reason, repeats} = planned;
	const wanted = {
		incident: incidentIdOf(planned), reason, target: target.id, fingerprints: fingerprintsOf(planned),
	};
	const triedMs = repeats?.lastMs;
	const claimedMs = now();
	const first = await memory.claim(wanted, {atMs: plan.atMs, triedMs}, signal);
	if (!first.isWon) {
		return claimedByAnother;
	}

	const obstacle = memory.obstacle();
	if (obstacle !== undefined && !options.isService && !isNews(planned, now())) {
		// A claim without an outcome would count as a message that may have arrived.
		await memory.write([releaseOf(planned, target, first.claim)], signal);
		return {result: 'withheld', ...withheldBecause[obstacle]};
	}

	const outbox = await options.openOutbox();
	const {repeatOfMs, alert, attempts} = await triedBefore(planned, target, outbox, now());
	const message = alert ?? await compose(planned);
	// An analysis and the waits of a target may take longer together than a claim lasts.
	const last = now() - claimedMs < claimFreshMs ? first : await memory.claim(wanted, {atMs: now(), triedMs}, signal, first.claim);
	if (!last.isWon) {
		return claimedByAnother;
	}

	const answered = await deliver(message, target, {outbox, repeatOfMs, signal});
	const delivery: Delivery = answered.state === 'unsure' ? {...answered, retry: retryAfter(attempts + 1)} : answered;
	await memory.write(eventsOf(planned, delivery, target, [first.claim, last.claim]), signal);
	return {
		result: delivery.state, destination: target.label, repeatOfMs, ...delivery.state !== 'delivered' && {why: delivery.reason, nextStep: nextStepWords(delivery, {nowMs: now()})},
	};
}

type Tried = {
	/** When the first attempt was made, where one may have arrived. */
	readonly repeatOfMs: number | undefined;
	/** What it said: the repeat has the same content. Undefined where nobody knows. */
	readonly alert: Alert | undefined;
	readonly attempts: number;
};

/** What was tried of a message already, by the memory and the outbox. */
async function triedBefore(planned: PlannedAlert, target: AlertTarget, outbox: Outbox, nowMs: number): Promise<Tried> {
	const last = outbox.last({incident: incidentIdOf(planned), reason: planned.reason, target: target.id});
	const left = await closeLeft(last, outbox, nowMs);
	const repeatOfMs = planned.repeats?.firstMs ?? left?.repeatOfMs ?? left?.createdMs;
	return {
		repeatOfMs,
		alert: last && repeatOfMs !== undefined && last.createdMs >= repeatOfMs ? last.alert : undefined,
		attempts: planned.repeats?.attempts ?? (left ? 1 : 0),
	};
}

/** A run ended between sending and the target's answer: notes that nobody knows what became of it. */
async function closeLeft(record: OutboxRecord | undefined, outbox: Outbox, nowMs: number): Promise<OutboxRecord | undefined> {
	if (!record || record.delivery !== undefined || nowMs - record.createdMs >= leftBehindMs) {
		return undefined;
	}

	await outbox.finish(record.id, {
		state: 'unsure', atMs: nowMs, reason: 'The run that sent it ended before it had an answer.', nextStep: 'Look in the channel before you send again.', retry: retryAfter(1),
	});
	return record;
}

function retryAfter(attempts: number): Retry {
	const afterMs = repeatAfterMs[attempts - 1];
	return afterMs === undefined ? {by: 'reminder', attempts} : {by: 'pass', afterMs};
}

async function composePlanned(planned: PlannedAlert, options: SendAlertsOptions): Promise<Alert> {
	const {scope, exploreUrl, now} = options;
	if (planned.reason === 'resolved') {
		const {remembered, resolvedMs} = planned;
		return composeEnd(remembered, {
			resolvedMs, alertedMs: toldOf(remembered)?.firstMs, selector: scope.selector, nowMs: now(),
		});
	}

	const finding = await options.find(planned);
	return composeAlert({
		about: planned.incident, reason: planned.reason, finding, redactor: options.createRedactor(), selector: scope.selector, scope, exploreUrl, nowMs: now(),
	});
}

const keyOf = (planned: PlannedAlert): string => `${incidentIdOf(planned)} ${planned.reason}`;

const incidentIdOf = (planned: PlannedAlert): string => planned.reason === 'resolved' ? planned.remembered.id : planned.incident.id;

const serviceOf = (planned: PlannedAlert, redact: (text: string) => string): string => planned.reason === 'resolved' ? planned.remembered.members[0]?.service ?? '' : redact(planned.incident.suspected);

const fingerprintsOf = (planned: PlannedAlert): readonly string[] => planned.reason === 'resolved' ? [...planned.remembered.fingerprints] : planned.incident.fingerprints;

/** Did it happen since a pass a few minutes ago? That holds for few passes, without a memory too. */
function isNews(planned: PlannedAlert, nowMs: number): boolean {
	if (planned.reason === 'resolved') {
		return nowMs - planned.resolvedMs < newsMs;
	}

	const openedMs = planned.incident.members.flatMap(({anomalies}) => anomalies).filter(anomaly => isOpen(anomaly)).map(anomaly => anomaly.openedMs);
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

const releaseOf = (planned: PlannedAlert, {id: target}: AlertTarget, claim: string): NewEvent => ({
	event: 'released', incident: incidentIdOf(planned), reason: planned.reason, target, claim,
});

/** What did not arrive for certain is not written down as told, and so is planned again. */
function eventsOf(planned: PlannedAlert, delivery: Delivery, sentTo: AlertTarget, [first, last]: readonly [first: string, last: string]): readonly NewEvent[] {
	const {id: target, label} = sentTo;
	const incident = incidentIdOf(planned);
	const {reason} = planned;
	if (delivery.state === 'failed') {
		return [...new Set([first, last])].map(claim => releaseOf(planned, sentTo, claim));
	}

	const severity = planned.reason === 'resolved' ? planned.remembered.severity : planned.incident.severity;
	return [
		...reason === 'reminded' ? [{event: 'reminded', incident} as const] : [],
		{
			event: 'alerted', incident, reason, target, severity, result: delivery.state, destination: label, claim: last,
		},
	];
}
