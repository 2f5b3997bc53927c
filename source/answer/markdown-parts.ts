import {removeColors} from '../terminal/color-codes.js';
import {sanitizeLine} from '../terminal/sanitize.js';

/** The parts of an answer. What is not there, or not yet, is undefined. */
export type Report = {
	readonly headline: string | undefined;
	/** Markdown. */
	readonly rootCauses: string | undefined;
	/** One line without control or bidi characters. */
	readonly command: {readonly text: string} | undefined;
	readonly escalate: {readonly decision: boolean | undefined; readonly reason: string} | undefined;
	/** One line of plain text. */
	readonly slackLine: string | undefined;
};

type Part = 'headline' | 'rootCauses' | 'runNow' | 'escalate' | 'slack' | 'other';

const maxCommandLength = 2000;
const maxHeadlineLength = 300;
export const maxSlackLength = 400;
const maxAnswerLength = 200_000;

/** Control, bidi, zero-width, tag and soft-hyphen characters. */
const hiddenCharacters = /[\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}]/gu;
const otherSpaces = /[\p{Space_Separator}\t\n]/gu;

const headings: ReadonlyArray<readonly [Part, RegExp]> = [
	['rootCauses', /^(?:likely |possible |probable )?(?:root )?causes?$/],
	['runNow', /^(?:run now|run|command(?: to run)?(?: now)?|next command|diagnostic command)$/],
	['escalate', /^escalat(?:e|ion)$/],
	['slack', /^slack(?: (?:summary|line|message))?$/],
];

/** The words of a heading: `## 2. **Run now:**` is `run now`; undefined for any other line. */
const headingWords = (line: string): string | undefined => {
	const hash = /^ {0,3}#{1,6} +(.{1,80})$/.exec(line)?.[1];
	const bold = /^ {0,3}\*\*([^*]{1,60})\*\*:?\s*$/.exec(line)?.[1];
	const words = hash ?? bold;
	return words?.replaceAll(/[#*:_`]/g, '').replace(/^\s*\d+[).]\s*/, '').trim().toLowerCase();
};

const partOf = (line: string): Part | undefined => {
	const words = headingWords(line);
	return words === undefined ? undefined : headings.find(([, pattern]) => pattern.test(words))?.[0];
};

const isFence = (line: string): boolean => /^\s*(?:```|~~~)/.test(line);

/** Cuts the answer at its headings. A heading within a fence is text; a fence that is never closed is none. */
const cutApart = (markdown: string): ReadonlyMap<Part, readonly string[]> => {
	const parts = new Map<Part, string[]>();
	let part: Part = 'headline';
	let isFenced = false;
	const allLines = markdown.slice(0, maxAnswerLength).split(/\r\n|\r|\n/);
	const lastFence = allLines.findLastIndex(line => isFence(line));
	for (const [index, line] of allLines.entries()) {
		const next = isFenced ? undefined : partOf(line);
		if (next !== undefined) {
			part = next;
			// The last heading of a name counts: a model that starts over means the later text.
			parts.set(part, []);
			continue;
		}

		if (isFence(line)) {
			isFenced = !isFenced && index < lastFence;
		} else if (!isFenced && /^ {0,3}#{1,2} /.test(line) && part !== 'headline') {
			part = 'other';
		}

		const lines = parts.get(part) ?? [];
		lines.push(line);
		parts.set(part, lines);
	}

	return parts;
};

/** Plain text of one line: no control, bidi or invisible characters, no Markdown around it. */
const plainLine = (line: string, maxLength: number): string | undefined => {
	const text = sanitizeLine(line.replaceAll(otherSpaces, ' '))
		.replace(/^\s*(?:#{1,6}\s+|>\s*|\*\s+|-\s+)?/, '').replace(/^(?:headline|slack|summary)\s*:\s*/i, '')
		.replaceAll(/\*\*|__/g, '').trim();
	const bare = /^["`“].*["`”]$/.test(text) ? text.slice(1, -1).trim() : text;
	if (bare === '') {
		return undefined;
	}

	return bare.length > maxLength ? `${bare.slice(0, maxLength - 1)}…` : bare;
};

const firstLine = (lines: readonly string[] | undefined, maxLength: number): string | undefined => {
	for (const line of lines ?? []) {
		const text = isFence(line) || /^\s*-{3,}\s*$/.test(line) ? undefined : plainLine(line, maxLength);
		if (text !== undefined) {
			return text;
		}
	}

	return undefined;
};

/** The lines of the first fence; undefined while it is open: half a command is another command. */
const fencedLines = (lines: readonly string[]): readonly string[] | undefined => {
	const from = lines.findIndex(line => isFence(line));
	const length = lines.slice(from + 1).findIndex(line => isFence(line));
	return from === -1 || length === -1 ? undefined : lines.slice(from + 1, from + 1 + length);
};

/** A command that stands in the text instead, once its line is complete. */
const inlineCommand = (lines: readonly string[]): readonly string[] | undefined => {
	if (lines.some(line => isFence(line))) {
		return undefined;
	}

	for (const line of lines.slice(0, -1)) {
		const code = /`([^`]{3,})`/.exec(line)?.[1] ?? /^\s*\$ (.+)$/.exec(line)?.[1];
		if (code !== undefined) {
			return [code];
		}
	}

	return undefined;
};

const oneLine = (lines: readonly string[]): string => {
	const joined = lines.join('\n').replaceAll(/[\t ]{0,80}\\\n[\t ]*/g, ' ');
	const commands = joined.split('\n').map(line => line.trim().replace(/^\$ +/, '')).filter(line => line !== '' && !line.startsWith('#'));
	return removeColors(commands.join(' && ')).replaceAll(otherSpaces, ' ').replaceAll(hiddenCharacters, '').trim();
};

/** The command of an answer on one line, as it may be copied; never run by this program. */
export const readCommand = (lines: readonly string[]): Report['command'] => {
	const text = oneLine(lines);
	return text === '' || text.length > maxCommandLength ? undefined : {text};
};

const readEscalation = (lines: readonly string[]): Report['escalate'] => {
	const text = lines.map(line => plainLine(line, maxHeadlineLength)).filter(line => line !== undefined).join(' ');
	if (text === '') {
		return undefined;
	}

	const answer = /^(yes|no)\b/i.exec(text)?.[1]?.toLowerCase();
	const reason = text.replace(/^(?:yes|no)\b[\s,\-.:;–—]*/i, '');
	return {decision: answer === undefined ? undefined : answer === 'yes', reason};
};

/** Reads an answer, whole or as far as it has come. Tolerant of odd headings and of text around them; never throws. */
export const readReport = (markdown: string): Report => {
	const parts = cutApart(markdown);
	const run = parts.get('runNow') ?? [];
	const commandLines = fencedLines(run) ?? inlineCommand([...run, ...(parts.has('escalate') || parts.has('slack') ? [''] : [])]);
	const rootCauses = parts.get('rootCauses')?.join('\n').trim();
	return {
		headline: firstLine(parts.get('headline'), maxHeadlineLength),
		rootCauses: rootCauses === '' ? undefined : rootCauses,
		command: commandLines && readCommand(commandLines),
		escalate: readEscalation(parts.get('escalate') ?? []),
		slackLine: firstLine(parts.get('slack'), maxSlackLength),
	};
};
