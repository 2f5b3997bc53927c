import type {EvidenceLine} from '../../investigate/types.js';
import {answerReport, type AnswerReport, type CitedLine} from '../../store/selectors/answer-report.js';
import {
	checkCitations,
	checkCitedLine,
	heldConfidence,
	holds,
	linesById,
	markdownHeldBecause,
	reportCitations,
} from '../../store/selectors/citations.js';
import type {Analysis, ToolCall, Turn} from '../../store/state.js';
import {block, span} from './markdown-inert.js';

/** One answer of a model as paragraphs and lists. Its words stand in code: they come from a model that has read foreign log lines. */
export function answerMarkdown(analysis: Analysis, turn: Turn): readonly string[] {
	const report = answerReport(turn);
	const shown = linesById(analysis, turn);
	return [
		...turn.tools.length === 0 ? [] : ['Looked up:', turn.tools.map(call => callItem(call)).join('\n')],
		...report ? reportMarkdown(report, shown) : (turn.text === '' ? [] : plainMarkdown(turn.text, [...shown.values()])),
	];
}

const callItem = ({name, arguments: words, state, summary}: ToolCall): string => `- ${span(`${name} ${words}`)}: ${state === 'ok' ? span(summary) : `${state}, ${span(summary)}`}`;

function plainMarkdown(text: string, shown: readonly EvidenceLine[]): readonly string[] {
	const unverified = checkCitations(text, shown).citations.filter(citation => !holds(citation)).map(({id}) => id);
	const because = markdownHeldBecause(text, shown);
	return [block(text), ...list('Unverified citations:', [...new Set(unverified)]), ...because ? [`Confidence medium (said high, ${because}).`] : []];
}

function reportMarkdown(report: AnswerReport, shown: ReadonlyMap<string, EvidenceLine>): readonly string[] {
	const cited = (word: string) => (item: CitedLine): string => {
		const citation = checkCitedLine(item, shown);
		return `   - ${word} ${span(item.line)} (${holds(citation) ? citation.state : 'unverified'}): ${span(item.why)}`;
	};

	const hypotheses = report.hypotheses.map((hypothesis, index) => {
		const {confidence, because} = heldConfidence(hypothesis, report, shown);
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
		...list('Unverified citations:', [...new Set(reportCitations(report, shown).filter(citation => !holds(citation)).map(({id}) => id))]),
	];
}

const list = (head: string, items: readonly string[]): readonly string[] => items.length === 0 ? [] : [head, items.map(item => `- ${span(item)}`).join('\n')];
