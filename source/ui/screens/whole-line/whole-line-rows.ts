import {sanitize, sanitizeLine} from '../../../terminal/sanitize.js';
import {wrap} from '../../../terminal/wrap.js';
import type {LogEntry} from '../../../loki/types.js';
import type {StyledRow} from '../../components/line.js';

/** Deeper than any log line is indented: what an empty object leaves behind is looked for in so many characters. */
const maxIndent = 200;

const none: ReadonlySet<string> = new Set();

/** A line to its end: JSON laid out, a trace frame by frame, then the labels but those that are shown elsewhere. */
export function wholeLineRows({line, labels}: Pick<LogEntry, 'line' | 'labels'>, columns: number, elsewhere = none): readonly StyledRow[] {
	const text = sanitize(laidOut(line)).split('\n').flatMap(part => wrap(part, columns - 2));
	const rest = Object.entries(labels).filter(([name]) => !elsewhere.has(name));
	return [
		...text.map((row): StyledRow => [[` ${row}`]]),
		...rest.length === 0 ? [] : [[]],
		...rest.flatMap(([name, value]) => wrap(sanitizeLine(`${name}=${value}`), columns - 2).map((row): StyledRow => [[` ${row}`, 'dim']])),
	];
}

/** JSON with a field a row, a trace in one of them as its frames; any other text as it is. */
function laidOut(line: string): string {
	if (!line.trimStart().startsWith('{')) {
		return line;
	}

	try {
		JSON.parse(line);
	} catch {
		return line;
	}

	return layOut(line).replaceAll(String.raw`\n`, '\n    ').replaceAll(String.raw`\t`, '  ');
}

const jsonToken = /"(?:[^"\\]|\\.)*"|[,:[\]{}]|[^\s",:[\]{}]+/g;

/** Valid JSON with a field a row. Its values stay as they are written: a number of twenty digits would lose some to a number of JavaScript. */
function layOut(json: string): string {
	let text = '';
	let depth = 0;
	const newRow = (): string => `\n${'  '.repeat(depth)}`;
	for (const [token] of json.matchAll(jsonToken)) {
		if (token === '{' || token === '[') {
			depth++;
			text += token + newRow();
		} else if (token === '}' || token === ']') {
			depth--;
			text = /[[{]\n *$/.test(text.slice(-2 * maxIndent)) ? text.trimEnd() + token : text + newRow() + token;
		} else {
			text += token === ',' ? token + newRow() : token + (token === ':' ? ' ' : '');
		}
	}

	return text;
}
