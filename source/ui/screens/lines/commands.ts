import type {LogEntry} from '../../../loki/types.js';
import {lineCursor} from '../../../store/selectors/log-view.js';
import {memoizeLast} from '../../../store/selectors/memoize.js';
import {logViewKey, type LogView, type State} from '../../../store/state.js';
import {
	act,
	push,
	type Binding,
	type Effects,
} from '../../keys/binding.js';
import {moveInList} from '../../keys/movement.js';
import {
	alertKey,
	analyseKey,
	backKey,
	copyKey,
	exportServiceKey,
	incidentsKey,
	openKey,
	previewKey,
} from '../../keys/shared-bindings.js';
import type {Field} from '../screen-module.js';
import {wholeLineState} from '../whole-line/state.js';
import {contextState, type LinesState} from './state.js';

/** What was read of the lines that a screen shows; undefined before it is asked for. */
export const shownLines = ({logs}: State, {service, template, around}: LinesState): LogView | undefined => logs.get(logViewKey(service, template, around));

/** The line under the cursor. */
function selectedEntry(state: State, screen: LinesState): LogEntry | undefined {
	const view = shownLines(state, screen);
	return view?.entries[lineCursor(view, screen.selected)];
}

export const linesMove = moveInList<LinesState>((state, screen) => {
	const view = shownLines(state, screen);
	return {
		cursor: view ? lineCursor(view, screen.selected) : 0,
		length: view?.entries.length ?? 0,
		select: row => act('lines', {type: 'row-selected', row}),
	};
});

/** A frame and a key ask for the same rows; the lines are searched once. */
const rowsWith = memoizeLast(({entries, wanted}: {readonly entries: readonly LogEntry[]; readonly wanted: string}): readonly number[] =>
	entries.flatMap(({line}, row) => line.toLowerCase().includes(wanted) ? [row] : []), ({entries, wanted}) => [entries, wanted]);

/** The rows, oldest first, of the lines that hold what is searched for. */
export const matchingRows = (view: LogView | undefined, search: string): readonly number[] => view && search !== '' ? rowsWith({entries: view.entries, wanted: search.toLowerCase()}) : [];

/** To the next match below, or above, round the ends; `isHereToo` stays where the cursor is on one. */
function goToMatch(state: State, screen: LinesState, search: string, {step, isHereToo = false}: {readonly step: 1 | -1; readonly isHereToo?: boolean}): Effects {
	const view = shownLines(state, screen);
	const rows = matchingRows(view, search);
	const cursor = view ? lineCursor(view, screen.selected) : 0;
	const isBeyond = (row: number): boolean => (row - cursor) * step > 0 || (isHereToo && row === cursor);
	const target = step === 1 ? rows.find(row => isBeyond(row)) ?? rows[0] : rows.findLast(row => isBeyond(row)) ?? rows.at(-1);
	return target === undefined ? [] : act('lines', {type: 'row-selected', row: target});
}

const withoutSearch = (_state: State, {search = ''}: LinesState): string | undefined => search === '' ? 'nothing is searched for: / searches' : undefined;

/** A search marks what it finds while it is typed; `enter` goes to the newest match at or above the cursor. */
export const searchField: Field<LinesState> = {
	prompt: ' / ',
	onEdit: search => act('lines', {type: 'search-changed', search}),
	onCancel: () => act('lines', {type: 'search-changed', search: ''}),
	onSubmit: (text, state, screen) => goToMatch(state, screen, text, {step: -1, isHereToo: true}),
	hint: (state, screen) => `${matchingRows(shownLines(state, screen), screen.search ?? '').length} of ${shownLines(state, screen)?.entries.length ?? 0} lines`,
};

/** `esc` ends a search before it goes back. */
export const endSearchKey: Binding<LinesState> = {
	...backKey,
	run: ({screen: {search = ''}}) => search === '' ? [{type: 'screen-popped'}] : act('lines', {type: 'search-changed', search: ''}),
};

export const linesKeys: ReadonlyArray<Binding<LinesState>> = [
	openKey(({state, screen}) => {
		const entry = selectedEntry(state, screen);
		return entry ? push(contextState(screen.service, entry)) : [];
	}),
	{
		keys: ['/'], footer: 'search', help: 'search in the lines that are here; n N to the next, the previous match', idle: 'no lines to search', run: ({screen: {search = ''}}) => [{type: 'field-opened', field: {purpose: 'search', text: search, cursor: search.length}}],
	},
	{
		keys: ['n'], shown: 'n N', help: 'next, previous match', obstacle: withoutSearch, idle: 'no line here has it', run: ({state, screen}) => goToMatch(state, screen, screen.search ?? '', {step: 1}),
	},
	{
		keys: ['N'], obstacle: withoutSearch, idle: 'no line here has it', run: ({state, screen}) => goToMatch(state, screen, screen.search ?? '', {step: -1}),
	},
	{
		keys: ['o'], footer: 'whole', help: 'the whole line, to its end: JSON laid out, its labels', idle: 'nothing is under the cursor', run({state, screen}) {
			const entry = selectedEntry(state, screen);
			return entry ? push(wholeLineState(screen.service, entry)) : [];
		},
	},
	{
		keys: ['w'], footer: 'wrap', help: 'wrap long lines, or cut them at the edge', run: () => act('lines', {type: 'wrap-toggled'}),
	},
	analyseKey,
	alertKey,
	previewKey('slack'),
	incidentsKey,
	exportServiceKey,
	copyKey(({state, screen}) => {
		const entry = selectedEntry(state, screen);
		return entry && {text: entry.line, what: 'the line'};
	}),
];
