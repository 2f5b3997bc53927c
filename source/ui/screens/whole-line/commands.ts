import {
	act,
	type Binding,
	type Effects,
	type KeyContext,
} from '../../keys/binding.js';
import {moveInList, moveInText, type Movement} from '../../keys/movement.js';
import {
	alertKey,
	analyseKey,
	copyKey,
	incidentsKey,
	paneKey,
	previewKey,
	traceKey,
	type Copyable,
} from '../../keys/shared-bindings.js';
import {fieldWords, filterLines, linesBelow} from '../lines/filters.js';
import type {UiState} from '../registry.js';
import {fieldCursor, shownFields, type ShownField} from './fields.js';
import type {WholeLineState} from './state.js';

const moveInFields = moveInList<WholeLineState>((state, screen) => {
	const {length} = shownFields(state, screen);
	return {cursor: fieldCursor(screen, length), length, select: row => act('whole-line', {type: 'field-selected', row})};
});

const moveInLine = moveInText<WholeLineState>(scroll => act('whole-line', {type: 'scrolled', scroll}));

const moveOf = ({screen}: KeyContext<WholeLineState>): Movement<WholeLineState> => screen.pane === 'fields' ? moveInFields : moveInLine;

/** In the line, or among its fields. */
export const wholeLineMove: Movement<WholeLineState> = {
	by: (context, rows) => moveOf(context).by(context, rows),
	to: (context, end) => moveOf(context).to(context, end),
};

/** The field under the cursor; none while the line itself is read. */
function selectedField(state: UiState, screen: WholeLineState): ShownField | undefined {
	const fields = shownFields(state, screen);
	return screen.pane === 'fields' ? fields[fieldCursor(screen, fields.length)] : undefined;
}

const switchPane = (): Effects => act('whole-line', {type: 'pane-switched'});

/** From the line itself it leads to its fields: nothing is filtered by what is not seen. */
const filterBy = (isNot: boolean) => ({state, screen}: KeyContext<WholeLineState>): Effects => {
	const field = selectedField(state, screen);
	return field ? filterLines(state, screen.entry, field, isNot) : (screen.pane === 'fields' ? [] : switchPane());
};

const withoutLines = (state: UiState): string | undefined => linesBelow(state) ? undefined : 'there is no list of lines to filter';

function copyable({state, screen}: KeyContext<WholeLineState>): Copyable {
	const field = selectedField(state, screen);
	return field ? {text: field.value, what: fieldWords(field)} : {text: screen.entry.line, what: 'the line'};
}

export const wholeLineKeys: ReadonlyArray<Binding<WholeLineState>> = [
	paneKey(switchPane),
	{
		keys: ['=', 'enter'], shown: '= !', footer: 'filter', help: 'keep the lines with this field, drop them; the same again takes it back', obstacle: withoutLines, idle: 'this line has no field', run: filterBy(false),
	},
	{
		keys: ['!'], obstacle: withoutLines, idle: 'this line has no field', run: filterBy(true),
	},
	traceKey(({screen: {service, entry}}) => ({service, line: entry})),
	analyseKey,
	alertKey,
	previewKey('alert'),
	incidentsKey,
	copyKey(copyable),
];
