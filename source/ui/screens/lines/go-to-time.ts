import {readTime} from '../../../words/read-time.js';
import {act, type Binding, type Effects} from '../../keys/binding.js';
import {lastRow} from '../../keys/movement.js';
import {timeFieldOf} from '../../keys/time-field.js';
import type {UiState} from '../registry.js';
import {shownLines, type ShownLines} from './shown-lines.js';
import {sourceOf, type LinesState} from './state.js';

/** To the first line from a moment on: one that is here where the moment is in the window, else what Loki has around it. */
function goTo(atMs: number, {view}: ShownLines, screen: LinesState): Effects {
	const index = view && atMs >= view.startMs && atMs <= view.endMs && view.isErrorsFirst !== true ? view.entries.findIndex(({timeMs}) => timeMs >= atMs) : -1;
	if (view && index !== -1) {
		return act('lines', {type: 'row-selected', row: index + (view.firstRow ?? 0)});
	}

	const source = sourceOf(screen);
	return [
		...view?.live ? [...act('lines', {type: 'live-changed', isLive: false}), {type: 'unfollow-lines', source} as const] : [],
		...act('lines', {type: 'row-selected', row: lastRow}),
		{type: 'open-lines', source, atMs},
	];
}

export const timeField = timeFieldOf<LinesState>({
	read: (text, {nowMs, timeZone}) => readTime(text, {nowMs, timeZone}),
	examples: '02:26  02:26:10  2026-11-23 02:26  -15m',
	go: (atMs, state, screen) => goTo(atMs, shownLines(state, screen), screen),
});

/** Why the lines of a trace, and those around a line, are of no other time. */
export const ofOwnTime = (_state: UiState, {around, trace}: LinesState): string | undefined => around ?? trace ? 'these lines are of their own time: esc goes back to those of the service' : undefined;

export const timeKey: Binding<LinesState> = {
	keys: ['@'], footer: 'time', help: 'go to a time: 02:26, 2026-11-23 02:26, -15m', obstacle: ofOwnTime, run: () => [{type: 'field-opened', field: {purpose: 'time', text: '', cursor: 0}}],
};
