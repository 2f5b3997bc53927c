/** Why a message did not arrive and what to do about it, each one sentence. */
export type Refusal = {
	readonly reason: string;
	readonly nextStep: string;
};

const newWebhook = 'Create a new incoming webhook in Slack and set SLACK_WEBHOOK_URL to it.';
const report = 'Look at the message with v, and report this: it is a fault of this program.';
const askAdmin = 'Ask an administrator of the Slack workspace to allow it, or use a webhook of another channel.';

/** Slack's error words, plain text in the body (docs.slack.dev, incoming webhooks). */
const refusals: ReadonlyMap<string, Refusal> = new Map([
	['invalid_payload', {reason: 'Slack could not read the message.', nextStep: report}],
	['invalid_blocks', {reason: 'Slack did not take the form of the message.', nextStep: report}],
	['msg_blocks_too_long', {reason: 'The message is too long for Slack.', nextStep: report}],
	['no_text', {reason: 'Slack found no text in the message.', nextStep: report}],
	['user_not_found', {reason: 'The user that the webhook writes to does not exist any more.', nextStep: newWebhook}],
	['action_prohibited', {reason: 'An administrator has forbidden this webhook to post.', nextStep: askAdmin}],
	['posting_to_general_channel_denied', {reason: 'This webhook may not post to the general channel.', nextStep: askAdmin}],
	['invalid_token', {reason: 'Slack does not know this webhook any more.', nextStep: newWebhook}],
	['no_active_hooks', {reason: 'This webhook is switched off.', nextStep: newWebhook}],
	['no_service', {reason: 'This webhook was removed or switched off.', nextStep: newWebhook}],
	['no_service_id', {reason: 'The webhook URL is not complete.', nextStep: 'Copy the whole URL from Slack into SLACK_WEBHOOK_URL.'}],
	['no_team', {reason: 'The Slack workspace of this webhook does not exist any more.', nextStep: newWebhook}],
	['team_disabled', {reason: 'The Slack workspace of this webhook is switched off.', nextStep: newWebhook}],
	['channel_not_found', {reason: 'The channel of this webhook does not exist any more.', nextStep: newWebhook}],
	['channel_is_archived', {reason: 'The channel of this webhook is archived.', nextStep: 'Open the channel again in Slack, or set SLACK_WEBHOOK_URL to a webhook of another one.'}],
]);

/** What an answer that is not a success says. The body goes into the sentence only where it is a single word of Slack's kind. */
export function explainRefusal(status: number, body: string): Refusal {
	const word = body.trim();
	const known = refusals.get(word);
	if (known !== undefined) {
		return known;
	}

	if (status >= 300 && status < 400) {
		return {reason: `The webhook's address answered with a redirect (${status}), which is not followed.`, nextStep: 'Set SLACK_WEBHOOK_URL to the address that Slack shows for the webhook.'};
	}

	const said = /^[_a-z]{3,50}$/.test(word) ? `${word}, status ${status}` : `status ${status}`;
	return status === 404 || status === 410
		? {reason: `Nothing takes messages at the webhook's address (${said}).`, nextStep: 'Copy the whole URL from Slack into SLACK_WEBHOOK_URL.'}
		: {reason: `Slack refused the message (${said}).`, nextStep: 'Look the word up in Slack\'s page on incoming webhooks, or set SLACK_WEBHOOK_URL to a new webhook.'};
}

/**
What an answer of the kind 2xx means. Slack answers `ok`, its workflow triggers `{"ok":true}`, and compatible hooks what they like or nothing: all of it is a delivery.
But a page is not from any hook, and an answer that says itself that it failed is a refusal.
*/
export function readSuccess(status: number, body: string): 'taken' | 'page' | Refusal {
	const text = body.replace(/^\u{FEFF}/u, '').trimStart();
	if (text.startsWith('<')) {
		return 'page';
	}

	return /^\{[^{]*?"(?:ok|success)"\s*:\s*false\b/.test(text) ? explainRefusal(status, /"error"\s*:\s*"([_a-z]{3,50})"/.exec(text)?.[1] ?? '') : 'taken';
}
