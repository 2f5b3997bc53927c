import type {Screen, UiState} from '../screens/registry.js';
import type {Scroll} from '../layout/scroll.js';
import type {Binding, Effects, KeyContext} from './binding.js';

/** How the keys that move do so on a screen. */
export type Movement<Of extends Screen> = {
	/** So many rows down; up where negative. */
	readonly by: (context: KeyContext<Of>, rows: number) => Effects;
	readonly to: (context: KeyContext<Of>, end: Scroll['from']) => Effects;
};

/** Stands for the last row of a list, also of one that is not read yet. */
export const lastRow = Number.MAX_SAFE_INTEGER;

/** The row of a list that is nearest to a wanted one; the first of an empty list. */
export const nearestRow = (row: number, length: number): number => Math.max(0, Math.min(length - 1, row));

export type List = {
	/** The row under the cursor. */
	readonly cursor: number;
	readonly length: number;
	/** Puts the cursor on a row that there is. */
	readonly select: (row: number) => Effects;
};

/** Moves the cursor of a list; there is nowhere to go in an empty one. */
export function moveInList<Of extends Screen>(listOf: (state: UiState, screen: Of) => List): Movement<Of> {
	const go = ({state, screen}: KeyContext<Of>, row: (cursor: number) => number): Effects => {
		const {cursor, length, select} = listOf(state, screen);
		return length === 0 ? [] : select(nearestRow(row(cursor), length));
	};

	return {
		by: (context, rows) => go(context, cursor => cursor + rows),
		to: (context, end) => go(context, () => end === 'top' ? 0 : lastRow),
	};
}

/** Scrolls a text. A scroll counts from the end that it holds on to, and passes neither; a text that streams is followed from its end. */
export const moveInText = <Of extends Screen & {readonly scroll: Scroll}>(scrolled: (scroll: Scroll) => Effects): Movement<Of> => ({
	by(context, rows) {
		const {from, rows: before} = context.screen.scroll;
		const most = lastStart(context);
		const moved = Math.min(before, most) + (from === 'top' ? rows : -rows);
		return scrolled({from, rows: Math.max(0, Math.min(most, moved))});
	},
	to: (_context, end) => scrolled({from: end, rows: 0}),
});

/** The furthest that a text can be scrolled. */
const lastStart = ({pageRows, contentRows}: Pick<KeyContext, 'pageRows' | 'contentRows'>): number => Math.max(0, contentRows - pageRows);

/** The help page is a text that is scrolled from its top. */
const moveInHelp: Movement<Screen> = {
	by: (context, rows) => showHelpFrom(context, Math.min(context.state.view.helpRow, lastStart(context)) + rows),
	to: (context, end) => showHelpFrom(context, end === 'top' ? 0 : lastRow),
};

const showHelpFrom = (context: KeyContext, row: number): Effects => [{type: 'help-scrolled', row: Math.max(0, Math.min(lastStart(context), row))}];

const halfPage = (pageRows: number): number => Math.ceil(pageRows / 2);

/** The keys that move, on a screen and on its help page. */
export function moveKeys<Of extends Screen>(onScreen: Movement<Of>): ReadonlyArray<Binding<Of>> {
	const by = (rows: (pageRows: number) => number) => (context: KeyContext<Of>): Effects => (context.state.view.isHelpOpen ? moveInHelp : onScreen).by(context, rows(context.pageRows));
	const to = (end: Scroll['from']) => (context: KeyContext<Of>): Effects => (context.state.view.isHelpOpen ? moveInHelp : onScreen).to(context, end);
	return [
		{
			keys: ['up', 'k'], shown: 'up down k j', help: 'move', worksInHelp: true, run: by(() => -1),
		},
		{
			keys: ['down', 'j'], worksInHelp: true, run: by(() => 1),
		},
		{
			keys: ['ctrl-u', 'pageup'], shown: 'ctrl-u ctrl-d', help: 'half a page up, down', worksInHelp: true, run: by(pageRows => -halfPage(pageRows)),
		},
		{
			keys: ['ctrl-d', 'pagedown'], worksInHelp: true, run: by(pageRows => halfPage(pageRows)),
		},
		{
			keys: ['g', 'home'], shown: 'g G', help: 'to the top, to the end', worksInHelp: true, run: to('top'),
		},
		{
			keys: ['G', 'end'], worksInHelp: true, run: to('end'),
		},
	];
}
