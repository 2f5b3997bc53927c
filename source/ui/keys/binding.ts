import type {ViewAction} from '../../store/actions.js';
import type {Intent} from '../intents.js';
import type {State} from '../../store/state.js';
import type {Screen, ScreenType} from '../../store/view-state.js';

/** What a key does: changes of the screen and requests to the rest of the program, in order. */
export type Effects = ReadonlyArray<ViewAction | Intent>;

/** What a key press meets. */
export type KeyContext = {
	readonly state: State;
	readonly screen: Screen;
	/** The key that was pressed, where several do the same in a different measure. */
	readonly name: string;
	/** Rows that the current list or text shows: what half a page is half of. */
	readonly pageRows: number;
	/** Rows that there are to show. */
	readonly contentRows: number;
};

export type ScreenOf<Type extends ScreenType> = Extract<Screen, {type: Type}>;
