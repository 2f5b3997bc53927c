import type {AnalysisEvent} from '../facts/analysis.js';
import type {EvidenceLine} from '../facts/evidence.js';
import {assertNever} from './assert-never.js';
import type {Analysis, ToolCall, Turn} from './analysis.js';

/** An answer longer than this is no answer; what was said so far stays. */
const maxTextLength = 200_000;
/** Tool calls that one question keeps. */
const maxToolCalls = 60;

export const askTurn = (analysis: Analysis, question: string | undefined, atMs: number): Analysis => ({
	...analysis,
	turns: [...analysis.turns, {
		question,
		text: '',
		tools: [],
		thinking: '',
		status: 'waiting',
		startedMs: atMs,
		endedMs: undefined,
		trouble: undefined,
		retryAtMs: undefined,
	}],
});

/** Notes what the model has before it as it answers the last turn. */
export const showLines = (analysis: Analysis, shownLines: readonly EvidenceLine[]): Analysis => ({
	...analysis,
	shownLines,
	turns: analysis.turns.map((turn, index) => index === analysis.turns.length - 1 ? {...turn, shownLines} : turn),
});

/** Applies one event of the stream to the last turn. */
export function reduceAnalysis(analysis: Analysis, event: AnalysisEvent, atMs: number): Analysis {
	const last = analysis.turns.at(-1);
	if (!last) {
		return analysis;
	}

	if (event.type === 'usage') {
		return {...analysis, usage: event.usage};
	}

	if (event.type === 'budget') {
		return {...analysis, budget: event.budget};
	}

	return event.type === 'started' ? {...analysis, model: event.model} : {...analysis, turns: [...analysis.turns.slice(0, -1), reduceTurn(last, event, atMs)]};
}

function reduceTurn(turn: Turn, event: Exclude<AnalysisEvent, {type: 'usage' | 'budget' | 'started'}>, atMs: number): Turn {
	switch (event.type) {
		case 'text': {
			return {
				...turn, status: 'streaming', retryAtMs: undefined, text: (turn.text + event.text).slice(0, maxTextLength),
			};
		}

		case 'thinking': {
			return {...turn, retryAtMs: undefined, thinking: joinThinking(turn.thinking, event.text).slice(-2000)};
		}

		case 'tool-started': {
			const call: ToolCall = {
				id: event.id, name: event.name, arguments: event.arguments, state: 'running', summary: '', durationMs: 0, bytes: 0, result: '',
			};
			return {...turn, retryAtMs: undefined, tools: turn.tools.length < maxToolCalls ? [...turn.tools, call] : turn.tools};
		}

		case 'tool-ended': {
			const {type: _, ...ended} = event;
			return {...turn, tools: turn.tools.map(call => call.id === event.id ? {...call, ...ended} : call)};
		}

		case 'waiting': {
			return {...turn, status: 'waiting', retryAtMs: event.untilMs};
		}

		case 'ended': {
			return {
				...turn, status: event.stopReason === 'aborted' ? 'stopped' : 'ended', endedMs: atMs, trouble: event.trouble, retryAtMs: undefined,
			};
		}

		case 'failed': {
			return {
				...turn, status: 'failed', endedMs: atMs, trouble: event.trouble, retryAtMs: undefined,
			};
		}

		default: {
			return assertNever(event);
		}
	}
}

/** Blocks come without a mark between them: a sentence that has ended and a capital letter are two of them. */
function joinThinking(before: string, text: string): string {
	const isNewBlock = /[!.:?]$/.test(before) && /^\p{Uppercase_Letter}/u.test(text);
	return isNewBlock ? `${before} ${text}` : before + text;
}
