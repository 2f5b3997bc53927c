import type {LogEntry} from '../../loki/types.js';
import {citationsOf, linesById} from '../../store/selectors/citations.js';
import {lineCursor} from '../../store/selectors/log-view.js';
import {listedIncidents} from '../../store/selectors/incident-list.js';
import {listedPatterns} from '../../store/selectors/patterns.js';
import {selectedRow} from '../../store/selectors/overview.js';
import {commandOf, isAnswering} from '../../store/selectors/analysis.js';
import type {IncidentSummary} from '../../store/incident-record.js';
import {logViewKey, type State} from '../../store/state.js';
import {screenService, type AroundLine, type Screen} from '../../store/view-state.js';
import type {Effects, KeyContext} from './key-table.js';

/** The service that a key acts on. */
function serviceOf({state, screen}: KeyContext): string | undefined {
	return screenService(screen) ?? selectedRow(state).row?.service;
}

/** Effects on the service at hand; none where there is no service. */
function withService(context: KeyContext, effects: (service: string) => Effects): Effects {
	const service = serviceOf(context);
	return service === undefined ? [] : effects(service);
}

export function open(context: KeyContext): Effects {
	const {state, screen} = context;
	if (screen.type === 'service') {
		const pattern = listedPatterns(state, screen.service)[screen.selectedPattern];
		return screen.pane === 'patterns' && pattern ? linesOf(screen.service, pattern.template) : [];
	}

	if (screen.type === 'lines') {
		const entry = selectedEntry(state, screen);
		return entry ? contextOf(screen.service, entry) : [];
	}

	if (screen.type === 'incidents') {
		return openIncident(state, screen.selected);
	}

	return screen.type === 'overview' ? withService(context, openService) : [];
}

/** Opens a line among its neighbours. */
const contextOf = (service: string, line: AroundLine): Effects => [
	{
		type: 'screen-pushed',
		screen: {
			type: 'lines', service, template: undefined, around: line, selected: lastRow,
		},
	},
	{type: 'open-context', service, line},
];

function selectedEntry(state: State, screen: Extract<Screen, {type: 'lines'}>): LogEntry | undefined {
	const view = state.logs.get(logViewKey(screen.service, screen.template, screen.around));
	return view?.entries[lineCursor(view, screen.selected)];
}

const openService = (service: string): Effects => [
	{type: 'service-selected', service},
	{
		type: 'screen-pushed',
		screen: {
			type: 'service', service, pane: 'patterns', selectedPattern: 0,
		},
	},
	{type: 'open-service', service},
];

function openIncident(state: State, selected: number): Effects {
	const incident = incidentAt(state, selected);
	if (!incident) {
		return [];
	}

	const {id, session} = incident;
	return [
		{
			type: 'screen-pushed', screen: {
				type: 'incident', id, session, scroll: {from: 'top', rows: 0},
			},
		},
		...session === undefined ? [] : [{type: 'open-incident', id, session} as const],
	];
}

function incidentAt(state: State, selected: number): IncidentSummary | undefined {
	const incidents = listedIncidents(state);
	return incidents[clamp(selected, incidents.length)];
}

/** The list of incidents, read anew from the disk. */
export const openIncidents = (): Effects => [{type: 'screen-pushed', screen: {type: 'incidents', selected: 0}}, {type: 'list-incidents'}];

/** Writes the incident at hand as a file. */
export function exportIncident(context: KeyContext): Effects {
	const {state, screen} = context;
	if (screen.type !== 'incident' && screen.type !== 'incidents') {
		return withService(context, service => [{type: 'export', what: {service}}]);
	}

	const name = screen.type === 'incident' ? screen : incidentAt(state, screen.selected);
	return name ? [{type: 'export', what: {id: name.id, session: name.session}}] : [];
}

/** Stands for the last row of a list that is not read yet: the newest line. */
const lastRow = Number.MAX_SAFE_INTEGER;

const linesOf = (service: string, template: string | undefined): Effects => [
	{
		type: 'screen-pushed',
		screen: {
			type: 'lines', service, template, selected: lastRow,
		},
	},
	{type: 'open-lines', service, template},
];

export const openLines = (context: KeyContext): Effects => withService(context, service => linesOf(service, undefined));

/** Puts a pattern away that somebody has seen enough of, or takes it back. */
export function exclude({state, screen}: KeyContext): Effects {
	if (screen.type !== 'service' || screen.pane !== 'patterns') {
		return [];
	}

	const pattern = listedPatterns(state, screen.service)[screen.selectedPattern];
	return pattern ? [{type: 'pattern-excluded', service: screen.service, template: pattern.template}] : [];
}

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

export const sendAlert = (context: KeyContext): Effects => withService(context, service => [{type: 'send-alert', service}]);

/** Quiet for a while about what somebody knows of. */
export const mute = (context: KeyContext): Effects => withService(context, service => [{type: 'mute', service}]);

export const preview = (context: KeyContext): Effects => withService(context, service => [
	{type: 'open-preview', service, destination: context.screen.type === 'analysis' ? 'claude' : 'slack'},
]);

export function nextPane({screen}: KeyContext): Effects {
	if (screen.type === 'service') {
		return [{type: 'pane-chosen', pane: screen.pane === 'patterns' ? 'changes' : 'patterns'}];
	}

	if (screen.type === 'analysis') {
		return [{type: 'tools-toggled'}];
	}

	if (screen.type !== 'preview') {
		return [];
	}

	return [
		{type: 'screen-popped'},
		{type: 'open-preview', service: screen.service, destination: screen.destination === 'slack' ? 'claude' : 'slack'},
	];
}

