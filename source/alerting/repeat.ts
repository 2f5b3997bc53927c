import {moment} from './targets/slack/message.js';
import {plainText} from './targets/slack/slack-text.js';
import type {SlackMessage} from './types.js';

const maxLength = 150;

/** The same content under a line that says that it may be in the channel already. */
export function markRepeat({text, blocks}: SlackMessage, {firstMs, nowMs}: {readonly firstMs: number; readonly nowMs: number}): SlackMessage {
	const mark = `repeat: the first attempt at ${moment(firstMs, nowMs)} may not have arrived`;
	return {
		text: `${mark}. ${text}`,
		blocks: [{type: 'section', text: plainText(mark, maxLength)}, ...blocks],
	};
}
