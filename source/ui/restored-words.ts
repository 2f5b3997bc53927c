import {revealOnScreen, type RestoredText, type RestoreText} from '../terminal/restored-text.js';
import {copySequence, type CopyOptions} from '../terminal/osc52.js';
import {sanitizeLine} from '../terminal/sanitize.js';
import type {AnswerReport, CitedLine} from '../answer/report.js';

/** What a model wrote, as the screen shows it. The texts come from the state, with placeholders; what this gives is for rows and goes nowhere else. */
export type RestoredWords = {
	readonly text: (text: string) => string;
	/** Of an answer that goes on, what is sure by now: half a placeholder waits for its other half. */
	readonly report: (report: AnswerReport, isEnded: boolean) => AnswerReport;
};

/** A placeholder that is still on its way: `<`, capital letters, digits, underscores, no `>` yet. */
const unfinished = /<(?:[A-Z][\dA-Z_]{0,40})?$/;

/** How much of a text that goes on can be restored: up to a placeholder that has not come to its end. */
export const wholeLength = (text: string): number => unfinished.test(text.slice(-42)) ? text.lastIndexOf('<') : text.length;

/** Without `restore` placeholders stay: a text on stdout, an earlier session. */
export function restoredWords(restore?: RestoreText): RestoredWords {
	const textOf = (text: string): string => restore && text.includes('<') ? revealOnScreen(restore(text)) : text;
	return {
		text: textOf,
		report(report, isEnded) {
			const one = (text: string): string => restore ? sanitizeLine(textOf(isEnded ? text : text.slice(0, wholeLength(text)))) : text;
			const many = (texts: readonly string[]): readonly string[] => texts.map(text => one(text));
			const cited = (lines: readonly CitedLine[]): readonly CitedLine[] => lines.map(({line, why}) => ({line, why: one(why)}));
			return {
				headline: one(report.headline),
				hypotheses: report.hypotheses.map(({title, confidence, evidence, against, nextCheck}) => ({
					title: one(title), confidence, evidence: cited(evidence), against: cited(against), nextCheck: one(nextCheck),
				})),
				ruledOut: many(report.ruledOut),
				command: report.command && {text: one(report.command.text), purpose: one(report.command.purpose)},
				escalate: report.escalate && {...report.escalate, reason: one(report.escalate.reason)},
				slackSummary: one(report.slackSummary),
				gaps: many(report.gaps),
			};
		},
	};
}

/** The terminal sequence that copies a restored text, as one line: it is run by whoever sees it on this screen. Undefined where it is too long. */
export const copyRestored = (restored: RestoredText, options: CopyOptions): string | undefined => copySequence(sanitizeLine(revealOnScreen(restored)), options);
