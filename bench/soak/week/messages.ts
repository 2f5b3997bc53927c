import type {SlackMessage} from '../../../source/alerting/targets/slack/slack-message.js';
import {headerOf} from '../message-header.js';
import type {Saying} from './truths.js';

/** What a message to Slack says, by its header: `🔴 service-10: errors`. */
export function sayingOf(body: string, atMs: number, incident: string): Saying {
	const message = JSON.parse(body) as SlackMessage;
	const header = headerOf(message);
	const [, service = header, what = ''] = /^\S+ (.*?): (.*)$/u.exec(header) ?? [];
	return {
		service, what, atMs, key: `${service}: ${what} ${incident}`, isRepeat: message.text.startsWith('repeat: '),
	};
}
