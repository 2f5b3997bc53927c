import {sanitize, sanitizeLine} from '../../../terminal/sanitize.js';
import type {SlackText} from './slack-message.js';

const entities = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;']]);
/** What JSON writes as two characters. */
const jsonEscaped = new Set(['"', '\\', '\n']);
const ellipsis = '…';
const fence = '```';

/** A text that means nothing to Slack, in one line or several. `maxLength` is what it takes in the message at most, entities and JSON's escapes included. */
export function plainText(text: string, maxLength: number): SlackText {
	return {type: 'plain_text', text: escapeText(sanitize(text).trim(), maxLength), emoji: false};
}

/** Text of this program's own, with Slack's markup. */
export function markup(text: string): SlackText {
	return {type: 'mrkdwn', text, verbatim: true};
}

/** A title of this program's own above foreign text in a code block, which that text cannot leave. */
export function codeBlock(title: string, code: string, maxLength: number): SlackText {
	const inside = sanitize(code).replaceAll(/`{3,}/g, run => '\''.repeat(run.length));
	return markup(`${title}\n${fence}\n${escapeText(inside, maxLength)}\n${fence}`);
}

/**
A line for notifications, where Slack applies its automatic parsing: names that page a whole channel are taken apart by a zero-width space.
*/
export function fallbackText(text: string, maxLength: number): string {
	return escapeText(sanitizeLine(text), maxLength).replaceAll(/@(?=here|channel|everyone|group)/gi, '@\u{200B}');
}

/** Escapes `&`, `<` and `>`, and nothing else (api.slack.com/reference/surfaces/formatting), and cuts at a whole character. */
export function escapeText(text: string, maxLength: number): string {
	let result = '';
	let head = '';
	let length = 0;
	for (const character of text) {
		const shown = entities.get(character) ?? character;
		length += jsonEscaped.has(character) ? 2 : shown.length;
		if (length > maxLength) {
			return head + ellipsis;
		}

		result += shown;
		if (length <= maxLength - ellipsis.length) {
			head = result;
		}
	}

	return result;
}
