import {cite, citeIds} from '../quote.js';
import {
	type Hypothesis,
	longestSlackLine,
	type Point,
	type ScriptedReport,
	scriptedNote,
} from './report.js';

const pointText = ({words, line, mark}: Point): string => {
	if (line === undefined) {
		return words;
	}

	if (words === '') {
		return cite(line, mark);
	}

	return mark === undefined ? `${words} ${citeIds([line])}` : `${words}: ${cite(line, mark)}`;
};

const item = (name: 'for' | 'against' | 'next check', text: string): string => `   - ${name}: ${text}`;

const renderHypothesis = ({title, confidence, evidence, against, nextCheck}: Hypothesis, index: number): string => [
	`${index + 1}. **${title}** (confidence: ${confidence})`,
	...evidence.map(entry => item('for', pointText(entry))),
	...against.map(entry => item('against', pointText(entry))),
	item('next check', nextCheck),
].join('\n');

/** The report in the form that the console reads of models without structured output. `notes` stand below the causes. */
export const renderMarkdown = ({headline, hypotheses, command, escalate, slack}: ScriptedReport, notes: readonly string[]): string => [
	`${scriptedNote} ${headline}`,
	`## Root causes\n${hypotheses.map((hypothesis, index) => renderHypothesis(hypothesis, index)).join('\n')}`,
	...notes,
	`## Run now\n\`\`\`bash\n${command.text}\n\`\`\`\n${command.purpose}`,
	`## Escalate\n${escalate.decision ? 'Yes' : 'No'}: ${escalate.reason}`,
	`## Slack\n${slack.slice(0, longestSlackLine)}`,
].join('\n\n');
