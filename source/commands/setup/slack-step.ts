import {checkWebhookUrl} from '../../alerting/targets/slack/webhook-address.js';
import {slackCheck} from '../doctor/slack-check.js';
import {agree} from './ask.js';
import {askSecretSetting} from './ask-setting.js';
import {afterFailure, tryOut} from './try-out.js';
import type {Step} from './types.js';

/** Slack's webhook; a message is posted only where the user says so. */
export const slackStep: Step = async (before, {env, now, resolve}) => {
	const {slackAllowedHosts: allowedHosts} = resolve({...before, slackWebhookUrl: undefined}).settings;
	let draft = before;
	for (;;) {
		const slackWebhookUrl = await askSecretSetting({
			name: 'slackWebhookUrl',
			message: 'Slack\'s incoming webhook',
			without: 'No Slack',
			canStayOutside: true,
			check(answer) {
				const wrong = checkWebhookUrl(answer, allowedHosts);
				return wrong && `It cannot be used: ${wrong}.`;
			},
		}, {stored: draft, env});
		draft = {...draft, slackWebhookUrl};
		const webhookUrl = resolve(draft).settings.slackWebhookUrl?.reveal();
		if (webhookUrl === undefined) {
			return draft;
		}

		const sendsTest = await agree('Post a test message now? It says that nothing is wrong.', false);
		const results = await tryOut([slackCheck({
			webhookUrl, allowedHosts, sendsTest, now,
		})]);
		const next = await afterFailure(results, 'Slack');
		if (next !== 'again') {
			return next === 'skip' ? before : draft;
		}
	}
};

