import type {Analysis, State} from '../state.js';
import {currentScreen, screenService} from '../view-state.js';

/** Is an answer on its way? */
export function isAnswering(analysis: Analysis): boolean {
	const last = analysis.turns.at(-1);
	return last?.status === 'waiting' || last?.status === 'streaming';
}

/** Whether an answer is still coming on the screen on which a question is typed. */
export function isWaitingToAsk({view, analyses}: State): boolean {
	const analysis = analyses.get(screenService(currentScreen(view)) ?? '');
	return analysis !== undefined && isAnswering(analysis);
}

/** The command that an analysis suggests, as one line; it is copied, never run. */
export const commandOf = (analysis: Analysis): string | undefined => analysis.report?.command?.text ?? analysis.verdict.command?.text;
