import {leastLevels} from '../../../store/view-state.js';
import {
	act,
	push,
	type Binding,
	type Effects,
	type KeyContext,
} from '../../keys/binding.js';
import {moveInList, type Movement} from '../../keys/movement.js';
import {
	alertKey,
	analyseKey,
	backKey,
	copyKey,
	exportServiceKey,
	incidentsKey,
	openKey,
	previewKey,
	traceKey,
} from '../../keys/shared-bindings.js';
import {onlyNow} from '../../keys/time-keys.js';
import type {Field} from '../screen-module.js';
import {promptKey} from '../query/prompt.js';
import type {UiState} from '../registry.js';
import {wholeLineState} from '../whole-line/state.js';
import {askForSearch, isAskedFor} from './filters.js';
import {ofOwnTime, timeKey} from './go-to-time.js';
import {
	matchingPositions,
	movedTo,
	rowAt,
	serviceOfLine,
	shownLines,
	type ShownLines,
} from './shown-lines.js';
import {sidewaysKeys} from './sideways.js';
import {timesKey} from './time-styles.js';
import {
	contextState,
	readLines,
	sourceOf,
	type LinesState,
} from './state.js';

const moveAmongHeld = moveInList<LinesState>((state, screen) => {
	const shown = shownLines(state, screen);
	return {
		cursor: shown.cursor,
		length: shown.indexes.length,
		select: position => act('lines', {type: 'row-selected', row: movedTo(shown, position)}),
	};
});

const isLive = ({view}: ShownLines): boolean => view?.live !== undefined && view.live.status !== 'failed';

/** Reads on beyond an end. A trace is read whole, and lines that come in need not be asked for; where only errors are shown, nothing else is. */
function readMore(shown: ShownLines, screen: LinesState, side: 'older' | 'newer'): Effects {
	const isComing = side === 'newer' && isLive(shown);
	return screen.trace !== undefined || isComing
		? []
		: [{
			type: 'read-more', source: sourceOf(screen), side, onlyErrors: screen.leastLevel === 'error',
		}];
}

/** Moves among the lines that are held; past either end it asks for those beyond. */
export const linesMove: Movement<LinesState> = {
	by(context, rows) {
		const {state, screen} = context;
		const shown = shownLines(state, screen);
		const target = shown.cursor + rows;
		return [
			...moveAmongHeld.by(context, rows),
			...target < 0 ? readMore(shown, screen, 'older') : [],
			...target >= shown.indexes.length ? readMore(shown, screen, 'newer') : [],
		];
	},
	to(context, end) {
		const {state, screen} = context;
		const shown = shownLines(state, screen);
		const isThere = end === 'top' ? shown.cursor === 0 : shown.cursor >= shown.indexes.length - 1;
		return [...moveAmongHeld.to(context, end), ...isThere ? readMore(shown, screen, end === 'top' ? 'older' : 'newer') : []];
	},
};

/** To the next match below, or above, round the ends; `isHereToo` stays where the cursor is on one. */
function goToMatch(state: UiState, screen: LinesState, search: string, {step, isHereToo = false}: {readonly step: 1 | -1; readonly isHereToo?: boolean}): Effects {
	const shown = shownLines(state, screen);
	const positions = matchingPositions(shown, search);
	const isBeyond = (position: number): boolean => (position - shown.cursor) * step > 0 || (isHereToo && position === shown.cursor);
	const target = step === 1 ? positions.find(position => isBeyond(position)) ?? positions[0] : positions.findLast(position => isBeyond(position)) ?? positions.at(-1);
	return target === undefined ? [] : act('lines', {type: 'row-selected', row: rowAt(shown, target)});
}

const withoutSearch = (_state: UiState, {search = ''}: LinesState): string | undefined => search === '' ? 'no search yet: / starts one' : undefined;

/** Whether `enter` searches Loki: where no loaded line matches, and where it was pressed on the same search before. */
const asksLoki = (shown: ShownLines, screen: LinesState, search: string): boolean => search !== '' && !isAskedFor(screen, search) && (search === screen.searched || matchingPositions(shown, search).length === 0);

/** A search marks what it finds while it is typed; `enter` goes to the newest match at or above the cursor, or asks Loki. */
export const searchField: Field<LinesState> = {
	prompt: ' / ',
	onEdit: search => act('lines', {type: 'search-changed', search}),
	onCancel: () => act('lines', {type: 'search-changed', search: ''}),
	onSubmit(text, state, screen) {
		return asksLoki(shownLines(state, screen), screen, text)
			? askForSearch(screen, text)
			: [...act('lines', {type: 'searched'}), ...goToMatch(state, screen, text, {step: -1, isHereToo: true})];
	},
	hint(state, screen) {
		const shown = shownLines(state, screen);
		const {search = ''} = screen;
		return `${matchingPositions(shown, search).length} of ${shown.indexes.length} lines${asksLoki(shown, screen, search) ? '; enter searches Loki' : ''}`;
	},
};

/** `esc` ends a search before it goes back; where Loki was asked for it, it goes back at once. */
export const endSearchKey: Binding<LinesState> = {
	...backKey,
	run: ({screen, screen: {search = ''}}) => search === '' || isAskedFor(screen, search) ? [{type: 'screen-popped'}] : act('lines', {type: 'search-changed', search: ''}),
};

