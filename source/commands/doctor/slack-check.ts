import type {SlackMessage} from '../../alerting/targets/slack/slack-message.js';
import {checkWebhookUrl, createWebhook} from '../../alerting/targets/slack/webhook.js';
import {webhookLabel} from '../../alerting/targets/slack/webhook-address.js';
import {formatDateTime} from '../../words/times.js';
import {judgeNoWebhook, judgeWebhook} from './judgements/slack.js';
import type {Check} from './types.js';

export type SlackToCheck = {
	/** A secret. */
	readonly webhookUrl: string | undefined;
	readonly allowedHosts: readonly string[];
	/** Posts a message; without it nothing is sent. */
	readonly sendsTest: boolean;
	readonly now: () => number;
};

/** The webhook's address, and with `sendsTest` whether a message arrives. */
export function slackCheck({webhookUrl, allowedHosts, sendsTest, now}: SlackToCheck): Check {
	const check = {id: 'slack', title: 'Slack', ifSlow: 'Look in the channel before you send again, and at the way out of this network: a firewall that drops, a proxy.'};
	if (webhookUrl === undefined) {
		return {...check, run: judgeNoWebhook};
	}

	return {
		...check,
		async run(signal) {
			const wrong = checkWebhookUrl(webhookUrl, allowedHosts);
			if (wrong !== undefined) {
				return {state: 'fail', detail: `The webhook URL cannot be used: ${wrong}.`, nextStep: 'Copy the URL of the incoming webhook from Slack, or allow its host with LOKI_SENTINEL_SLACK_ALLOWED_HOSTS.'};
			}

			const delivery = sendsTest ? await createWebhook({url: webhookUrl, allowedHosts, now}).post(testMessage(now()), {signal}) : undefined;
			return judgeWebhook(webhookLabel(webhookUrl), delivery);
		},
	};
}

/** Nobody may take it for an alert. */
function testMessage(nowMs: number): SlackMessage {
	const text = 'loki-sentinel: this is a test message, nothing is wrong.';
	return {
		text,
		blocks: [
			{type: 'header', text: {type: 'plain_text', text: 'Test message of loki-sentinel'}},
			{type: 'section', text: {type: 'plain_text', text: 'Nothing is wrong. Somebody checked with loki-sentinel that alerts arrive in this channel.'}},
			{type: 'context', elements: [{type: 'plain_text', text: `${formatDateTime(nowMs, {timeZone: 'UTC', withSeconds: true})} UTC`}]},
		],
	};
}
