import {commandOf, isAnswering} from '../../../store/selectors/analysis.js';
import {citationsOf, lineOfCitation} from '../../../answer/placed-citations.js';
import type {State} from '../../../store/state.js';
import {
	act,
	push,
	type Binding,
	type Effects,
	type KeyContext,
} from '../../keys/binding.js';
import {
	alertKey,
	analyseKey,
	backKey,
	copyKey,
	exportServiceKey,
	incidentsKey,
	logsKey,
	previewKey,
} from '../../keys/shared-bindings.js';
import {contextState} from '../lines/state.js';
import type {Field} from '../screen-module.js';
import {isWaitingToAsk, type AnalysisState} from './state.js';

type Context = KeyContext<AnalysisState>;

/** For keys that act on what a model said: a verdict by rules has nothing of it. */
const withModelOnly = (what: string) => ({analyses}: State, {service}: AnalysisState): string | undefined =>
	analyses.get(service)?.source === 'rules' ? `${what} need a Claude API key: set ANTHROPIC_API_KEY and restart` : undefined;

/** To the next or previous citation of the conversation, round the ends. */
function nextCitation({state, screen}: Context, step: 1 | -1): Effects {
	const analysis = state.analyses.get(screen.service);
	const count = analysis ? citationsOf(analysis).length : 0;
	if (count === 0) {
		return [];
	}

	const start = screen.citation ?? (step === 1 ? -1 : 0);
	return act('analysis', {type: 'citation-selected', citation: (start + step + count) % count});
}

/** The line of the citation under the cursor among its neighbours, else a follow-up. */
function openCitation(context: Context): Effects {
	const {state, screen} = context;
	const analysis = state.analyses.get(screen.service);
	if (screen.citation === undefined || !analysis) {
		return askFollowUp(context);
	}

	const citation = citationsOf(analysis)[screen.citation];
	const line = citation && lineOfCitation(analysis, citation);
	return line ? push(contextState(line.service, {timeMs: line.timeMs, line: line.line, labels: line.labels})) : [];
}

function askFollowUp({state, screen}: Context): Effects {
	const analysis = state.analyses.get(screen.service);
	return !analysis || analysis.source === 'rules' ? [] : [{type: 'field-opened', field: {purpose: 'question', text: '', cursor: 0}}];
}

export const analysisKeys: ReadonlyArray<Binding<AnalysisState>> = [
	{
		keys: ['c'], footer: 'follow-up', help: 'ask a follow-up question', obstacle: withModelOnly('follow-ups'), run: askFollowUp,
	},
	{
		keys: [']'], shown: '[ ]', idle: 'no line is cited here', footer: 'citations', help: 'next, previous citation; enter opens its line among its neighbours', obstacle: withModelOnly('citations'), run: context => nextCitation(context, 1),
	},
	{
		keys: ['['], idle: 'no line is cited here', obstacle: withModelOnly('citations'), run: context => nextCitation(context, -1),
	},
	{
		keys: ['enter'], help: 'the cited line under the cursor, else a follow-up', obstacle: withModelOnly('follow-ups'), run: openCitation,
	},
	{...analyseKey, run: ({screen: {service}}) => [{type: 'analyse', service}]},
	alertKey,
	{
		keys: ['tab'], footer: 'calls', help: 'show or hide the results of the model\'s tool calls', obstacle: withModelOnly('tool calls'), run: () => act('analysis', {type: 'tools-toggled'}),
	},
	logsKey,
	{
		keys: ['m'], help: 'switch the model of the next analysis', run: () => [{type: 'next-model'}],
	},
	previewKey('claude'),
	incidentsKey,
	exportServiceKey,
	copyKey(({state, screen}) => {
		const analysis = state.analyses.get(screen.service);
		const command = analysis && commandOf(analysis);
		return command === undefined ? undefined : {text: command, what: 'the command', isOfModel: true};
	}),
];

/** `esc` ends the walk through the citations, then an answer that streams, and goes back where there is neither. */
export const endKey: Binding<AnalysisState> = {
	...backKey,
	run({state, screen: {service, citation}}) {
		if (citation !== undefined) {
			return act('analysis', {type: 'citation-selected', citation: undefined});
		}

		const analysis = state.analyses.get(service);
		return analysis && isAnswering(analysis) ? [{type: 'stop-analysis', service}] : [{type: 'screen-popped'}];
	},
};

/** One question at a time: what is typed stays until it can be sent. */
export const questionField: Field<AnalysisState> = {
	prompt: ' > ',
	onSubmit(text, state, {service}) {
		const question = text.trim();
		if (isWaitingToAsk(state, service)) {
			return undefined;
		}

		return question === '' ? [] : [...act('analysis', {type: 'scrolled', scroll: {from: 'end', rows: 0}}), {type: 'ask', service, question}];
	},
	hint: (state, {service}) => isWaitingToAsk(state, service) ? 'enter sends it once the answer has ended' : undefined,
};
