import type {TextField} from '../../store/view-state.js';
import {
	currentScreen,
	screens,
	type ScreenOf,
	type ScreenType,
	type UiState,
} from '../screens/registry.js';
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
	readonly onEdit: (text: string) => Effects;
	readonly onCancel: () => Effects;
	readonly onSubmit: (text: string) => Effects | undefined;
};

export function openField({purpose, text, sought}: TextField, state: UiState): OpenField {
	const screen = currentScreen(state.view);
	const field = fieldOn(screen.type, screen, purpose, state);
	if (sought) {
		return {...field, hint: sought.isFound ? `earlier: ${sought.words}` : `no earlier one has ${sought.words}`};
	}

	return text.length >= maxFieldLength - 1 ? {...field, hint: `cut at ${maxFieldLength} characters`} : field;
}

function fieldOn<Type extends ScreenType>(type: Type, screen: ScreenOf<Type>, purpose: string, state: UiState): OpenField {
	const field: Field<ScreenOf<Type>> | undefined = screens[type].fields?.[purpose];
	return {
		prompt: field?.prompt ?? ' ',
		hint: field?.hint?.(state, screen),
		onEdit: text => field?.onEdit?.(text) ?? [],
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

	const recalled = recallText(field, name, input, state.view.sent.get(field.purpose) ?? []);
	const next = recalled ?? editText(field, name, input, state.view.killed);
	return next ? edited(next, field, state) : [];
}

export const effectsOfPaste = (text: string, field: TextField, state: UiState): Effects => edited(insertText(field, text), field, state);

const edited = ({text, cursor, recalled, sought, killed}: Recalled, field: TextField, state: UiState): Effects => [
	{
		type: 'field-edited', field: {
			text, cursor, recalled, sought,
		}, killed: killed === '' ? undefined : killed,
	},
	...text === field.text ? [] : openField(field, state).onEdit(text),
];
