import {randomUUID} from 'node:crypto';
import type {Evidence, Redactor, Verdict} from '../investigate/types.js';
import {formatAge, formatDuration} from '../words/numbers.js';
import {isOpen} from '../store/selectors/incidents.js';
import {noticeMs, type AlertRecord, type Notice} from '../store/state.js';
import type {Store} from '../store/store.js';
import {buildAlert} from './build-alert.js';
import type {Cooldown} from './cooldown.js';
import {buildSlackMessage} from './targets/slack/message.js';
import type {Outbox} from './outbox.js';
import {previewSlackMessage} from './targets/slack/preview.js';
import {markRepeat} from './repeat.js';
import type {Delivery, SlackMessage} from './types.js';
import type {Webhook} from './targets/slack/webhook.js';

/** When a message that may not have arrived is sent again, each after the attempt before it. */
const defaultRepeatAfterMs = [2, 5, 15].map(minutes => minutes * 60_000);

export type AlerterOptions = {
	readonly store: Store;
	/** Undefined where no webhook is set. */
	readonly webhook: Webhook | undefined;
	/** Reads a service's evidence where it is not there yet. */
	readonly loadDetail: (service: string) => Promise<{readonly evidence: Evidence; readonly verdict: Verdict} | undefined>;
	/** Nothing leaves with a secret in it; a placeholder in the model's words and one in a pattern mean the same where it is one redactor. */
	readonly createRedactor: () => Redactor;
	/** Where what is to be sent is written down before it is, so that nothing is lost; opened with the first message. */
	readonly openOutbox: () => Promise<Outbox>;
	readonly cooldown: Cooldown;
	/** When a message that may not have arrived is sent again, each after the attempt before it, in milliseconds; after 2, 5 and 15 minutes where not given. */
	readonly repeatAfterMs?: readonly number[];
	/** Where the same data can be seen in Grafana. */
	readonly exploreUrl?: (selector: string, startMs: number, endMs: number) => string;
	/** The command that opens the same service and window on another machine. */
	readonly openCommand?: (evidence: Evidence) => string | undefined;
	/** The body that a sink of this program's own got last: the demo shows it as it arrived. */
	readonly received?: () => SlackMessage | undefined;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type Alerter = {
	/** Sends the alert of a service and reports what became of it; the same alert within its cooldown asks for a second call first. `onStart` hears of it once it is on its way. */
	readonly send: (service: string, onStart?: (alert: AlertRecord) => void) => Promise<void>;
	/** What would be sent, row by row. */
	readonly preview: (service: string) => Promise<readonly string[]>;
};

/** One key press from an anomaly to the team's channel. */
export function createAlerter(options: AlerterOptions): Alerter {
	const {
		store, webhook, cooldown, now, signal, repeatAfterMs = defaultRepeatAfterMs,
	} = options;

	const inFlight = new Set<string>();
	let outbox: Promise<Outbox> | undefined;

	let said: Notice | undefined;

	const say = (text: string, tone: Notice['tone']) => {
		said = {text, tone, untilMs: now() + noticeMs};
		store.dispatch({type: 'notice', notice: said});
	};

	/** Takes back what was said of a press before, for it is not true any more; news of others stays. */
	const unsay = () => {
		if (said && store.getState().notice === said) {
			store.dispatch({type: 'notice', notice: undefined});
		}
	};

	const compose = async (service: string): Promise<SlackMessage> => {
		const detail = await options.loadDetail(service);
		const {evidence} = detail ?? {};
		return buildSlackMessage(buildAlert(store.getState(), {
			service,
			detail,
			redactor: options.createRedactor(),
			exploreUrl: evidence && options.exploreUrl?.(evidence.selector, evidence.startMs, evidence.endMs),
			openCommand: evidence && options.openCommand?.(evidence),
			nowMs: now(),
		}));
	};

	/** `repeats` counts the attempts before this one. */
	const deliver = async (target: Webhook, record: AlertRecord, message: SlackMessage, repeats = 0): Promise<Delivery> => {
		outbox ??= options.openOutbox();
		const records = await outbox;
		const {id} = await records.begin({
			fingerprint: record.fingerprint, destination: record.destination, message, ...repeats > 0 && {repeatOfMs: record.startedMs},
		});
		const sent = repeats > 0 ? markRepeat(message, {firstMs: record.startedMs, nowMs: now()}) : message;
		const answered = await target.post(sent, {signal});
		unsay();
		const waitMs = repeatAfterMs[repeats];
		const delivery = answered.state === 'unsure' && waitMs !== undefined && !signal.aborted
			? {...answered, nextStep: `It is sent again in ${formatDuration(waitMs)}, marked as a repeat.`}
			: answered;
		await records.finish(id, delivery);
		if (delivery.state !== 'failed') {
			cooldown.sent(record.fingerprint, delivery.atMs);
		}

		const received = options.received?.();
		const preview = received ?? (repeats > 0 ? sent : undefined);
		store.dispatch({
			type: 'alert-ended', id: record.id, delivery, ...(preview && {preview: previewSlackMessage(preview)}),
		});
		if (delivery !== answered && waitMs !== undefined) {
			repeatLater(target, record, message, {repeats: repeats + 1, waitMs});
		} else if (repeats > 0) {
			say(`${record.service}: the repeated alert ${repeatedWords[delivery.state]}`, delivery.state === 'delivered' ? 'good' : 'bad');
		}

		return delivery;
	};

	/** Nobody knows whether it arrived: better twice than never, with the same content and a mark on it. */
	const repeatLater = (target: Webhook, record: AlertRecord, message: SlackMessage, {repeats, waitMs}: {readonly repeats: number; readonly waitMs: number}): void => {
		say(`${record.service}: the alert may not have arrived; it is sent again in ${formatDuration(waitMs)}, marked as a repeat`, 'bad');
		const end = () => {
			clearTimeout(timer);
		};

		const timer = setTimeout(() => {
			signal.removeEventListener('abort', end);
			void deliver(target, record, message, repeats);
		}, waitMs);
		timer.unref();
		signal.addEventListener('abort', end, {once: true});
	};

	return {
		async send(service, onStart) {
			if (!webhook) {
				say('no Slack webhook: set SLACK_WEBHOOK_URL and start again', 'bad');
				return;
			}

			const fingerprint = fingerprintOf(store, service);
			const press = cooldown.press(fingerprint, now());
			if (press.type === 'confirm') {
				say(`the same alert was sent ${formatAge(now() - press.sentMs)}: s again sends it once more`, 'plain');
				return;
			}

			if (inFlight.has(fingerprint)) {
				say('this alert is on its way', 'plain');
				return;
			}

			unsay();
			inFlight.add(fingerprint);
			const message = await compose(service);
			const record: AlertRecord = {
				id: randomUUID(),
				service,
				fingerprint,
				destination: webhook.label,
				preview: previewSlackMessage(message),
				startedMs: now(),
				delivery: undefined,
			};
			store.dispatch({type: 'alert-started', alert: record});
			onStart?.(record);
			await deliver(webhook, record, message);
			inFlight.delete(fingerprint);
		},
		async preview(service) {
			return previewSlackMessage(await compose(service));
		},
	};
}

const repeatedWords: Readonly<Record<Delivery['state'], string>> = {delivered: 'was delivered', unsure: 'may not have arrived either', failed: 'was not delivered'};

/** The same trouble has the same fingerprint, whatever its numbers are by now. */
function fingerprintOf(store: Store, service: string): string {
	const open = store.getState().anomalies.filter(anomaly => anomaly.service === service && isOpen(anomaly));
	return open.length === 0 ? service : open.map(anomaly => anomaly.fingerprint).toSorted((a, b) => a.localeCompare(b)).join('|');
}
