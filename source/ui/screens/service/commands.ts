import type {Change, EvidencePattern} from '../../../facts/evidence.js';
import type {PatternChange} from '../../../patterns/changes.js';
import {listedPatterns} from '../../../store/selectors/patterns.js';
import type {State} from '../../../store/state.js';
import {
	act,
	push,
	type Binding,
	type Effects,
	type KeyContext,
} from '../../keys/binding.js';
import {moveInList} from '../../keys/movement.js';
import {
	alertKey,
	analyseKey,
	anomalyKeys,
	copyKey,
	exportServiceKey,
	incidentsKey,
	logsKey,
	liveKey,
	muteKey,
	openKey,
	paneKey,
	previewKey,
	rangeKey,
	treeKey,
	type Copyable,
} from '../../keys/shared-bindings.js';
import {timeKeys} from '../../keys/time-keys.js';
import {minuteMs} from '../../../detect/minute.js';
import {newestMinute} from '../../../store/history.js';
import {shownMinutes} from '../../../store/view-state.js';
import {linesState} from '../lines/state.js';
import {promptKey} from '../query/prompt.js';
import {serviceState, type ServiceState} from './state.js';

export const openService = (service: string): Effects => [{type: 'service-selected', service}, ...push(serviceState(service))];

/** In place of the one that is open, so that the way back does not grow. */
const openInstead = (service: string): Effects => [{type: 'screen-popped'}, ...openService(service)];

/** The pattern under the cursor. */
const selectedPattern = (state: State, screen: ServiceState): EvidencePattern | undefined =>
	listedPatterns(state, screen.service)[screen.selectedPattern];

/** What changed, in the order of its pane: labels, then patterns. */
function changesOf(state: State, service: string): ReadonlyArray<Change | PatternChange> {
	const evidence = state.details.get(service)?.evidence;
	return evidence ? [...evidence.changes, ...evidence.patternChanges] : [];
}

export const serviceMove = moveInList<ServiceState>((state, {service, pane, selectedPattern: cursor}) => ({
	cursor,
	length: pane === 'patterns' ? listedPatterns(state, service).length : changesOf(state, service).length,
	select: row => act('service', {type: 'row-selected', row}),
}));

/** For keys that act on the patterns: in the other pane there are none under the cursor. */
const onPatternsOnly = (what: string) => (_state: State, {pane}: ServiceState): string | undefined => pane === 'changes' ? `${what}: tab moves to the patterns` : undefined;

/** Effects on the pattern under the cursor. */
const withPattern = (effects: (service: string, pattern: EvidencePattern) => Effects) => ({state, screen}: KeyContext<ServiceState>): Effects => {
	const pattern = selectedPattern(state, screen);
	return screen.pane === 'patterns' && pattern ? effects(screen.service, pattern) : [];
};

const atCursor = ({cursorMs}: ServiceState): {readonly atMs?: number} => cursorMs === undefined ? {} : {atMs: cursorMs};

/** A step of the cursor: a minute of an hour, 24 of a day. */
const cursorStepMs = ({view}: State): number => Math.max(1, Math.round(shownMinutes(view) / 60)) * minuteMs;

/** From the newest minute back to the beginning of the chart; beyond the newest there is no cursor. */
const moveCursor = (direction: 1 | -1) => ({state, screen}: KeyContext<ServiceState>): Effects => {
	const newestMs = newestMinute(state.history);
	const wanted = screen.cursorMs === undefined ? (direction === -1 ? newestMs : Infinity) : screen.cursorMs + (direction * cursorStepMs(state));
	const firstMs = newestMs - ((shownMinutes(state.view) - 1) * minuteMs);
	return act('service', {type: 'cursor-moved', cursorMs: wanted > newestMs ? undefined : Math.max(firstMs, wanted)});
};

/** Where the arrows move a cursor over the chart, so that the lines of any minute of it are two keys away. */
const chartKeys: ReadonlyArray<Binding<ServiceState>> = [
	{
		keys: ['left'], shown: 'left right', help: 'cursor of the chart: l and enter then open the lines of that time', run: moveCursor(-1),
	},
	{keys: ['right'], run: moveCursor(1)},
];

export const serviceKeys: ReadonlyArray<Binding<ServiceState>> = [
	openKey(context => withPattern((service, {template}) => push({...linesState(service, template), ...atCursor(context.screen)}))(context), onPatternsOnly('enter opens a pattern')),
	analyseKey,
	alertKey,
	paneKey(({screen: {pane}}) => act('service', {type: 'pane-chosen', pane: pane === 'patterns' ? 'changes' : 'patterns'})),
	{
		keys: ['!'],
		footer: 'hide',
		help: 'hide this pattern (sorted last, filtered from logs); again to show it',
		obstacle: onPatternsOnly('! hides a pattern'),
		run: withPattern((service, {template}) => [{type: 'pattern-hidden', service, template}]),
	},
	{...logsKey, help: 'log lines of the service, or of the time under the cursor of the chart', run: ({screen}) => push({...linesState(screen.service), ...atCursor(screen)})},
	liveKey,
	...chartKeys,
	...anomalyKeys(openInstead),
	treeKey,
	muteKey,
	rangeKey,
	previewKey('alert'),
	incidentsKey,
	exportServiceKey,
	...timeKeys,
	promptKey<ServiceState>(({screen}) => ({type: 'services', services: [screen.service]})),
	copyKey(copyableRow),
];

/** The row under the cursor: a pattern, or the label or the pattern that changed. */
function copyableRow({state, screen}: KeyContext<ServiceState>): Copyable | undefined {
	const row = screen.pane === 'patterns' ? selectedPattern(state, screen) : changesOf(state, screen.service)[screen.selectedPattern];
	if (!row) {
		return undefined;
	}

	return 'template' in row ? {text: row.template, what: 'the pattern'} : {text: `${row.name}=${row.value}`, what: 'the label'};
}
