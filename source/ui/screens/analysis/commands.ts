import {commandOf, isAnswering} from '../../../store/selectors/analysis.js';
import {citationsOf, linesById} from '../../../store/selectors/citations.js';
import type {State} from '../../../store/state.js';
import type {Effects, KeyContext, ScreenOf} from '../../keys/binding.js';
import {contextOf} from '../lines/commands.js';
import {withService} from '../../keys/service-at-hand.js';

/** Opens the analysis; asks where there is none yet, or again where it is open already. */
export const analyse = (context: KeyContext): Effects => withService(context, service => {
	const isOpen = context.screen.type === 'analysis';
	const hasAnalysis = context.state.analyses.has(service);
	const push: Effects = isOpen
		? []
		: [
			{type: 'service-selected', service},
			{type: 'screen-pushed', screen: {type: 'analysis', service, scroll: {from: 'end', rows: 0}}},
		];
	return hasAnalysis && !isOpen ? push : [...push, {type: 'analyse', service}];
});

/** To the next or previous citation of the conversation, round the ends. */
export function nextCitation({state, screen}: KeyContext, step: 1 | -1): Effects {
	const analysis = screen.type === 'analysis' ? state.analyses.get(screen.service) : undefined;
	const count = analysis ? citationsOf(analysis).length : 0;
	if (screen.type !== 'analysis' || count === 0) {
		return [];
	}

	const start = screen.citation ?? (step === 1 ? -1 : 0);
	return [{type: 'citation-selected', citation: (start + step + count) % count}];
}

/** `enter` on an analysis: the line of the citation under the cursor among its neighbours, else a follow-up. */
export function enterAnalysis(context: KeyContext): Effects {
	const {state, screen} = context;
	const analysis = screen.type === 'analysis' ? state.analyses.get(screen.service) : undefined;
	if (screen.type !== 'analysis' || screen.citation === undefined || !analysis) {
		return askFollowUp(context);
	}

	const line = linesById(analysis).get(citationsOf(analysis)[screen.citation]?.id ?? '');
	return line ? contextOf(line.service, {timeMs: line.timeMs, line: line.line, labels: line.labels}) : [];
}

export function askFollowUp({state, screen}: KeyContext): Effects {
	const analysis = screen.type === 'analysis' ? state.analyses.get(screen.service) : undefined;
	return !analysis || analysis.source === 'rules' ? [] : [{type: 'field-opened', field: {purpose: 'question', text: '', cursor: 0}}];
}

/** The command that the analysis on the screen suggests. */
export function suggestedCommand({analyses}: State, {service}: ScreenOf<'analysis'>): string | undefined {
	const analysis = analyses.get(service);
	return analysis && commandOf(analysis);
}

/** What `esc` ends before it leaves an analysis: the walk through its citations, an answer that streams; nothing where there is neither. */
export function endOnAnalysis({analyses}: State, {service, citation}: ScreenOf<'analysis'>): Effects {
	if (citation !== undefined) {
		return [{type: 'citation-selected', citation: undefined}];
	}

	const analysis = analyses.get(service);
	return analysis && isAnswering(analysis) ? [{type: 'stop-analysis', service}] : [];
}
