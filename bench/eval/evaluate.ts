import {performance} from 'node:perf_hooks';
import type {Evidence, Verdict} from '../../source/investigate/types.js';
import {fleetVerdict} from '../../source/store/selectors/verdict-line.js';
import {
	answerOf,
	scoreAnswer,
	type Answer,
	type Score,
} from './score.js';
import {playCase, type Played} from './traffic.js';
import type {EvalCase} from './types.js';
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

const judgeWatched = async ({name}: EvalCase, seed: number, {story}: Played, {store, details}: Awaited<ReturnType<typeof watchCase>>['session']): Promise<Result> => {
	const service = story.opened ?? fleetVerdict(store.getState()).first[0]?.service;
	const startMs = performance.now();
	const found = service === undefined ? undefined : await details.load(service, {isAnew: true});
	const verdictMs = performance.now() - startMs;
	const answer = found ? answerOf(found.evidence, found.verdict) : nothing;
	return {
		name, seed, service, answer, score: scoreAnswer(answer, story.expected), verdictMs, evidence: found?.evidence, verdict: found?.verdict,
	};
};
