import type {ViewAction} from '../../store/actions.js';
import type {Intent} from '../intents.js';
import type {
	ActionOf,
	Screen,
	ScreenAction,
	ScreenType,
	UiState,
} from '../screens/registry.js';

/** What a key does: changes of the view and requests to the rest of the program, in order. */
export type Effects = ReadonlyArray<ViewAction<Screen, ScreenAction> | Intent>;

/** What a key press meets. */
export type KeyContext<Of extends Screen = Screen> = {
	readonly state: UiState;
	readonly screen: Of;
	/** The key that was pressed, where several do the same in a different measure. */
	readonly name: string;
	/** Rows that the current list or text shows: what half a page is half of. */
	readonly pageRows: number;
	/** Rows that there are to show. */
	readonly contentRows: number;
	/** Columns of the longest row that is shown beyond the edge. */
	readonly columnsBeyond?: number;
};

/** What footer, help and README say of a key. */
export type KeyText = {
	/** All do the same; the first is the one that is shown. */
	readonly keys: readonly string[];
	/** How the keys are shown where it is not the first one alone. */
	readonly shown?: string;
	/** One or two words for the footer; without it the key is in the help only. */
	readonly footer?: string;
	/** A sentence for the help page; without it the entry before says it for both. */
	readonly help?: string;
};

export type Binding<Of extends Screen = Screen> = KeyText & {
	/** Says why it can do nothing now, undefined where it can; that is said where it is pressed all the same, and it is not offered meanwhile. */
	readonly obstacle?: (state: UiState, screen: Of) => string | undefined;
	/** What it says where it finds nothing to act on. */
	readonly idle?: string;
	/** Whether it also works on the help page. */
	readonly worksInHelp?: boolean;
	readonly run: (context: KeyContext<Of>) => Effects;
};

export const push = (screen: Screen): Effects => [{type: 'screen-pushed', screen}];

/** Tells the screen that is seen something of its own. */
export const act = <Type extends ScreenType>(screen: Type, action: ActionOf<Type>): readonly [ScreenAction<Type>] => [{type: 'screen-acted', screen, action}];
