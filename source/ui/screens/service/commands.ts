import type {Change, EvidencePattern} from '../../../investigate/types.js';
import type {PatternChange} from '../../../patterns/changes.js';
import {listedPatterns} from '../../../store/selectors/patterns.js';
import type {State} from '../../../store/state.js';
import type {Effects, KeyContext, ScreenOf} from '../../keys/binding.js';
import {linesOf} from '../lines/commands.js';
import {withService} from '../../keys/service-at-hand.js';

export const openService = (service: string): Effects => [
	{type: 'service-selected', service},
	{
		type: 'screen-pushed',
		screen: {
			type: 'service', service, pane: 'patterns', selectedPattern: 0,
		},
	},
	{type: 'open-service', service},
];

/** The pattern under the cursor. */
export const selectedPattern = (state: State, screen: ScreenOf<'service'>): EvidencePattern | undefined =>
	listedPatterns(state, screen.service)[screen.selectedPattern];

/** What changed, in the order of its pane: labels, then patterns. */
function changesOf(state: State, service: string): ReadonlyArray<Change | PatternChange> {
	const evidence = state.details.get(service)?.evidence;
	return evidence ? [...evidence.changes, ...evidence.patternChanges] : [];
}

/** What stands under the cursor of the pane of what changed. */
export const selectedChange = (state: State, screen: ScreenOf<'service'>): Change | PatternChange | undefined =>
	changesOf(state, screen.service)[screen.selectedPattern];

/** `enter` on a service: the lines of the pattern under the cursor. */
export function openPattern(state: State, screen: ScreenOf<'service'>): Effects {
	const pattern = selectedPattern(state, screen);
	return screen.pane === 'patterns' && pattern ? linesOf(screen.service, pattern.template) : [];
}

/** Puts a pattern away that somebody has seen enough of, or takes it back. */
export function exclude({state, screen}: KeyContext): Effects {
	if (screen.type !== 'service' || screen.pane !== 'patterns') {
		return [];
	}

	const pattern = selectedPattern(state, screen);
	return pattern ? [{type: 'pattern-excluded', service: screen.service, template: pattern.template}] : [];
}

export const otherPane = ({pane}: ScreenOf<'service'>): Effects => [{type: 'pane-chosen', pane: pane === 'patterns' ? 'changes' : 'patterns'}];

/** Rows of the pane that is shown. */
export function paneLength(state: State, {service, pane}: ScreenOf<'service'>): number {
	return pane === 'patterns' ? listedPatterns(state, service).length : changesOf(state, service).length;
}

export const sendAlert = (context: KeyContext): Effects => withService(context, service => [{type: 'send-alert', service}]);

/** Quiet for a while about what somebody knows of. */
export const mute = (context: KeyContext): Effects => withService(context, service => [{type: 'mute', service}]);
