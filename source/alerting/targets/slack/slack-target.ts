import type {TargetKind} from '../target.js';
import {slackMessage} from './message.js';
import {previewSlackMessage} from './preview.js';
import {createWebhook} from './webhook.js';

/** Slack's part of the settings. */
export type SlackSettings = {
	/** A secret: everyone who knows it can post. */
	readonly slackWebhookUrl: {readonly reveal: () => string} | undefined;
	/** Besides Slack's own and this machine. */
	readonly slackAllowedHosts: readonly string[];
};

/** A channel of Slack, by an incoming webhook. */
export const slackTarget: TargetKind<SlackSettings> = {
	setting: 'SLACK_WEBHOOK_URL',
	open({slackWebhookUrl, slackAllowedHosts = []}, {now}) {
		if (slackWebhookUrl === undefined) {
			return undefined;
		}

		const webhook = createWebhook({url: slackWebhookUrl.reveal(), allowedHosts: slackAllowedHosts, now});
		return {
			label: webhook.label,
			async send(alert, {repeatOfMs, signal}) {
				const message = slackMessage(alert, repeatOfMs === undefined ? undefined : {firstMs: repeatOfMs, nowMs: now()});
				return webhook.post(message, signal && {signal});
			},
			render: alert => previewSlackMessage(slackMessage(alert)),
		};
	},
};
