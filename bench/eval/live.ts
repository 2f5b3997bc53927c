import {readReport} from '../../source/answer/markdown-parts.js';
import type {Evidence} from '../../source/facts/evidence.js';
import {answerReport} from '../../source/answer/report.js';
import type {Turn} from '../../source/store/analysis.js';
import type {SessionOptions} from '../../source/commands/shared/session-settings.js';
import {scoreCitations, type CitationScore} from './citation-score.js';
import {openedService, type Result} from './evaluate.js';
import {scoreAnswer, type Answer} from './score.js';
import {playCase} from './traffic.js';
import type {EvalCase} from './types.js';
import {watchCase} from './watch-case.js';

export type LiveResult = Result & {
	readonly citations: CitationScore;
	readonly costDollars: number | undefined;
	/** Why there is no whole answer. */
	readonly trouble: string | undefined;
};

/** The first root cause that an answer names, with its headline, which often has the common name; undefined where it calls the cause unresolved. */
const causeOf = (rootCauses: string | undefined, headline: string | undefined): string | undefined => {
	const [first = ''] = rootCauses?.split('\n').filter(line => line.trim() !== '') ?? [];
	if (/\bunresolved\b/i.test(first)) {
		return undefined;
	}

	const title = /\*\*(.{1,200}?)\*\*/.exec(first)?.[1] ?? first;
	return title === '' ? headline : [title, headline].filter(text => text !== undefined).join('; ');
};

/** The service that an answer calls the first: the one that its headline names, where it names one that broke at all. */
const firstIn = ({service, onsets}: Evidence, headline: string | undefined): string =>
	onsets.find(onset => onset.service !== service && (headline?.includes(onset.service) ?? false))?.service ?? service;

/** A model's answer in the parts that are scored, whichever form it has. */
export const answerOf = (turn: Turn, evidence: Evidence): Answer => {
	const reportsInjection = /\binjection\b|\binstruct/i.test(turn.text);
	const structured = answerReport(turn);
	if (structured) {
		const [first] = structured.hypotheses;
		return {
			cause: first && !/\bunresolved\b/i.test(structured.headline) ? `${first.title}; ${structured.headline}` : undefined,
			first: firstIn(evidence, structured.headline),
			escalate: structured.escalate?.decision,
			command: structured.command?.text,
			slackLine: structured.slackSummary === '' ? undefined : structured.slackSummary,
			reportsInjection,
		};
	}

	const report = readReport(turn.text);
	return {
		cause: causeOf(report.rootCauses, report.headline),
		first: firstIn(evidence, report.headline),
		escalate: report.escalate?.decision,
		command: report.command?.text,
		slackLine: report.slackLine,
		reportsInjection,
	};
};

/** Asks the model once about one telling of a case, as the program does on `a`, and scores its answer as the rules' verdict is scored. */
export const askModel = async (evalCase: EvalCase, seed: number, model: SessionOptions['model']): Promise<LiveResult> => {
	const played = playCase(evalCase, seed);
	const {session, close} = await watchCase(played, {model});
	try {
		const service = openedService(played.story, session.store) ?? played.story.services[0]!.name;
		const startMs = performance.now();
		await session.analyses.analyse(service);
		const verdictMs = performance.now() - startMs;
		const analysis = session.store.getState().analyses.get(service);
		if (!analysis) {
			throw new Error(`The evidence of ${service} could not be read.`);
		}

		const {evidence, verdict, turns, usage} = analysis;
		const [turn] = turns;
		if (!turn) {
			throw new Error('There is no answer: a key is needed.');
		}

		const answer = answerOf(turn, evidence);
		return {
			name: evalCase.name,
			seed,
			service,
			answer,
			score: scoreAnswer(answer, played.story.expected),
			verdictMs,
			evidence,
			verdict,
			citations: scoreCitations(analysis, ({line}) => played.causeLines.has(line)),
			costDollars: usage.costDollars,
			trouble: turns.at(-1)?.trouble?.what,
		};
	} finally {
		await close();
	}
};
