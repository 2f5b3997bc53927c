import type {ZodType} from 'zod';
import {assertNever} from '../../../store/assert-never.js';
import {isAnswering} from '../../../store/selectors/analysis.js';
import type {State} from '../../../store/state.js';
import {scrollSchema, type Scroll, type Scrolled} from '../../layout/scroll.js';
import type {Zod} from '../screen-module.js';

/** The conversation with the model about a service. */
export type AnalysisState = {
	readonly type: 'analysis';
	readonly service: string;
	readonly scroll: Scroll;
	/** The number of the citation under the cursor. */
	readonly citation?: number | undefined;
	/** Whether it is shown what the model's calls gave. */
	readonly areToolsOpen?: boolean | undefined;
};

export type AnalysisAction =
	| Scrolled
	| {readonly type: 'citation-selected'; readonly citation: number | undefined}
	| {readonly type: 'tools-toggled'};

export type AnalysisIntent =
	| {readonly type: 'analyse'; readonly service: string}
	| {readonly type: 'ask'; readonly service: string; readonly question: string}
	| {readonly type: 'stop-analysis'; readonly service: string}
	| {readonly type: 'next-model'};

/** Follows what streams in. */
export const analysisState = (service: string): AnalysisState => ({type: 'analysis', service, scroll: {from: 'end', rows: 0}});

export function reduceAnalysisScreen(screen: AnalysisState, action: AnalysisAction): AnalysisState {
	switch (action.type) {
		case 'scrolled': {
			// Who scrolls has left the citation.
			return {...screen, scroll: action.scroll, citation: undefined};
		}

		case 'citation-selected': {
			return {...screen, citation: action.citation};
		}

		case 'tools-toggled': {
			return {...screen, areToolsOpen: !(screen.areToolsOpen ?? false)};
		}

		default: {
			return assertNever(action);
		}
	}
}

export const analysisSchema = (z: Zod): ZodType<AnalysisState> => z.object({
	type: z.literal('analysis'), service: z.string(), scroll: scrollSchema(z), citation: z.number().optional(), areToolsOpen: z.boolean().optional(),
});

/** Whether an answer is still coming where a question is typed. */
export function isWaitingToAsk({analyses}: Pick<State, 'analyses'>, service: string): boolean {
	const analysis = analyses.get(service);
	return analysis !== undefined && isAnswering(analysis);
}
