import type {EvidencePattern} from '../../investigate/types.js';
import {listedPatterns} from '../../store/selectors/patterns.js';
import type {State} from '../../store/state.js';
import type {Effects, KeyContext, ScreenOf} from './key-context.js';
import {linesOf} from './lines-commands.js';
import {withService} from './service-at-hand.js';

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
	if (pane === 'patterns') {
		return listedPatterns(state, service).length;
	}

	const evidence = state.details.get(service)?.evidence;
	return evidence ? evidence.changes.length + evidence.patternChanges.length : 0;
}

export const sendAlert = (context: KeyContext): Effects => withService(context, service => [{type: 'send-alert', service}]);

/** Quiet for a while about what somebody knows of. */
export const mute = (context: KeyContext): Effects => withService(context, service => [{type: 'mute', service}]);
