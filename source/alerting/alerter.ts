import {randomUUID} from 'node:crypto';
import type {Incident} from '../detect/incidents/incident.js';
import type {Evidence} from '../facts/evidence.js';
import type {Verdict} from '../facts/verdict.js';
import type {Redactor} from '../investigate/types.js';
import type {Scope} from '../loki/types.js';
import type {Analysis} from '../store/analysis.js';
import {underLeader} from '../store/leaders.js';
import {incidentOfService} from '../store/selectors/incident-record.js';
import {firstIn} from '../store/selectors/first.js';
import {currentIncidents} from '../store/selectors/incidents.js';
import {analysesOf, sessionIncidentOf} from '../store/selectors/session-incidents.js';
import {notify} from '../store/notify.js';
import type {AlertRecord, Notice, State} from '../store/state.js';
import type {Store} from '../store/store.js';
import {alertRows} from '../words/alert-rows.js';
import {deliverySentence} from '../words/delivery.js';
import {formatAge, formatDuration} from '../words/numbers.js';
import type {Alert, Delivery} from '../facts/alert.js';
import {repeatAfterMs as checkRepeatAfterMs} from './alert-attempts.js';
import {composeAlert} from './compose.js';
import type {Cooldown} from './cooldown.js';
import {deliver, subjectOf} from './deliver.js';
import {findingOf, toldBy} from './finding.js';
import type {Outbox} from './outbox.js';
import {targetSettingNames} from './targets/registry.js';
import type {AlertTarget} from './targets/target.js';

