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

export const serviceKeys: ReadonlyArray<Binding<ServiceState>> = [
	openKey(withPattern((service, {template}) => push(linesState(service, template))), onPatternsOnly('enter opens a pattern')),
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
	logsKey,
	liveKey,
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
