import {sanitize} from '../../../terminal/sanitize.js';
import type {SlackBlock, SlackMessage, SlackText} from './slack-message.js';

const entities: ReadonlyMap<string, string> = new Map([['&lt;', '<'], ['&gt;', '>'], ['&amp;', '&']]);
const ruleColumns = 40;

/** The message as Slack shows it, in plain text, one string a row; safe to print. */
export function previewSlackMessage({blocks}: SlackMessage): readonly string[] {
	const parts = blocks.map(block => blockLines(block));
	return parts.flatMap((lines, index) => index === 0 ? lines : ['', ...lines]).map(line => sanitize(line).trimEnd());
}

function blockLines(block: SlackBlock): string[] {
	switch (block.type) {
		case 'header': {
			return shownLines(block.text);
		}

		case 'section': {
			return [...(block.text === undefined ? [] : shownLines(block.text)), ...fieldLines(block.fields ?? [])];
		}

		case 'context': {
			return block.elements.flatMap(element => shownLines(element));
		}

		case 'divider': {
			return ['─'.repeat(ruleColumns)];
		}
	}
}

/** Name and value stand in two lines of a field; here in two columns. */
function fieldLines(fields: readonly SlackText[]): string[] {
	const pairs = fields.map(field => shownLines(field));
	const width = Math.max(0, ...pairs.map(([name = '']) => name.length));
	return pairs.map(([name = '', ...values]) => `${name.padEnd(width)}  ${values.join(' ')}`);
}

function shownLines({type, text}: SlackText): string[] {
	return type === 'plain_text' ? decode(text).split('\n') : markupLines(text);
}

/** Code blocks are indented and kept as they are; of the rest only the marks that this program writes are taken out. */
function markupLines(text: string): string[] {
	return text.split('```').flatMap((part, index) => {
		const lines = part.replace(/^\n/, '').replace(/\n$/, '').split('\n');
		return index % 2 === 1 ? lines.map(line => `    ${decode(line)}`) : lines.filter((line, row) => line !== '' || row > 0).map(line => decode(showLinks(line).replaceAll(/[*`]/g, '')));
	});
}

function showLinks(line: string): string {
	return line.replaceAll(/<(https?:[^<>|]+)\|([^<>]*)>/g, (_, url: string, label: string) => `${label}: ${url}`);
}

function decode(text: string): string {
	return text.replaceAll('\u{200B}', '').replaceAll(/&(?:lt|gt|amp);/g, entity => entities.get(entity) ?? entity);
}
