import {quoteOf} from '../quote.js';
import {
	type Hypothesis,
	longestSlackLine,
	type Point,
	type ScriptedReport,
	scriptedNote,
} from './report.js';

/** The answer of a request with a JSON schema. Its keys come in this order, so that a reader has the headline first. */
export type JsonReport = {
	readonly headline: string;
	readonly hypotheses: ReadonlyArray<{
		readonly title: string;
		readonly confidence: 'low' | 'medium' | 'high';
		readonly evidence: readonly CitedPoint[];
		readonly against: readonly CitedPoint[];
		readonly next_check: string;
	}>;
	readonly ruled_out: readonly string[];
	readonly diagnostic_command: {readonly command: string; readonly purpose: string; readonly effect: string};
	readonly escalate: {readonly decision: boolean; readonly reason: string};
	readonly slack_summary: string;
	readonly gaps: readonly string[];
};

type CitedPoint = {readonly line: string; readonly why: string};

const whyOf = ({words, line, mark}: Point): string => {
	const quote = line !== undefined && (mark !== undefined || words === '') ? quoteOf(line, mark) : undefined;
	const parts = [...(words === '' ? [] : [words]), ...(quote === undefined ? [] : [`"${quote}"`])];
	return parts.length === 0 ? 'this line' : parts.join(': ');
};

const cited = (points: readonly Point[]): readonly CitedPoint[] => points.flatMap(entry => (entry.line === undefined ? [] : [{line: entry.line.id, why: whyOf(entry)}]));

/** What has no line to cite: what was not seen, and what rests on counts where nothing else is there. */
const gapsOf = ({title, evidence, against}: Hypothesis): readonly string[] => [evidence, against].flatMap(points => {
	const isBare = points.every(({line}) => line === undefined);
	return points.filter(({line, isGap}) => line === undefined && (isBare || isGap === true)).map(({words}) => `${title}: ${words}`);
});

/** The report as one JSON object. */
export const renderJson = (report: ScriptedReport, decorate: (text: string) => string): string => {
	const value: JsonReport = {
		headline: decorate(`${scriptedNote} ${report.headline}`),
		hypotheses: report.hypotheses.map(({title, confidence, evidence, against, nextCheck}) => ({
			title, confidence, evidence: cited(evidence), against: cited(against), next_check: nextCheck,
		})),
		ruled_out: report.ruledOut,
		diagnostic_command: {command: report.command.text, purpose: report.command.purpose, effect: report.command.effect},
		escalate: report.escalate,
		slack_summary: report.slack.slice(0, longestSlackLine),
		gaps: [...report.hypotheses.flatMap(hypothesis => gapsOf(hypothesis)), ...report.gaps],
	};
	return JSON.stringify(value);
};