export const openFilter = ({state}: KeyContext): Effects => [
	{type: 'field-opened', field: {purpose: 'filter', text: state.view.filter, cursor: state.view.filter.length}},
];

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

/** Moves to the next or previous service with an anomaly, round the ends. */
export function nextAnomaly(context: KeyContext, step: 1 | -1): Effects {
	const abnormal = selectedRow(context.state).rows.filter(row => row.anomaly && row.anomaly.state !== 'resolved');
	if (abnormal.length === 0) {
		return [];
	}

	const current = abnormal.findIndex(row => row.service === serviceOf(context));
	const start = current === -1 && step === -1 ? 0 : current;
	const target = abnormal[(start + step + abnormal.length) % abnormal.length];
	if (!target) {
		return [];
	}

	return context.screen.type === 'service'
		? [{type: 'screen-popped'}, ...openService(target.service)]
		: [{type: 'service-selected', service: target.service}];
}

export const nextOrder = (): Effects => [{type: 'order-changed'}];

export const chooseRange = ({name}: KeyContext): Effects => [{type: 'range-chosen', rangeIndex: Number(name) - 1}];

/** What is most worth copying on a screen: the command of an analysis, a line, a pattern. */
export function copy({state, screen}: KeyContext): Effects {
	const found = copyable(state, screen);
	return found ? [{type: 'copy', ...found}] : [];
}

function copyable(state: State, screen: Screen): {readonly text: string; readonly what: string} | undefined {
	if (screen.type === 'analysis') {
		const analysis = state.analyses.get(screen.service);
		const command = analysis && commandOf(analysis);
		return command === undefined ? undefined : {text: command, what: 'the command'};
	}

	if (screen.type === 'service') {
		const pattern = listedPatterns(state, screen.service)[screen.selectedPattern];
		return pattern && {text: pattern.template, what: 'the pattern'};
	}

	if (screen.type === 'lines') {
		const entry = selectedEntry(state, screen);
		return entry && {text: entry.line, what: 'the line'};
	}

	return undefined;
}

/** `esc`: stops what streams, else goes back. */
export function goBack({state, screen}: KeyContext): Effects {
	if (screen.type === 'analysis') {
		if (screen.citation !== undefined) {
			return [{type: 'citation-selected', citation: undefined}];
		}

		const analysis = state.analyses.get(screen.service);
		if (analysis && isAnswering(analysis)) {
			return [{type: 'stop-analysis', service: screen.service}];
		}
	}

	return [{type: 'screen-popped'}];
}

/** Moves the cursor of a list or scrolls a text. */
export function moveBy(context: KeyContext, rows: number): Effects {
	const {state, screen} = context;
	if (screen.type === 'overview') {
		const {rows: all, index} = selectedRow(state);
		const target = all[clamp(index + rows, all.length)];
		return target ? [{type: 'service-selected', service: target.service}] : [];
	}

	if (screen.type === 'service') {
		return [{type: 'row-selected', row: clamp(screen.selectedPattern + rows, listLength(state, screen))}];
	}

	if (screen.type === 'lines') {
		const view = state.logs.get(logViewKey(screen.service, screen.template, screen.around));
		return view ? [{type: 'row-selected', row: clamp(lineCursor(view, screen.selected) + rows, view.entries.length)}] : [];
	}

	if (screen.type === 'incidents') {
		const length = listLength(state, screen);
		return [{type: 'row-selected', row: clamp(clamp(screen.selected, length) + rows, length)}];
	}

	const {from, rows: scrolled} = screen.scroll;
	const most = Math.max(0, context.contentRows - context.pageRows);
	const moved = Math.min(scrolled, most) + (from === 'top' ? rows : -rows);
	return [{type: 'scrolled', scroll: {from, rows: Math.max(0, Math.min(most, moved))}}];
}

/** To the first or last row; a text that streams is followed from its end. */
export function moveTo(context: KeyContext, end: 'top' | 'end'): Effects {
	const {state, screen} = context;
	if (screen.type === 'overview') {
		const {rows} = selectedRow(state);
		const target = end === 'top' ? rows[0] : rows.at(-1);
		return target ? [{type: 'service-selected', service: target.service}] : [];
	}

	return ['service', 'lines', 'incidents'].includes(screen.type) ? [{type: 'row-selected', row: end === 'top' ? 0 : Math.max(0, listLength(state, screen) - 1)}] : [{type: 'scrolled', scroll: {from: end, rows: 0}}];
}

function listLength(state: State, screen: Screen): number {
	if (screen.type === 'service') {
		return screen.pane === 'patterns' ? listedPatterns(state, screen.service).length : changesLength(state, screen.service);
	}

	if (screen.type === 'incidents') {
		return listedIncidents(state).length;
	}

	return screen.type === 'lines' ? state.logs.get(logViewKey(screen.service, screen.template, screen.around))?.entries.length ?? 0 : 0;
}

function changesLength(state: State, service: string): number {
	const evidence = state.details.get(service)?.evidence;
	return evidence ? evidence.changes.length + evidence.patternChanges.length : 0;
}

const clamp = (value: number, length: number): number => Math.max(0, Math.min(length - 1, value));
