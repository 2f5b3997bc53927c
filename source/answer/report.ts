import {parse} from 'partial-json';
import {sanitizeLine} from '../terminal/sanitize.js';
import type {Turn} from '../store/analysis.js';

export type CitedLine = {
	/** The id of a line: `L12`. */
	readonly line: string;
	readonly why: string;
};

export type Hypothesis = {
	readonly title: string;
	readonly confidence: 'low' | 'medium' | 'high' | undefined;
	readonly evidence: readonly CitedLine[];
	readonly against: readonly CitedLine[];
	readonly nextCheck: string;
};

/** A structured answer as far as it has come. A part that is not there yet is an empty string or list, or undefined. Every text is one sanitised line. */
export type AnswerReport = {
	readonly headline: string;
	readonly hypotheses: readonly Hypothesis[];
	readonly ruledOut: readonly string[];
	readonly command: {readonly text: string; readonly purpose: string} | undefined;
	readonly escalate: {readonly decision: boolean | undefined; readonly reason: string} | undefined;
	readonly slackSummary: string;
	readonly gaps: readonly string[];
};

const confidences = ['low', 'medium', 'high'] as const;

const maxHypotheses = 8;
const maxItems = 30;
const maxTextLength = 2000;

const reports = new WeakMap<Turn, {readonly report: AnswerReport | undefined}>();

/** The report in the text of a turn, whole or partial; undefined where the text is no report (then it is Markdown, or damaged). Read once for each state of the turn. */
export function answerReport(turn: Turn): AnswerReport | undefined {
	const known = reports.get(turn) ?? {report: readAnswerReport(turn.text, turn.endedMs !== undefined)};
	reports.set(turn, known);
	return known.report;
}

/** The headline comes first: a text this long without one is something else. */
const longestBeforeHeadline = 24;

/** Reads JSON that may end anywhere; `isEnded` where nothing more comes. Never throws. */
export function readAnswerReport(text: string, isEnded = true): AnswerReport | undefined {
	const json = jsonOf(text);
	if (json === undefined) {
		return undefined;
	}

	try {
		const report = toReport(recordOf(parse(json)));
		return report.headline === '' && (isEnded || json.length > longestBeforeHeadline) ? undefined : report;
	} catch {
		return undefined;
	}
}

/** The object in a text that begins with one: some models put a fence around it. */
function jsonOf(text: string): string | undefined {
	const bare = text.trim().replace(/^```(?:json)?/i, '').replace(/```$/, '').trim();
	return bare.startsWith('{') ? bare : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const recordOf = (value: unknown): Fields => typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : {};
const listOf = (value: unknown): readonly unknown[] => Array.isArray(value) ? value.slice(0, maxItems) : [];
const textOf = (value: unknown): string => typeof value === 'string' ? sanitizeLine(value, {maxLength: maxTextLength}).trim() : '';
const textsOf = (value: unknown): readonly string[] => listOf(value).map(item => textOf(item)).filter(text => text !== '');

function toReport(fields: Fields): AnswerReport {
	return {
		headline: textOf(fields.headline),
		hypotheses: listOf(fields.hypotheses).slice(0, maxHypotheses).map(item => toHypothesis(recordOf(item))).filter(({title}) => title !== ''),
		ruledOut: textsOf(fields.ruled_out),
		command: toCommand(recordOf(fields.diagnostic_command)),
		escalate: toEscalation(recordOf(fields.escalate)),
		slackSummary: textOf(fields.slack_summary),
		gaps: textsOf(fields.gaps),
	};
}

function toHypothesis(fields: Fields): Hypothesis {
	return {
		title: textOf(fields.title),
		confidence: confidences.find(confidence => confidence === fields.confidence),
		evidence: toCitedLines(fields.evidence),
		against: toCitedLines(fields.against),
		nextCheck: textOf(fields.next_check),
	};
}

/** Half a line id names another line: it waits for its reason. */
const toCitedLines = (value: unknown): readonly CitedLine[] => listOf(value)
	.map(item => recordOf(item))
	.filter(({why}) => why !== undefined)
	.map(({line, why}) => ({line: textOf(line).replaceAll(/[[\]]/g, ''), why: textOf(why)}));

function toCommand({command, purpose}: Fields): AnswerReport['command'] {
	// Half a command is another command: it waits for what comes behind it.
	return typeof command !== 'string' || purpose === undefined || command.trim() === '' ? undefined : {text: textOf(command), purpose: textOf(purpose)};
}

function toEscalation({decision, reason}: Fields): AnswerReport['escalate'] {
	return decision === undefined ? undefined : {decision: typeof decision === 'boolean' ? decision : undefined, reason: textOf(reason)};
}
