import type {State} from '../../store/state.js';
import type {Screen} from '../../store/view-state.js';
import {endOnAnalysis, suggestedCommand} from '../screens/analysis/commands.js';
import {openIncident} from '../screens/incidents/commands.js';
import {openSelectedLine, selectedEntry} from '../screens/lines/commands.js';
import {otherDestination} from '../screens/preview/commands.js';
import {
	openPattern,
	openService,
	otherPane,
	selectedChange,
	selectedPattern,
} from '../screens/service/commands.js';
import {withService} from './service-at-hand.js';
import type {Effects, KeyContext, ScreenOf} from './binding.js';

/** Opens what is under the cursor of a list. */
export function open(context: KeyContext): Effects {
	const {state, screen} = context;
	if (screen.type === 'service') {
		return openPattern(state, screen);
	}

	if (screen.type === 'lines') {
		return openSelectedLine(state, screen);
	}

	if (screen.type === 'incidents') {
		return openIncident(state, screen);
	}

	return screen.type === 'overview' ? withService(context, openService) : [];
}

export function nextPane({screen}: KeyContext): Effects {
	if (screen.type === 'service') {
		return otherPane(screen);
	}

	return screen.type === 'preview' ? otherDestination(screen) : [];
}

/** `esc`: stops what streams, else goes back. */
export function goBack({state, screen}: KeyContext): Effects {
	const ended = screen.type === 'analysis' ? endOnAnalysis(state, screen) : [];
	return ended.length > 0 ? ended : [{type: 'screen-popped'}];
}

export const chooseRange = ({name}: KeyContext): Effects => [{type: 'range-chosen', rangeIndex: Number(name) - 1}];

/** What is most worth copying on a screen: the command of an analysis, a line, a pattern or a label. */
export function copy({state, screen}: KeyContext): Effects {
	const found = copyable(state, screen);
	return found ? [{type: 'copy', ...found}] : [];
}

type Copyable = {readonly text: string; readonly what: string};

function copyable(state: State, screen: Screen): Copyable | undefined {
	if (screen.type === 'analysis') {
		const command = suggestedCommand(state, screen);
		return command === undefined ? undefined : {text: command, what: 'the command'};
	}

	if (screen.type === 'service') {
		return copyableRow(state, screen);
	}

	if (screen.type === 'lines') {
		const entry = selectedEntry(state, screen);
		return entry && {text: entry.line, what: 'the line'};
	}

	return undefined;
}

/** The row under the cursor of a service: a pattern, or the label or the pattern that changed. */
function copyableRow(state: State, screen: ScreenOf<'service'>): Copyable | undefined {
	const row = screen.pane === 'patterns' ? selectedPattern(state, screen) : selectedChange(state, screen);
	if (!row) {
		return undefined;
	}

	return 'template' in row ? {text: row.template, what: 'the pattern'} : {text: `${row.name}=${row.value}`, what: 'the label'};
}
