import type {Evidence} from '../facts/evidence.js';
import type {Verdict} from '../facts/verdict.js';
import type {Analysis} from '../store/analysis.js';
import type {AlertFinding, ModelWords} from '../facts/alert.js';

/** What is known of an incident's cause, with the evidence that it rests on. */
export type Finding = {
	readonly source: AlertFinding['source'];
	/** A model's words with placeholders; undefined where there is only the rule-based verdict. */
	readonly told: ModelWords | undefined;
	readonly verdict: Verdict;
	readonly evidence: Evidence;
};

/** What an analysis says to the team: the line that its model wrote for it, else its headline. Undefined where no answer is whole: half a finding is none. */
export function toldBy(analysis: Analysis | undefined): {readonly source: 'claude' | 'scripted'; readonly told: ModelWords} | undefined {
	const {source, report, turns} = analysis ?? {};
	const headline = report?.slackLine ?? report?.headline;
	return source === undefined || source === 'rules' || headline === undefined || !turns?.some(({status, trouble}) => status === 'ended' && trouble === undefined) ? undefined : {source, told: {headline, cause: report?.slackLine === undefined ? undefined : report.headline, command: report?.command?.text}};
}

/** A model's words as they may leave this host. */
export const redactWords = ({headline, cause, command}: ModelWords, redact: (text: string) => string): ModelWords => ({
	headline: redact(headline),
	cause: cause === undefined ? undefined : redact(cause),
	command: command === undefined ? undefined : redact(command),
});

/** What is known of a cause: a model's words where one has answered, with the rule-based verdict. */
export const findingOf = (detail: {readonly evidence: Evidence; readonly verdict: Verdict}, analysis: Analysis | undefined): Finding => ({
	source: 'rules', told: undefined, ...toldBy(analysis), evidence: detail.evidence, verdict: detail.verdict,
});
