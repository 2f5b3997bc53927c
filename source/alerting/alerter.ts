import {randomUUID} from 'node:crypto';
import type {Evidence, Redactor, Verdict} from '../investigate/types.js';
import {formatAge} from '../words/numbers.js';
import {isOpen} from '../store/selectors/incidents.js';
import type {AlertRecord, Notice} from '../store/state.js';
import type {Store} from '../store/store.js';
import {buildAlert} from './build-alert.js';
import type {Cooldown} from './cooldown.js';
import {buildSlackMessage} from './targets/slack/message.js';
import type {Outbox} from './outbox.js';
import {previewSlackMessage} from './targets/slack/preview.js';
import type {Delivery, SlackMessage} from './types.js';
import type {Webhook} from './targets/slack/webhook.js';

/** How long a piece of news stays. */
const noticeMs = 8000;

export type AlerterOptions = {
	readonly store: Store;
	/** Undefined where no webhook is set. */
	readonly webhook: Webhook | undefined;
	/** Reads a service's evidence where it is not there yet. */
	readonly loadDetail: (service: string) => Promise<{readonly evidence: Evidence; readonly verdict: Verdict} | undefined>;
	/** A redactor for each message: nothing leaves with a secret in it. */
	readonly createRedactor: () => Redactor;
	/** Where what is to be sent is written down before it is, so that nothing is lost; opened with the first message. */
	readonly openOutbox: () => Promise<Outbox>;
	readonly cooldown: Cooldown;
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
		store, webhook, cooldown, now, signal,
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

	const deliver = async (target: Webhook, record: AlertRecord, message: SlackMessage): Promise<Delivery> => {
		outbox ??= options.openOutbox();
		const records = await outbox;
		const {id} = await records.begin({fingerprint: record.fingerprint, destination: record.destination, message});
		const delivery = await target.post(message, {signal});
		await records.finish(id, delivery);
		return delivery;
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
			const delivery = await deliver(webhook, record, message);
			inFlight.delete(fingerprint);
			if (delivery.state !== 'failed') {
				cooldown.sent(fingerprint, delivery.atMs);
			}

			unsay();
			const received = options.received?.();
			store.dispatch({
				type: 'alert-ended', id: record.id, delivery, ...(received && {preview: previewSlackMessage(received)}),
			});
		},
		async preview(service) {
			return previewSlackMessage(await compose(service));
		},
	};
}

/** The same trouble has the same fingerprint, whatever its numbers are by now. */
function fingerprintOf(store: Store, service: string): string {
	const open = store.getState().anomalies.filter(anomaly => anomaly.service === service && isOpen(anomaly));
	return open.length === 0 ? service : open.map(anomaly => anomaly.fingerprint).toSorted((a, b) => a.localeCompare(b)).join('|');
}
