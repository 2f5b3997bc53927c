import {performance} from 'node:perf_hooks';
import type {Session} from '../../source/commands/shared/session.js';
import type {Evidence} from '../../source/facts/evidence.js';
import type {Verdict} from '../../source/facts/verdict.js';
import type {Store} from '../../source/store/store.js';
import {fleetVerdict} from '../../source/store/selectors/verdict-line.js';
import {
	answerOf,
	scoreAnswer,
	type Answer,
	type Score,
} from './score.js';
import {playCase, type Played} from './traffic.js';
import type {EvalCase, Story} from './types.js';
import {watchCase} from './watch-case.js';

export type Result = {
	readonly name: string;
	readonly seed: number;
	/** The service whose screen was opened; undefined where nothing was abnormal. */
	readonly service: string | undefined;
	readonly answer: Answer;
	readonly score: Score;
	/** From opening the service to its verdict. */
	readonly verdictMs: number;
	readonly evidence: Evidence | undefined;
	readonly verdict: Verdict | undefined;
};

/** Whose screen a person opens: the first of the overview's abnormal services, where the story does not say. */
export const openedService = ({opened}: Story, store: Store): string | undefined => opened ?? fleetVerdict(store.getState()).first[0]?.service;

const nothing: Answer = {
	cause: undefined, first: undefined, escalate: false, command: undefined, slackLine: undefined, reportsInjection: false,
};

/** Plays a case into a Loki, watches it as the program does, and scores the verdict of the service that a person would open. */
export const evaluateCase = async (evalCase: EvalCase, seed: number): Promise<Result> => {
	const played = playCase(evalCase, seed);
	const watched = await watchCase(played);
	try {
		return await judgeWatched(evalCase, seed, played, watched.session);
	} finally {
		await watched.close();
	}
};

const judgeWatched = async ({name}: EvalCase, seed: number, {story}: Played, {store, details}: Session): Promise<Result> => {
	const service = openedService(story, store);
	const startMs = performance.now();
	const found = service === undefined ? undefined : await details.load(service, {forceRefresh: true});
	const verdictMs = performance.now() - startMs;
	const answer = found ? answerOf(found.evidence, found.verdict) : nothing;
	return {
		name, seed, service, answer, score: scoreAnswer(answer, story.expected), verdictMs, evidence: found?.evidence, verdict: found?.verdict,
	};
};
