import {checkCitedLine, holds} from '../../answer/citations.js';
import {heldConfidence, markdownHeldBecause} from '../../answer/confidence.js';
import {linesById, shownTo, turnCitations} from '../../answer/placed-citations.js';
import {answerReport, type AnswerReport, type CitedLine} from '../../answer/report.js';
import type {Analysis, ToolCall, Turn} from '../../store/analysis.js';
import {block, span} from './markdown-inert.js';

/** One answer of a model as paragraphs and lists. Its words stand in code: they come from a model that has read foreign log lines. */
export function answerMarkdown(analysis: Analysis, turn: Turn): readonly string[] {
	const report = answerReport(turn);
	return [
		...turn.tools.length === 0 ? [] : ['Looked up:', turn.tools.map(call => callItem(call)).join('\n')],
		...report ? reportMarkdown(report, turn, analysis) : (turn.text === '' ? [] : plainMarkdown(turn, analysis)),
	];
}

const callItem = ({name, arguments: words, state, summary}: ToolCall): string => `- ${span(`${name} ${words}`)}: ${state === 'ok' ? span(summary) : `${state}, ${span(summary)}`}`;

const unverifiedIds = (turn: Turn, analysis: Analysis): readonly string[] => [...new Set(turnCitations(turn, shownTo(analysis, turn)).filter(citation => !holds(citation)).map(({id}) => id))];

function plainMarkdown(turn: Turn, analysis: Analysis): readonly string[] {
	const because = markdownHeldBecause(turn, shownTo(analysis, turn));
	return [block(turn.text), ...list('Unverified citations:', unverifiedIds(turn, analysis)), ...because ? [`Confidence medium (said high, ${because}).`] : []];
}

function reportMarkdown(report: AnswerReport, turn: Turn, analysis: Analysis): readonly string[] {
	const shown = linesById(analysis, turn);
	const all = turnCitations(turn, shownTo(analysis, turn));
	const cited = (word: string) => (item: CitedLine): string => {
		const citation = checkCitedLine(item, shown);
		return `   - ${word} ${span(item.line)} (${holds(citation) ? citation.state : 'unverified'}): ${span(item.why)}`;
	};

	const hypotheses = report.hypotheses.map((hypothesis, index) => {
		const {confidence, because} = heldConfidence(hypothesis.confidence, {cited: hypothesis.evidence.map(item => checkCitedLine(item, shown)), all});
		return [
			`${index + 1}. ${span(hypothesis.title)}${confidence === undefined ? '' : `, confidence ${confidence}${because ? ` (said high, ${because})` : ''}`}`,
			...hypothesis.evidence.map(cited('for')),
			...hypothesis.against.map(cited('against')),
			...hypothesis.nextCheck === '' ? [] : [`   - next check: ${span(hypothesis.nextCheck)}`],
		].join('\n');
	});
	return [
		span(report.headline),
		...hypotheses.length === 0 ? [] : ['Hypotheses:', hypotheses.join('\n')],
		...list('Ruled out:', report.ruledOut),
		...report.escalate ? [`Escalate: ${report.escalate.decision === true ? 'yes' : 'no'}, ${span(report.escalate.reason)}`] : [],
		...list('Not known:', report.gaps),
		...list('Unverified citations:', unverifiedIds(turn, analysis)),
	];
}

const list = (head: string, items: readonly string[]): readonly string[] => items.length === 0 ? [] : [head, items.map(item => `- ${span(item)}`).join('\n')];
