import type {Delivery} from '../../../facts/alert.js';
import type {Judgement} from '../types.js';

/** No webhook, with what works all the same. */
export function judgeNoWebhook(): Judgement {
	return {
		state: 'warn',
		detail: 'No webhook: alerts to Slack are off. Everything else works without one.',
		nextStep: 'Create an incoming webhook in Slack and set SLACK_WEBHOOK_URL to it, or store it with loki-sentinel setup.',
	};
}

/** A webhook of a shape that is allowed; `delivery` is what became of the test message, undefined where none was sent. */
export function judgeWebhook(label: string, delivery: Delivery | undefined): Judgement {
	if (delivery === undefined) {
		return {state: 'pass', detail: `${label} looks like a webhook; nothing was sent.`, nextStep: 'Post a test message with loki-sentinel doctor --send-test.'};
	}

	return delivery.state === 'delivered'
		? {state: 'pass', detail: `A test message was delivered to ${label}.`}
		: {state: delivery.state === 'unsure' ? 'warn' : 'fail', detail: `${label}: ${delivery.reason}`, nextStep: delivery.nextStep};
}
