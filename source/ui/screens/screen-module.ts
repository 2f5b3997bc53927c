import type {ReactElement} from 'react';
import type * as zod from 'zod';
import type {TextField} from '../../store/view-state.js';
import type {StyledRow} from '../components/line.js';
import type {ScreenIntent} from '../intents.js';
import type {Binding, Effects} from '../keys/binding.js';
import type {Movement} from '../keys/movement.js';
import type {
	ActionOf,
	ScreenOf,
	ScreenType,
	UiState,
} from './registry.js';

/** What one screen is made of: what is kept of it while it is open, what changes that, and what it asks of the rest of the program. */
export type ScreenTypes<State extends {readonly type: string}, Action extends {readonly type: string} = never, Intent extends {readonly type: string} = never> = {
	readonly state: State;
	readonly action: Action;
	readonly intent: Intent;
};

export type ScreenProps<State> = {
	readonly state: UiState;
	readonly screen: State;
	/** Columns and rows of the space that the screen has. */
	readonly columns: number;
	readonly rows: number;
};

/** Schemas are made only where a record is read: zod costs more than the first frame may. */
export type Zod = typeof zod;

/** A line of text that can be typed on a screen. */
export type Field<State> = {
	/** Stands before the text. */
	readonly prompt: string;
	/** What each change of the text does at once. */
	readonly onEdit?: (text: string, cursor: number) => Effects;
	/** What `tab` does; nothing where not given. */
	readonly onComplete?: (field: TextField) => Effects;
	/** What is pasted, as the field takes it. */
	readonly onPaste?: (text: string) => string;
	/** What `esc` does besides closing it. */
	readonly onCancel?: () => Effects;
	/** What `enter` does besides closing it; undefined where it cannot be sent yet, and what is typed stays. */
	readonly onSubmit?: (text: string, state: UiState, screen: State) => Effects | undefined;
	/** Why it cannot be sent yet. */
	readonly hint?: (state: UiState, screen: State) => string | undefined;
	/** Rows below it, always as many. */
	readonly below?: {
		readonly height: number;
		readonly rows: (field: TextField, state: UiState, screen: State, columns: number) => readonly StyledRow[];
	};
};

/** All that the program knows of a screen. Pure but for `View`. */
export type ScreenModule<Type extends ScreenType> = {
	readonly View: (props: ScreenProps<ScreenOf<Type>>) => ReactElement;
	readonly reduce: (screen: ScreenOf<Type>, action: ActionOf<Type>) => ScreenOf<Type>;
	/** What a record must have of it to be shown again; undefined for what is made anew. */
	readonly schema: ((z: Zod) => zod.ZodType<ScreenOf<Type>>) | undefined;
	/** What it asks for when it is opened: by a key, by the program, or with a session that goes on. */
	readonly onOpen: (screen: ScreenOf<Type>) => readonly ScreenIntent[];
	/** What is to end when it is left. */
	readonly onLeave: (screen: ScreenOf<Type>) => readonly ScreenIntent[];
	/** What its keys do, in the order of the footer. Moving, help and the way out are everywhere. */
	readonly bindings: ReadonlyArray<Binding<ScreenOf<Type>>>;
	readonly move: Movement<ScreenOf<Type>>;
	/** In place of going back. */
	readonly escape?: Binding<ScreenOf<Type>>;
	/** What `r` reads anew besides the counts; without it there is no `r` here. */
	readonly onRefresh?: (screen: ScreenOf<Type>) => readonly ScreenIntent[];
	/** Whether it moves with the counts, so that `space` can hold it still. */
	readonly canPause?: boolean;
	/** By the purpose with which a field is opened. */
	readonly fields?: Readonly<Record<string, Field<ScreenOf<Type>>>>;
	/** The rows above it; without it there is one in trouble only. */
	readonly head?: (state: UiState, columns: number) => readonly StyledRow[];
	/** Stands in the footer before help. */
	readonly footerNote?: (state: UiState, screen: ScreenOf<Type>) => StyledRow;
	/** What its marks and columns mean, in the order in which help shows them. */
	readonly legend?: ReadonlyArray<readonly [mark: string, meaning: string]>;
	/** Tells two of its kind apart that follow each other: what a component remembers is of one of them. */
	readonly instance?: (screen: ScreenOf<Type>) => string;
};

/** For screens that ask for nothing when they are opened or left. */
export const nothing = (): readonly ScreenIntent[] => [];
