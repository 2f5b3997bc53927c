import {alertText, repeatMark, type AlertText} from '../../../words/alert.js';
import type {Alert} from '../../../facts/alert.js';
import type {SlackBlock, SlackMessage, SlackText} from './slack-message.js';
import {
	codeBlock,
	escapeText,
	fallbackText,
	markup,
	plainText,
} from './slack-text.js';

/** Slack takes 150 characters of header, 2,000 a field, 3,000 a section; all parts together stay below 10,000, entities and JSON's escapes included. */
const maxLength = {
	mark: 150,
	header: 150,
	fallback: 400,
	field: 250,
	sentences: 1080,
	members: 700,
	/** Headline and cause. */
	analysis: 1000,
	command: 600,
	patterns: 1000,
	openCommand: 600,
	exploreUrl: 1800,
} as const;

/** When the first attempt was made, for a message that may be in the channel already, and when it is sent again. */
export type Repeat = {readonly firstMs: number; readonly nowMs: number};

/**
An alert in Slack's incoming webhook format; a repeat is the same content under a line that says so.
A fixed template: log text, labels and the model's words stand only in plain text and in code blocks, escaped, so nothing in them can page a channel or leave its place.
*/
export function slackMessage(alert: Alert, repeat?: Repeat): SlackMessage {
	const {title, notification, ...text} = alertText(alert);
	const mark = repeat && repeatMark(repeat.firstMs, repeat.nowMs);
	return {
		text: `${mark === undefined ? '' : `${mark}. `}${fallbackText(notification, maxLength.fallback)}`,
		blocks: [
			...mark === undefined ? [] : [section(plainText(mark, maxLength.mark))],
			{type: 'header', text: plainText(title, maxLength.header)},
			{type: 'section', fields: text.fields.map(([name, value]) => plainText(`${name}\n${value === '' ? '-' : value}`, maxLength.field))},
			...text.members ? [section(plainText(text.members.join('\n'), maxLength.members))] : [],
			...text.sentences.length === 0 ? [] : [section(plainText(text.sentences.join('\n'), maxLength.sentences))],
			...findingBlocks(text),
			...text.patterns ? [section(codeBlock(`*${text.patterns.heading}* (${text.patterns.note})`, text.patterns.rows.join('\n'), maxLength.patterns))] : [],
			...linkBlocks(text),
		],
	};
}

const section = (text: SlackText): SlackBlock => ({type: 'section', text});

const findingBlocks = ({analysis, command}: Pick<AlertText, 'analysis' | 'command'>): readonly SlackBlock[] => [
	...analysis ? [section(markup(`*${analysis.heading}*`)), section(plainText(analysis.paragraphs.join('\n\n'), maxLength.analysis))] : [],
	...command ? [section(codeBlock(`*${command.heading}* (${command.note})`, command.text, maxLength.command))] : [],
];

function linkBlocks({openCommand, exploreUrl}: Pick<AlertText, 'openCommand' | 'exploreUrl'>): readonly SlackBlock[] {
	const elements = [
		// A backtick would end the inline code; a command of this program's own has none.
		...(openCommand === undefined ? [] : [markup(`\`${escapeText(openCommand.replaceAll(/[\n`]/g, ' '), maxLength.openCommand)}\``)]),
		...(isLink(exploreUrl) ? [markup(`<${exploreUrl.replaceAll('|', '%7C').replaceAll('&', '&amp;')}|Open in Grafana>`)] : []),
	];
	return elements.length === 0 ? [] : [{type: 'context', elements}];
}

function isLink(url: string | undefined): url is string {
	return url !== undefined && url.length <= maxLength.exploreUrl && /^https?:\/\/[^\s"<>\\`]+$/.test(url);
}
