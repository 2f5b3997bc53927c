import type {Analysis} from '../analysis.js';

/** Is an answer on its way? */
export function isAnswering(analysis: Analysis): boolean {
	const last = analysis.turns.at(-1);
	return last?.status === 'waiting' || last?.status === 'streaming';
}

/** The command that an analysis suggests, as one line; it is copied, never run. */
export const commandOf = (analysis: Analysis): string | undefined => analysis.report?.command?.text ?? analysis.verdict.command?.text;
