import {isOpen} from '../../detect/lifecycle.js';
import {fleetService} from '../../detect/types.js';
import type {IncidentSummary} from '../../store/incident-record.js';
import {incidentOf} from '../../store/selectors/incidents.js';
import {selectedRow} from '../../store/selectors/overview.js';
import type {IntentOf} from '../intents.js';
import {analysisState} from '../screens/analysis/state.js';
import {incidentsState} from '../screens/incidents/state.js';
import {namespacesState} from '../screens/namespaces/state.js';
import {
	linesState,
	live,
	timelineState,
	type LinesState,
} from '../screens/lines/state.js';
import type {PreviewDestination} from '../screens/preview/state.js';
import type {Screen, UiState} from '../screens/registry.js';
import {treeState} from '../screens/tree/state.js';
import {onlyNow} from './time-keys.js';
import {
	push,
	type Binding,
	type Effects,
	type KeyContext,
} from './binding.js';

/** The service that a key acts on: the screen's own, or the one under the cursor of the overview. */
function serviceOf({state, screen}: KeyContext): string | undefined {
	const service = 'service' in screen ? screen.service : selectedRow(state).row?.service;
	// A query may name none.
	return service === '' ? undefined : service;
}

/** Effects on the service at hand; none where there is no service. */
export const withService = (effects: (service: string, context: KeyContext) => Effects) => (context: KeyContext): Effects => {
	const service = serviceOf(context);
	return service === undefined ? [] : effects(service, context);
};

/** Why the keys about a service do nothing. */
const noneSelected = 'no service is under the cursor, j picks one';

/** Opens what is under the cursor. */
export const openKey = <Of extends Screen>(run: Binding<Of>['run'], obstacle?: Binding<Of>['obstacle']): Binding<Of> => ({
	keys: ['enter'], footer: 'open', help: 'open what is under the cursor', idle: 'nothing is under the cursor, j picks a row', ...obstacle && {obstacle}, run,
});

/** Opens the analysis of a service; asks where there is none yet. */
export const analyseKey: Binding = {
	keys: ['a'],
	footer: 'analyse',
	idle: noneSelected,
	help: 'analyse the service; again for a new analysis',
	run: withService((service, {state}) => [
		{type: 'service-selected', service},
		...push(analysisState(service)),
		...state.analyses.has(service) ? [] : [{type: 'analyse', service} as const],
	]),
};

export const alertKey: Binding = {
	keys: ['s'], footer: 'alert', help: 'send an alert now; repeating it soon needs a second s', idle: noneSelected, run: withService(service => [{type: 'send-alert', service}]),
};

export const paneKey = <Of extends Screen>(run: Binding<Of>['run']): Binding<Of> => ({
	keys: ['tab'], footer: 'pane', help: 'next pane, or the other destination of the preview', run,
});

export const logsKey: Binding = {
	keys: ['l'], footer: 'logs', help: 'log lines of the service', idle: noneSelected, run: withService(service => push(linesState(service))),
};

export const liveKey: Binding = {
	keys: ['t'], footer: 'live', help: 'log lines of the service as they are written', idle: noneSelected, obstacle: onlyNow('live lines'), run: withService(service => push(live(linesState(service)))),
};

/** To the next and the previous service with an anomaly, round the ends. */
export const anomalyKeys = (goTo: (service: string) => Effects): readonly Binding[] => [
	{
		keys: ['e'], shown: 'e E', footer: 'anomaly', help: 'next, previous anomaly', idle: 'no anomaly is open', run: context => nextAnomaly(context, 1, goTo),
	},
	{keys: ['E'], idle: 'no anomaly is open', run: context => nextAnomaly(context, -1, goTo)},
];

function nextAnomaly(context: KeyContext, step: 1 | -1, goTo: (service: string) => Effects): Effects {
	const abnormal = selectedRow(context.state).rows.filter(row => row.anomaly && isOpen(row.anomaly));
	if (abnormal.length === 0) {
		return [];
	}

	const current = abnormal.findIndex(row => row.service === serviceOf(context));
	const start = current === -1 && step === -1 ? 0 : current;
	const target = abnormal[(start + step + abnormal.length) % abnormal.length];
	return target ? goTo(target.service) : [];
}

/** Quiet for a while about what somebody knows of. */
export const muteKey: Binding = {
	keys: ['m'], footer: 'mute', help: 'mute this service\'s open anomalies for 1 h; again: 8 h, 24 h, unmute', idle: noneSelected, obstacle: onlyNow('mute'), run: withService(service => [{type: 'mute', service}]),
};

export const rangeKey: Binding = {
	keys: ['1', '2', '3', '4', '5', '6'], shown: '1-6', help: 'time range: 15 min, 1 h, 3 h, 6 h, 12 h, 24 h', run: ({name}) => [{type: 'range-chosen', rangeIndex: Number(name) - 1}],
};

/** What would leave this host for one of its destinations. */
export const previewKey = (destination: PreviewDestination): Binding => ({
	keys: ['v'], footer: 'preview', help: 'what would leave this host: the alert, the prompt', idle: noneSelected, run: withService(service => [{type: 'open-preview', service, destination}]),
});

/** Follows a line's request through all that is watched. */
export const traceKey = <Of extends Screen>(lineOf: (context: KeyContext<Of>) => Omit<IntentOf<'open-trace'>, 'type'> | undefined): Binding<Of> => ({
	keys: ['f'],
	footer: 'trace',
	help: 'all lines, of all services, with the trace or request id of this one',
	idle: 'nothing is under the cursor',
	run(context) {
		const found = lineOf(context);
		return found ? [{type: 'open-trace', ...found}] : [];
	},
});

