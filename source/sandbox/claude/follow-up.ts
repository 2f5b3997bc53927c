import type {SeenEvidence} from './evidence.js';
import {
	cite,
	citeIds,
	clock,
	findLine,
	percent,
} from './quote.js';
import {toolGaps} from './report/common.js';
import {scriptedNote} from './report/report.js';
import {commandName, inNamespace, newVersion} from './scripts/script.js';
import {callMaker, type CallMaker, type Round} from './tool-calls.js';
import {type AnsweredCall, errorsBy} from './tool-results.js';

type FollowUp = {
	readonly asked: RegExp;
	/** What a model would look up first. */
	readonly round?: (evidence: SeenEvidence, make: CallMaker) => Round;
	readonly answer: (evidence: SeenEvidence, calls: readonly AnsweredCall[]) => string;
};

const databaseMark = /db-primary|slow (?:statement|query)|postgres|sqltransientconnectionexception/i;
const maxQuoted = 3;
const maxPods = 6;
const podLabels: ReadonlySet<string> = new Set(['pod', 'instance', 'host']);

const rollback = (evidence: SeenEvidence): string => {
	const version = newVersion(evidence);
	const target = commandName(evidence.service);
	const history = `\`kubectl rollout history${inNamespace(evidence)} deploy/${target}\``;
	return version === undefined
		? `The evidence names no new version, so nothing here says that a rollback would help. ${history} shows what was rolled out, and only reads.`
		: [
			`Rolling back ${version.value} is the likeliest quick repair: it is on ${percent(version.share)} of the bad lines and was on ${percent(version.shareBefore)} before.`,
			`That changes the cluster, so it is yours to decide. ${history} only reads and names the revision to go back to.`,
		].join(' ');
};

const database = (evidence: SeenEvidence): string => {
	const lines = evidence.lines.filter(line => databaseMark.test(line.text)).slice(0, maxQuoted);
	if (lines.length === 0) {
		return 'No line in the evidence names the database, so it says neither that it was well nor that it was not. Its own log and pg_stat_activity would.';
	}

	const rows = lines.map(line => `- ${clock(line.time) ?? 'at some time'}: ${cite(line, databaseMark)}`);
	return `What the evidence has of the database:\n${rows.join('\n')}\nThat is how it looked from ${evidence.service}; the database's own log was not read.`;
};

const beginning = (evidence: SeenEvidence): string => {
	if (evidence.onsets.length === 0) {
		const since = clock(evidence.anomalies[0]?.since ?? '');
		return since === undefined ? 'The evidence does not say when it began.' : `It began at ${since}, the first minute out of the ordinary.`;
	}

	const order = evidence.onsets.map(({service, since, afterFirstSeconds}, index) => `${index + 1}. ${service} ${index === 0 ? `at ${clock(since) ?? since}` : `${afterFirstSeconds} s later`}`);
	const first = findLine(evidence, /./, line => line.level === 'error');
	return `In this order:\n${order.join('\n')}${first === undefined ? '' : `\nThe first error line of the sample is ${cite(first)}.`}`;
};

/** Of counted pods, of the labels that changed, of the lines shown: the best there is. */
const podRows = (evidence: SeenEvidence, calls: readonly AnsweredCall[]): readonly string[] => {
	const groups = errorsBy(calls, 'pod');
	const all = groups.reduce((sum, {errors}) => sum + errors, 0);
	if (all > 0) {
		return groups.map(({name, errors}) => `- ${name}: ${percent(errors / all)} of the errors that Loki counted, ${errors} in this window`);
	}

	const changed = evidence.changes.filter(({name}) => podLabels.has(name));
	if (changed.length > 0) {
		return changed.map(({value, share, shareBefore}) => `- ${value}: ${percent(share)} of the bad lines, ${percent(shareBefore)} before`);
	}

	const counts = new Map<string, number>();
	for (const {labels, level, service} of evidence.lines) {
		const {pod} = labels;
		if (pod !== undefined && level === 'error' && service === undefined) {
			counts.set(pod, (counts.get(pod) ?? 0) + 1);
		}
	}

	return Array.from(counts, ([pod, lines]) => `- ${pod}: ${lines} of the error lines shown`);
};

