import {isPlainName, type SeenEvidence} from '../evidence.js';
import {cite, clock, findLine} from '../quote.js';

/** The parts of an answer, Markdown. */
export type ScriptedAnswer = {
	/** One sentence. */
	readonly headline: string;
	/** Without their numbers, most likely first. */
	readonly causes: readonly string[];
	readonly command: {readonly text: string; readonly purpose: string};
	readonly escalate: {readonly decision: boolean; readonly reason: string};
	/** One line. */
	readonly slack: string;
};

export type Script = {
	readonly name: string;
	/** How well the evidence fits: 0 where it does not. */
	readonly fit: (evidence: SeenEvidence) => number;
	readonly answer: (evidence: SeenEvidence) => ScriptedAnswer;
};

export const scriptedNote = 'Scripted answer, no model was called.';

const longestSlackLine = 200;

/** Text in the logs that wants to be an instruction, named as what it is. */
const injectionNote = (evidence: SeenEvidence): string => {
	const mark = /ignore (?:all )?previous instructions/i;
	const line = findLine(evidence, mark);
	return line === undefined ? '' : `\n\nNot evidence of a cause: ${cite(line, mark)} is text that wants to be an instruction. It was not followed.`;
};

/** The whole answer in the form that the console reads. */
export const render = (evidence: SeenEvidence, {headline, causes, command, escalate, slack}: ScriptedAnswer): string => [
	`${scriptedNote} ${headline}`,
	`## Root causes\n${causes.map((cause, index) => `${index + 1}. ${cause}`).join('\n')}${injectionNote(evidence)}`,
	`## Run now\n\`\`\`bash\n${command.text}\n\`\`\`\n${command.purpose}`,
	`## Escalate\n${escalate.decision ? 'Yes' : 'No'}: ${escalate.reason}`,
	`## Slack\n${slack.slice(0, longestSlackLine)}`,
].join('\n\n');

/** `since 15:18 UTC`, from the first anomaly or onset that has a time; empty where none has. */
export const sinceText = (evidence: SeenEvidence): string => {
	const own = evidence.onsets.find(({service}) => service === evidence.service)?.since;
	const time = clock(evidence.anomalies[0]?.since ?? own ?? '');
	return time === undefined ? '' : ` since ${time}`;
};

/** `21 errors a minute where 0.5 are usual`; undefined where nothing was counted. */
export const rateText = (evidence: SeenEvidence): string | undefined => {
	const spike = evidence.anomalies.find(({kind}) => kind === 'error-spike');
	if (spike?.observedPerMinute === undefined) {
		return undefined;
	}

	const usual = spike.expectedPerMinute === undefined ? '' : ` where ${spike.expectedPerMinute} ${spike.expectedPerMinute === 1 ? 'is' : 'are'} usual`;
	return `${spike.observedPerMinute} errors a minute${usual}`;
};

/** The services that broke after this one. */
export const followers = (evidence: SeenEvidence): readonly string[] => {
	const own = evidence.onsets.findIndex(({service}) => service === evidence.service);
	return own === -1 ? [] : evidence.onsets.slice(own + 1).map(({service}) => service);
};

/** ` -n production`, where the namespace is known and a plain name: it goes into a command. */
export const inNamespace = ({namespace}: SeenEvidence): string => (isPlainName(namespace) ? ` -n ${namespace}` : '');

/** The service as a command may name it. */
export const commandName = (service: string | undefined): string => (isPlainName(service) ? service : 'SERVICE');
