import {
	type AnswerBlock,
	type ChatTurn,
	textOfTurn,
	toolResultsOf,
	toolUsesOf,
} from './blocks.js';
import {readEvidence, type SeenEvidence} from './evidence.js';
import {decorate} from './faults.js';
import {answerFollowUp, followUpRounds} from './follow-up.js';
import {completed, markdownNotes} from './report/common.js';
import {renderJson} from './report/render-json.js';
import {renderMarkdown} from './report/render-markdown.js';
import type {ChatRequest} from './request.js';
import {genericScript} from './scripts/generic.js';
import {poolScript} from './scripts/pool.js';
import type {Script} from './scripts/script.js';
import {stormScript} from './scripts/storm.js';
import {upstreamScript} from './scripts/upstream.js';
import {sealMessage} from './thinking.js';
import {callMaker, offeredRounds, type Round} from './tool-calls.js';
import {lastQuestion} from './tool-history.js';
import {answeredCalls, withToolLines} from './tool-results.js';
import type {ClaudeFault} from './types.js';

const scripts: readonly Script[] = [stormScript, poolScript, upstreamScript, genericScript];

const scriptFor = (evidence: SeenEvidence): Script => scripts.toSorted((a, b) => b.fit(evidence) - a.fit(evidence))[0] ?? genericScript;

/** What the conversation comes to: the question that is open, what is known, and how far the look-ups for it have come. */
type State = {
	readonly question: string;
	readonly isFollowUp: boolean;
	/** Of the first turn alone. */
	readonly evidence: SeenEvidence;
	/** With the lines that tools have shown. */
	readonly known: SeenEvidence;
	/** The turns since the question. */
	readonly current: readonly ChatTurn[];
};

const stateOf = (turns: readonly ChatTurn[]): State => {
	const questions = turns.filter(turn => turn.role === 'user' && toolResultsOf(turn).length === 0);
	const question = questions.length === 0 ? '' : textOfTurn(questions.at(-1)!);
	const evidence = readEvidence(questions.length === 0 ? '' : textOfTurn(questions[0]!));
	return {
		question,
		isFollowUp: questions.length > 1 && !question.includes('<evidence>'),
		evidence,
		known: withToolLines(evidence, answeredCalls(turns)),
		current: turns.slice(lastQuestion(turns) + 1),
	};
};

/** The next tools to call; undefined where it is time to answer. The plan follows from the first turn, so that each request finds the same one. */
const nextRound = ({question, isFollowUp, evidence, current}: State, {tools}: ChatRequest): Round | undefined => {
	if (!tools.mayCall) {
		return undefined;
	}

	const make = callMaker(evidence);
	const planned = isFollowUp
		? followUpRounds(evidence, question).filter(({calls}) => calls.every(({name}) => tools.names.has(name)))
		: offeredRounds(make === undefined ? [] : scriptFor(evidence).rounds(evidence, make), evidence, tools.names);
	const rounds = tools.mayCallSeveral ? planned : planned.flatMap(({thought, calls}) => calls.map(call => ({thought, calls: [call]})));
	return rounds[current.filter(turn => toolUsesOf(turn).length > 0).length];
};

const callBlocks = ({thought, calls}: Round, {thinking}: ChatRequest, fault: ClaudeFault | undefined): readonly AnswerBlock[] => {
	const seal = sealMessage(thinking !== undefined);
	return [
		...(thinking === undefined ? [] : [seal.think(thinking === 'summarized' ? decorate(fault, thought) : '')]),
		...calls.map(({name, input}, index) => ({
			type: 'tool_use' as const, id: seal.toolUseId(index), name, input,
		})),
	];
};

const answerText = ({question, isFollowUp, known, current}: State, {isJson}: ChatRequest, fault: ClaudeFault | undefined): string => {
	const calls = answeredCalls(current);
	// What a schema was asked for is answered by it, whatever the question: so does the API.
	if (isFollowUp && !isJson) {
		return decorate(fault, answerFollowUp(known, question, calls));
	}

	const report = completed(scriptFor(known).report(known), known, calls);
	return isJson ? renderJson(report, text => decorate(fault, text)) : decorate(fault, renderMarkdown(report, markdownNotes(known, calls)));
};

/** The answer to a conversation, from nothing but what the conversation says: calls of tools, or the text at the end. */
export const answerTurns = (request: ChatRequest, fault?: ClaudeFault): readonly AnswerBlock[] => {
	const state = stateOf(request.turns);
	const round = nextRound(state, request);
	return round === undefined ? [{type: 'text', text: answerText(state, request, fault)}] : callBlocks(round, request, fault);
};
