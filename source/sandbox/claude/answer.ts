import {readEvidence} from './evidence.js';
import {answerFollowUp} from './follow-up.js';
import type {ChatTurn} from './request.js';
import {genericScript} from './scripts/generic.js';
import {poolScript} from './scripts/pool.js';
import {render, type Script} from './scripts/script.js';
import {stormScript} from './scripts/storm.js';
import {upstreamScript} from './scripts/upstream.js';

const scripts: readonly Script[] = [stormScript, poolScript, upstreamScript, genericScript];

/** The answer to a conversation, from nothing but what the conversation says. */
export const answerTurns = (turns: readonly ChatTurn[]): string => {
	const questions = turns.filter(({role}) => role === 'user');
	const evidence = readEvidence(questions[0]?.text ?? '');
	const last = questions.at(-1)?.text ?? '';
	if (questions.length > 1 && !last.includes('<evidence>')) {
		return answerFollowUp(evidence, last);
	}

	const [best = genericScript] = scripts.toSorted((a, b) => b.fit(evidence) - a.fit(evidence));
	return render(evidence, best.answer(evidence));
};