export type AlerterOptions = {
	readonly store: Store;
	/** None where nothing is set. */
	readonly targets: readonly AlertTarget[];
	/** Reads a service's evidence where it is not there yet. */
	readonly loadDetail: (service: string) => Promise<{readonly evidence: Evidence; readonly verdict: Verdict} | undefined>;
	/** Nothing leaves with a secret in it; a placeholder in the model's words and one in a pattern mean the same where it is one redactor. */
	readonly createRedactor: () => Redactor;
	/** Where what is to be sent is written down before it is, so that nothing is lost; opened with the first message. */
	readonly openOutbox: () => Promise<Outbox>;
	readonly cooldown: Cooldown;
	/** When a message that may not have arrived is sent again, each after the attempt before it, in milliseconds; as a check does where not given, but for the first: nobody needs it twice within a moment. */
	readonly repeatAfterMs?: readonly number[];
	/** Where the same data can be seen in Grafana. */
	readonly exploreUrl?: ((selector: string, startMs: number, endMs: number) => string) | undefined;
	/** What is watched; undefined until Loki was asked. */
	readonly scope: () => Scope | undefined;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type Alerter = {
	/** Sends the alert of a service's incident to every target and reports what became of it; for those that already received it, the first call only asks for confirmation. `onStart` hears of the first message once it is on its way. */
	readonly send: (service: string, onStart?: (alert: AlertRecord) => void) => Promise<void>;
	/** What would be sent, row by row. */
	readonly preview: (service: string) => Promise<readonly string[]>;
};

/** One key press from an anomaly to the team's channel. */
export function createAlerter(options: AlerterOptions): Alerter {
	const {
		store, targets, cooldown, now, signal, repeatAfterMs = checkRepeatAfterMs.slice(1),
	} = options;

	const inFlight = new Set<string>();
	let outbox: Promise<Outbox> | undefined;

	let said: Notice | undefined;

	const say = (text: string, tone: Notice['tone']) => {
		said = notify(store, text, {tone, nowMs: now()});
	};

	/** Takes back what was said of a press before, for it is not true any more; news of others stays. */
	const unsay = () => {
		if (said && store.getState().notice === said) {
			store.dispatch({type: 'notice', notice: undefined});
		}
	};

	const compose = async (service: string): Promise<Alert> => {
		const before = subjectIn(store.getState(), service);
		const read = await options.loadDetail(before.speaker);
		// What the lines say may have changed which services the incident has.
		const state = store.getState();
		const {incident, speaker, analysis} = subjectIn(state, service);
		const detail = speaker === before.speaker ? read : await options.loadDetail(speaker);
		const scope = options.scope();
		return composeAlert({
			about: incident ? {...incident, first: firstIn(state, incident)} : {service},
			reason: 'opened',
			finding: detail && findingOf(detail, analysis),
			redactor: options.createRedactor(),
			selector: scope?.selector ?? state.connection.selector,
			scope,
			exploreUrl: options.exploreUrl,
			nowMs: now(),
			...state.behindMs > 0 && {lookedBackMs: state.behindMs},
		});
	};

	/** `repeats` counts the attempts before this one. */
	const sendTo = async (alert: Alert, target: AlertTarget, record: AlertRecord, repeats = 0): Promise<void> => {
		outbox ??= options.openOutbox();
		const repeatOfMs = repeats > 0 ? record.startedMs : undefined;
		const answered = await deliver(alert, target, {outbox: await outbox, repeatOfMs, signal});
		unsay();
		const waitMs = repeatAfterMs[repeats];
		const isRepeated = answered.state === 'unsure' && waitMs !== undefined && !signal.aborted;
		const delivery: Delivery = isRepeated ? {...answered, retry: {by: 'session', atMs: now() + waitMs}} : answered;
		if (delivery.state !== 'failed') {
			cooldown.sent(keyOf(subjectOf(alert), target), delivery.atMs);
		}

		store.dispatch({
			type: 'alert-ended', id: record.id, delivery, ...repeatOfMs !== undefined && {repeatOfMs},
		});
		if (isRepeated) {
			repeatLater(waitMs, `${record.service}: the alert may not have arrived; it is sent again in ${formatDuration(waitMs)}, marked as a repeat`, async () => sendTo(alert, target, record, repeats + 1));
		} else if (repeats > 0) {
			say(`${record.service}: the repeated alert ${deliverySentence(delivery.state)}`, delivery.state === 'delivered' ? 'good' : 'bad');
		}
	};

	/** Nobody knows whether it arrived: better twice than never, with the same content and a mark on it. */
	const repeatLater = (waitMs: number, words: string, repeat: () => Promise<void>): void => {
		say(words, 'bad');
		const end = () => {
			clearTimeout(timer);
		};

		const timer = setTimeout(() => {
			signal.removeEventListener('abort', end);
			void repeat();
		}, waitMs);
		timer.unref();
		signal.addEventListener('abort', end, {once: true});
	};

	return {
		async send(service, onStart) {
			if (targets.length === 0) {
				say(`no alert target: set ${targetSettingNames()} and start again`, 'bad');
				return;
			}

			const subject = openIncident(store.getState(), service)?.id ?? service;
			const press = cooldown.press(targets.map(target => keyOf(subject, target)), now());
			if (press.type === 'confirm') {
				say(`already sent ${formatAge(now() - press.sentMs)}; press s again to resend`, 'plain');
				return;
			}

			if (inFlight.has(subject)) {
				say('this alert is on its way', 'plain');
				return;
			}

			unsay();
			inFlight.add(subject);
			try {
				const alert = await compose(service);
				await Promise.all(targets.filter(target => press.keys.includes(keyOf(subject, target))).map(async (target, index) => {
					const record: AlertRecord = {
						id: randomUUID(), service, target: target.id, destination: target.label, alert, startedMs: now(), delivery: undefined,
					};
					store.dispatch({type: 'alert-started', alert: record});
					if (index === 0) {
						onStart?.(record);
					}

					await sendTo(alert, target, record);
				}));
			} finally {
				inFlight.delete(subject);
			}
		},
		async preview(service) {
			const alert = await compose(service);
			if (targets.length === 0) {
				return alertRows(alert);
			}

			return targets.length === 1 ? targets[0]!.render(alert) : targets.flatMap(target => [`── ${target.label}`, '', ...target.render(alert), '']);
		},
	};
}

/** What the cooldown knows a message by: what it is about, and where it goes. */
const keyOf = (subject: string, {id}: AlertTarget): string => `${subject} ${id}`;

/** The incident that a service is part of now, muted or not, with the first that the screen names. */
function openIncident(state: State, service: string): Incident | undefined {
	const found = currentIncidents(state).find(({members}) => members.some(member => member.service === service && !member.isResolved));
	return found && underLeader(found, state.leaders);
}

/** What an alert about a service is about, and whose evidence and analysis it tells: those of the suspected service, unless a model has looked only into another one. */
function subjectIn(state: State, service: string): {readonly incident: Incident | undefined; readonly speaker: string; readonly analysis: Analysis | undefined} {
	const incident = openIncident(state, service);
	const suspected = incident?.suspected ?? service;
	const analyses = new Map((incident ? ownAnalyses(state, incident) : calmAnalyses(state, service)).map(analysis => [analysis.service, analysis]));
	const speaker = [suspected, service, ...incident?.members.map(member => member.service) ?? []].find(name => toldBy(analyses.get(name)) !== undefined) ?? suspected;
	return {incident, speaker, analysis: analyses.get(speaker)};
}

/** What was found out about an earlier incident of the same services is not the cause of this one. */
const ownAnalyses = (state: State, incident: Incident): readonly Analysis[] => analysesOf(state, sessionIncidentOf(state, incident) ?? incident);

/** Of a service that is in no incident now: what was found out about its last one, or without any. */
function calmAnalyses(state: State, service: string): readonly Analysis[] {
	const last = incidentOfService(state, service);
	const analysis = state.analyses.get(service);
	return last ? analysesOf(state, last).filter(own => own.service === service) : (analysis ? [analysis] : []);
}