const pods = (evidence: SeenEvidence, calls: readonly AnsweredCall[]): string => {
	const rows = podRows(evidence, calls);
	return rows.length === 0 ? 'The evidence does not say which pod wrote these lines.' : `By pod:\n${rows.slice(0, maxPods).join('\n')}`;
};

const confidence = (evidence: SeenEvidence): string => [
	'This is a script, so its confidence is a rule and no judgement: high where a known signature, a new version and a second kind of line agree; medium where one of them is missing; low otherwise.',
	...(evidence.sample === '' ? [] : [`The sample: ${evidence.sample}.`]),
	'What would change it: lines of the old version that fail in the same way.',
].join(' ');

const auth = (evidence: SeenEvidence): string => {
	const onset = evidence.onsets.find(({service}) => service === 'auth');
	const line = findLine(evidence, /token|auth/i);
	const seen = line === undefined ? 'No line of this evidence is about auth.' : `Here auth appears in ${cite(line, /[^\n"]{0,20}(?:token|auth)[^\n"]{0,30}/i)}.`;
	const order = onset === undefined ? 'It is not among the services that broke near this one' : `It broke ${onset.afterFirstSeconds} s after the first`;
	return `${seen} ${order}; open auth in the console for its own analysis.`;
};

const followUps: readonly FollowUp[] = [
	{asked: /roll(?:ing)? ?back|undo|revert|previous version/i, answer: rollback},
	{
		asked: /\bdb\b|db-primary|database|postgres|primary/i,
		round: ({service}, make) => ({thought: `What ${service} wrote about its database, beyond the sample.`, calls: [make.lines({service, contains: 'db-primary'})]}),
		answer: database,
	},
	{asked: /\bwhen\b|start|began|begin|first|order|timeline/i, answer: beginning},
	{
		asked: /\bpods?\b|instance|host|node/i,
		round: ({service}, make) => ({thought: `The errors of ${service} by pod, counted and not sampled.`, calls: [make.errorRates([service], 'pod')]}),
		answer: pods,
	},
	{asked: /confiden|\bsure\b|certain|how do you know|against/i, answer: confidence},
	{
		asked: /\bauth\b|token|storm|retr(?:y|ies)/i,
		round: (_, make) => ({thought: 'Auth is not in this evidence: its own patterns of the same minutes.', calls: [make.topPatterns('auth')]}),
		answer: auth,
	},
];

const followUpTo = (question: string): FollowUp | undefined => followUps.find(({asked}) => asked.test(question));

const unknown = (evidence: SeenEvidence, question: string): string => {
	const words = new Set(question.toLowerCase().match(/[a-z][\w-]{3,}/g));
	const lines = evidence.lines
		.filter(({text}) => text.toLowerCase().match(/[a-z][\w-]{3,}/g)?.some(word => words.has(word)) ?? false)
		.slice(0, maxQuoted);
	const found = lines.length === 0
		? 'No line of the evidence shares a word with the question.'
		: `Lines that share words with the question:\n${lines.map(line => `- ${cite(line)}`).join('\n')}\nThey are found by their words, nothing more ${citeIds(lines)}.`;
	return `There is no script for this question. With a key in ANTHROPIC_API_KEY, Claude would answer it from the same evidence.\n${found}`;
};

/** What is looked up before a question after the first answer; nothing for most. */
export const followUpRounds = (evidence: SeenEvidence, question: string): readonly Round[] => {
	const make = callMaker(evidence);
	const round = make && followUpTo(question)?.round?.(evidence, make);
	return round === undefined ? [] : [round];
};

/** Answers a question after the first answer: by its key words, else honestly that there is no script for it. */
export const answerFollowUp = (evidence: SeenEvidence, question: string, calls: readonly AnsweredCall[]): string => {
	const answer = followUpTo(question)?.answer(evidence, calls) ?? unknown(evidence, question);
	return [`${scriptedNote} ${answer}`, ...toolGaps(calls)].join('\n\n');
};
