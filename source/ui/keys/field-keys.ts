import type {TextField} from '../../store/view-state.js';
import {
	currentScreen,
	screens,
	type ScreenOf,
	type ScreenType,
	type UiState,
} from '../screens/registry.js';
import type {StyledRow} from '../components/line.js';
import type {Field} from '../screens/screen-module.js';
import type {Effects} from './binding.js';
import {
	editText,
	insertText,
	maxFieldLength,
} from './edit-text.js';
import {recallText, type Recalled} from './field-history.js';
import type {KeyPress} from './key-name.js';

/** A field as it is open on the screen that is seen: what it does, with that screen. */
export type OpenField = {
	readonly prompt: string;
	readonly hint: string | undefined;
	readonly onEdit: (text: string, cursor: number) => Effects;
	readonly onComplete: (() => Effects) | undefined;
	readonly onPaste: (text: string) => string;
	/** Rows below it; their number does not change while it is open. */
	readonly below: {readonly height: number; readonly rows: (columns: number) => readonly StyledRow[]} | undefined;
	readonly onCancel: () => Effects;
	readonly onSubmit: (text: string) => Effects | undefined;
};

export function openField(typed: TextField, state: UiState): OpenField {
	const {text, sought} = typed;
	const screen = currentScreen(state.view);
	const field = fieldOn(screen.type, screen, typed, state);
	if (sought) {
		return {...field, hint: sought.isFound ? `earlier: ${sought.words}` : `no earlier one has ${sought.words}`};
	}

	return text.length >= maxFieldLength - 1 ? {...field, hint: `cut at ${maxFieldLength} characters`} : field;
}

function fieldOn<Type extends ScreenType>(type: Type, screen: ScreenOf<Type>, typed: TextField, state: UiState): OpenField {
	const field: Field<ScreenOf<Type>> | undefined = screens[type].fields?.[typed.purpose];
	const {onComplete, below} = field ?? {};
	return {
		prompt: field?.prompt ?? ' ',
		hint: field?.hint?.(state, screen),
		onEdit: (text, cursor) => field?.onEdit?.(text, cursor) ?? [],
		onComplete: onComplete && (() => onComplete(typed)),
		onPaste: text => field?.onPaste?.(text) ?? text,
		below: below && {height: below.height, rows: columns => below.rows(typed, state, screen, columns)},
		onCancel: () => field?.onCancel?.() ?? [],
		onSubmit: text => field?.onSubmit ? field.onSubmit(text, state, screen) : [],
	};
}

/** What a key does while text is typed: it edits, and all that other keys do waits. */
export function effectsInField({name, input}: KeyPress, field: TextField, state: UiState): Effects {
	if (name === 'ctrl-c') {
		return [{type: 'quit'}];
	}

	if (name === 'ctrl-l') {
		return [{type: 'redraw'}];
	}

	if (name === 'esc' && field.sought) {
		return edited({text: field.text, cursor: field.cursor}, field, state);
	}

	if (name === 'esc') {
		return [{type: 'field-closed'}, ...openField(field, state).onCancel()];
	}

	if (name === 'enter') {
		const submitted = openField(field, state).onSubmit(field.text);
		return submitted === undefined ? [] : [{type: 'field-closed', sent: field.text}, ...submitted];
	}

	const {onComplete} = openField(field, state);
	if (name === 'tab' && onComplete) {
		return onComplete();
	}

	const recalled = recallText(field, name, input, state.view.sent.get(field.purpose) ?? []);
	const next = recalled ?? editText(field, name, input, state.view.killed);
	return next ? edited(next, field, state) : [];
}

export const effectsOfPaste = (text: string, field: TextField, state: UiState): Effects => edited(insertText(field, openField(field, state).onPaste(text.slice(0, 2 * maxFieldLength))), field, state);

const edited = ({text, cursor, recalled, sought, killed}: Recalled, field: TextField, state: UiState): Effects => [
	{
		type: 'field-edited', field: {
			text, cursor, recalled, sought,
		}, killed: killed === '' ? undefined : killed,
	},
	...text === field.text ? [] : openField(field, state).onEdit(text, cursor),
];