/** One level up or down; none where it is at that end. */
function changeLevel({leastLevel}: LinesState, step: 1 | -1): Effects {
	const place = leastLevel === undefined ? -1 : leastLevels.indexOf(leastLevel);
	const next = place + step;
	return next < -1 || next >= leastLevels.length ? [] : act('lines', {type: 'level-changed', leastLevel: leastLevels[next]});
}

const levelKeys: ReadonlyArray<Binding<LinesState>> = [
	{
		keys: ['+'], shown: '+ -', footer: 'level', help: 'raise, lower the minimum level shown; lines without a level count as info, stack traces as their message', idle: 'no level above error', run: ({screen}) => changeLevel(screen, 1),
	},
	{
		keys: ['-'], idle: 'lines of all levels are shown', run: ({screen}) => changeLevel(screen, -1),
	},
];

/** Lines that were read longer ago are read anew before they are followed: what came since may be more than fills a gap. */
const staleAfterMs = 60_000;

/** Why no new lines come to what is shown. */
const notLive = (state: UiState, screen: LinesState): string | undefined => onlyNow('live lines')(state) ?? (screen.query?.endMs === undefined ? ofOwnTime(state, screen) : 'this query is of a time that is over: : asks another one');

const liveKeys: ReadonlyArray<Binding<LinesState>> = [
	{
		keys: ['t'], footer: 'live', help: 'new lines as they are written; again to end it', obstacle: notLive, run({state, screen}) {
			const source = sourceOf(screen);
			const shown = shownLines(state, screen);
			if (isLive(shown)) {
				return [...act('lines', {type: 'live-changed', isLive: false}), {type: 'unfollow-lines', source}];
			}

			const isStale = shown.view !== undefined && state.nowMs - shown.view.endMs > staleAfterMs;
			return [...act('lines', {type: 'live-changed', isLive: true}), ...isStale ? readLines(screen) : [], {type: 'follow-lines', source}];
		},
	},
	{
		keys: ['space'], help: 'hold the list still while new lines come in and are counted; again to let it go on', obstacle: (state, screen) => isLive(shownLines(state, screen)) ? undefined : 'no lines come in: t follows them live', run: ({screen}) => [{type: 'hold-lines', source: sourceOf(screen)}],
	},
];

const openLine = (pane?: 'fields') => ({state, screen}: KeyContext<LinesState>): Effects => {
	const {entry, view} = shownLines(state, screen);
	return entry ? push(wholeLineState(serviceOfLine(entry, view, screen), entry, pane)) : [];
};

const copyQuery = (as: 'logql' | 'grafana') => ({screen}: KeyContext<LinesState>): Effects => [{
	type: 'copy-query', as, source: sourceOf(screen), leastLevel: screen.leastLevel, search: screen.search,
}];

const queryKeys: ReadonlyArray<Binding<LinesState>> = [
	{
		keys: ['Y'], shown: 'Y L', help: 'copy what is shown as LogQL, as a link to Grafana Explore with its window', run: copyQuery('logql'),
	},
	{
		keys: ['L'], run: copyQuery('grafana'),
	},
];

export const linesKeys: ReadonlyArray<Binding<LinesState>> = [
	openKey(({state, screen}) => {
		const {entry, view} = shownLines(state, screen);
		return entry ? push(contextState(serviceOfLine(entry, view, screen), entry, screen.query)) : [];
	}),
	{
		keys: ['/'], footer: 'search', help: 'search loaded lines (/regex/); enter again searches Loki', idle: 'no lines to search', run: ({screen: {search = ''}}) => [{type: 'field-opened', field: {purpose: 'search', text: search, cursor: search.length}}],
	},
	{
		keys: ['n'], shown: 'n N', help: 'next, previous match', obstacle: withoutSearch, idle: 'no match in loaded lines', run: ({state, screen}) => goToMatch(state, screen, screen.search ?? '', {step: 1}),
	},
	{
		keys: ['N'], obstacle: withoutSearch, idle: 'no match in loaded lines', run: ({state, screen}) => goToMatch(state, screen, screen.search ?? '', {step: -1}),
	},
	promptKey<LinesState>(({screen}) => ({
		type: 'lines', source: sourceOf(screen), leastLevel: screen.leastLevel, search: screen.search,
	})),
	...levelKeys,
	...liveKeys,
	timeKey,
	timesKey,
	traceKey(({state, screen}) => {
		const {entry, view} = shownLines(state, screen);
		return entry && {service: serviceOfLine(entry, view, screen), line: entry};
	}),
	{
		keys: ['o'], footer: 'whole', help: 'the whole line, to its end: JSON laid out, its labels', idle: 'nothing is under the cursor', run: openLine(),
	},
	{
		keys: ['=', '!'], shown: '= !', footer: 'filter', help: 'keep, drop lines by a field or label of this one; esc takes it back', idle: 'nothing is under the cursor', run: openLine('fields'),
	},
	{
		keys: ['w'], footer: 'wrap', help: 'wrap long lines, or cut them at the edge', run: () => act('lines', {type: 'wrap-toggled'}),
	},
	...sidewaysKeys,
	analyseKey,
	alertKey,
	previewKey('alert'),
	incidentsKey,
	exportServiceKey,
	copyKey(({state, screen}) => {
		const {entry} = shownLines(state, screen);
		return entry && {text: entry.line, what: 'the line'};
	}),
	...queryKeys,
];
