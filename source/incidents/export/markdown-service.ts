import {errorStage} from '../../loki/logql/logql.js';
import type {IncidentRecord, ServiceRecord} from '../../store/incident-record.js';
import type {Analysis} from '../../store/analysis.js';
import {
	formatDateTime,
	formatDollars,
	formatExact,
	formatShare,
	formatTime,
} from '../../words/numbers.js';
import type {Reader} from '../../words/reader.js';
import {
	causeWords,
	escalationReason,
	verdictFindings,
	verdictHeadline,
} from '../../words/verdict.js';
import {judgeCommand} from '../../shell/command-effect.js';
import {effectWords} from '../../words/command.js';
import {answerMarkdown} from './markdown-answer.js';
import {block, span} from './markdown-inert.js';

export type MarkdownOptions = {
	readonly nowMs: number;
	/** Where the same data can be seen in Grafana. */
	readonly exploreUrl?: (selector: string, startMs: number, endMs: number) => string;
};

const maxPatterns = 12;
const maxChanges = 12;

/** What is known of one service, as paragraphs and lists below a heading of its own. */
export function serviceMarkdown(record: IncidentRecord, known: ServiceRecord, options: MarkdownOptions): readonly string[] {
	return [
		`## ${span(known.service)}`,
		...numbers(record, known, options),
		...verdictPart(known, {timeZone: record.timeZone}),
		...known.analysis ? conversation(known.analysis, record.timeZone) : [],
		...command(known),
		...evidence(record, known),
	];
}

function numbers({timeZone, errorSource}: IncidentRecord, {evidence: {selector, startMs, endMs, totalLines, totalErrors, errorStage: ownStage}}: ServiceRecord, {exploreUrl}: MarkdownOptions): readonly string[] {
	const from = formatDateTime(startMs, {timeZone, withSeconds: true});
	const to = formatDateTime(endMs, {timeZone, withSeconds: true});
	const stage = ownStage ?? (errorSource && errorStage({errorSource}));
	const errors = stage && `sum(count_over_time(${selector} ${stage} [1m]))`;
	return [
		'### Numbers',
		`Loki counted ${formatExact(totalLines)} lines, ${formatExact(totalErrors)} of them errors, from ${from} to ${to} (${new Date(startMs).toISOString()} to ${new Date(endMs).toISOString()}). Per minute:`,
		block([`sum(count_over_time(${selector} [1m]))`, ...errors ? [errors] : []].join('\n'), 'logql'),
		...exploreUrl ? [`[The same in Grafana](<${exploreUrl(selector, startMs, endMs)}>)`] : [],
	];
}

function verdictPart({verdict}: ServiceRecord, reader: Reader): readonly string[] {
	const cause = causeWords(verdict, reader);
	return [
		'### Verdict without AI',
		span(verdictHeadline(verdict, reader)),
		[
			...cause ? [`- likely cause: ${span(`${cause.name}: ${cause.reason}`)}`] : [],
			...verdictFindings(verdict, reader).map(finding => `- ${span(finding)}`),
			`- escalate: ${verdict.escalate.decision ? 'yes' : 'no'}, ${span(escalationReason(verdict, reader))}`,
		].join('\n'),
	];
}

function conversation(analysis: Analysis, timeZone: string | undefined): readonly string[] {
	if (analysis.source === 'rules') {
		return [];
	}

	const {costDollars, inputTokens, outputTokens} = analysis.usage;
	const who = analysis.source === 'scripted' ? 'a script, no model was called' : span(analysis.model);
	const cost = costDollars === undefined ? '' : `, ${formatDollars(costDollars)}`;
	return [
		'### Analysis',
		`By ${who}, ${formatExact(inputTokens + outputTokens)} tokens${cost}. Hypotheses of a model, not facts.`,
		...analysis.turns.flatMap(turn => [
			...turn.question === undefined ? [] : [`Asked ${formatTime(turn.startedMs, {timeZone, withSeconds: true})}: ${span(turn.question)}`],
			...answerMarkdown(analysis, turn),
			...turn.status === 'ended' ? [] : [turn.trouble ? `The answer is not whole: ${span(turn.trouble.what)}.` : 'The answer is not whole.'],
		]),
	];
}

function command({analysis, verdict: judged}: ServiceRecord): readonly string[] {
	const text = analysis?.report?.command?.text ?? judged.command?.text;
	if (text === undefined) {
		return [];
	}

	const judgement = judgeCommand(text);
	return [
		'### Command suggested, not run',
		block(text, 'sh'),
		`By the rules of this program: ${span(effectWords(judgement))}.`,
	];
}

function evidence({timeZone}: IncidentRecord, {evidence: {patterns, changes, lines, sampledLines, totalLines}}: ServiceRecord): readonly string[] {
	const more = patterns.length - Math.min(patterns.length, maxPatterns);
	return [
		'### Evidence',
		`Patterns of a sample, ${formatExact(sampledLines)} of ${formatExact(totalLines)} lines:`,
		[
			...patterns.slice(0, maxPatterns).map(({template, share, sampledLines: count, isNew}) => `- ${isNew ? 'NEW ' : ''}${formatExact(count)} lines, ${formatShare(share)}: ${span(template)}`),
			...more > 0 ? [`- ${more} more patterns`] : [],
			...patterns.length === 0 ? ['- none'] : [],
		].join('\n'),
		...changes.length === 0
			? []
			: [
				'Changed against the time before:',
				changes.slice(0, maxChanges).map(({name, value, badShare, baselineShare}) => `- ${span(`${name}=${value}`)}: ${formatShare(badShare)} of the lines, ${formatShare(baselineShare)} before`).join('\n'),
			],
		...lines.length === 0
			? []
			: [
				`${formatExact(lines.length)} distinct lines of the sample, ${formatExact(sampledLines)} of ${formatExact(totalLines)} lines:`,
				block(lines.map(({id, timeMs, level, line, repeats}) => `${id}  ${formatTime(timeMs, {timeZone, withSeconds: true})}  ${level}  ${line.replaceAll('\n', '\n    ')}${repeats !== undefined && repeats > 1 ? `  (${repeats} alike)` : ''}`).join('\n')),
			],
	];
}