/** The lines of all services of an incident as one timeline, as they are and as they come in. Those of an earlier session are of another time. */
export function incidentLinesKeys<Of extends Screen>(incidentAt: (state: UiState, screen: Of) => Pick<IncidentSummary, 'session' | 'services'> | undefined): ReadonlyArray<Binding<Of>> {
	const openTimeline = (toScreen: (timeline: LinesState) => LinesState): Binding<Of>['run'] => ({state, screen}) => {
		const services = (incidentAt(state, screen)?.services ?? []).filter(service => service !== fleetService);
		return services.length === 0 ? [] : push(toScreen(timelineState(services)));
	};

	const obstacle = (state: UiState, screen: Of): string | undefined => incidentAt(state, screen)?.session === undefined ? undefined : 'the lines of an incident of an earlier session are not read here: x writes what is known of it';
	return [
		{
			keys: ['l'], footer: 'logs', help: 'log lines of all services of the incident, as one timeline', idle: 'no incident to show lines of', obstacle, run: openTimeline(timeline => timeline),
		},
		{
			keys: ['t'], footer: 'live', help: 'the same as they are written', idle: 'no incident to follow', obstacle: (state, screen) => onlyNow('live lines')(state) ?? obstacle(state, screen), run: openTimeline(live),
		},
	];
}

const treeText = {keys: ['d'], footer: 'tree', help: 'the incident as a tree: who calls whom, who was first'} as const;

/** The incident that a service is part of. */
export const treeKey: Binding = {
	...treeText, idle: 'this service is in no open incident', run: withService((service, {state}) => incidentOf(state, service) ? push(treeState(service)) : []),
};

/** An incident of a list, or one that is read. */
export function incidentTreeKey<Of extends Screen>(incidentAt: (state: UiState, screen: Of) => Pick<IncidentSummary, 'session' | 'services'> | undefined): Binding<Of> {
	return {
		...treeText,
		obstacle: (state, screen) => incidentAt(state, screen)?.session === undefined ? undefined : 'an incident of an earlier session has no tree: enter opens what is known of it',
		idle: 'no incident to show as a tree',
		run({state, screen}) {
			const service = incidentAt(state, screen)?.services.find(name => name !== fleetService);
			return service === undefined ? [] : push(treeState(service));
		},
	};
}

export const namespacesKey: Binding = {
	keys: ['n'], help: 'namespaces of this Loki with what they write: choose which are watched', obstacle: onlyNow('namespaces'), run: () => push(namespacesState),
};

export const incidentsKey: Binding = {
	keys: ['i'], footer: 'incidents', help: 'incidents of this session and of earlier ones', run: () => push(incidentsState),
};

export const exportKey = <Of extends Screen>(run: Binding<Of>['run']): Binding<Of> => ({
	keys: ['x'], footer: 'export', help: 'write the incident as Markdown to the working directory', run,
});

/** Writes what is known of a service. */
export const exportServiceKey: Binding = exportKey(withService(service => [{type: 'export', what: {service}}]));

/** `isOfModel` where it is the words of a model, in which placeholders may stand. */
export type Copyable = {readonly text: string; readonly what: string; readonly isOfModel?: boolean};

/** What is most worth copying on a screen. */
export const copyKey = <Of extends Screen>(copyable: (context: KeyContext<Of>) => Copyable | undefined): Binding<Of> => ({
	keys: ['y'],
	footer: 'copy',
	help: 'copy the command, the line, the pattern or the label (OSC 52)',
	idle: 'nothing to copy here',
	run(context) {
		const found = copyable(context);
		return found ? [{type: found.isOfModel ? 'copy-answer' : 'copy', text: found.text, what: found.what}] : [];
	},
});

export const pauseKey: Binding = {
	keys: ['space'], help: 'pause or resume: the screen stays still', run: () => [{type: 'pause-toggled'}],
};

export const watchKey: Binding = {
	keys: ['w'], footer: 'watch', help: 'watch: bell and window title when an incident opens, worsens or is over; again stops', obstacle: onlyNow('watch'), run: () => [{type: 'watch-toggled'}],
};

export const backKey: Binding = {
	keys: ['esc'], footer: 'back', help: 'back; stops an answer that is streaming', run: () => [{type: 'screen-popped'}],
};

export const helpKey: Binding = {
	keys: ['?'], footer: 'help', help: 'this page', run: () => [{type: 'help-toggled'}],
};

/** On the first screen. */
export const quitKey: Binding = {
	keys: ['q'], footer: 'quit', help: 'quit; from the past, back to the present', run: ({state}) => [state.behindMs === 0 ? {type: 'quit'} : {type: 'look-back', atMs: undefined}],
};

/** On every other one. */
export const leaveKey: Binding = {
	keys: ['q'], help: 'back', run: () => [{type: 'screen-popped'}],
};

export const signalKeys: readonly Binding[] = [
	{
		keys: ['ctrl-c'], help: 'quit', worksInHelp: true, run: () => [{type: 'quit'}],
	},
	{
		keys: ['ctrl-l'], help: 'redraw the screen', worksInHelp: true, run: () => [{type: 'redraw'}],
	},
	{
		keys: ['ctrl-z'], help: 'suspend; fg brings it back', run: () => [{type: 'suspend'}],
	},

];
