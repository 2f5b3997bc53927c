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
	type EditedText,
} from './edit-text.js';
import type {KeyPress} from './key-name.js';

/** A field as it is open on the screen that is seen: what it does, with that screen. */
export type OpenField = {
	readonly prompt: string;
	readonly hint: string | undefined;
	readonly onEdit: (text: string) => Effects;
	readonly onCancel: () => Effects;
	readonly onSubmit: (text: string) => Effects | undefined;
};

export function openField({purpose, text}: TextField, state: UiState): OpenField {
	const screen = currentScreen(state.view);
	const field = fieldOn(screen.type, screen, purpose, state);
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

	if (name === 'esc') {
		return [{type: 'field-closed'}, ...openField(field, state).onCancel()];
	}

	if (name === 'enter') {
		const submitted = openField(field, state).onSubmit(field.text);
		return submitted === undefined ? [] : [{type: 'field-closed', sent: field.text}, ...submitted];
	}

	const step = steps.get(name ?? '');
	const next = step === undefined ? editText(field, name, input, state.view.killed) : recall(field, step, state);
	return next ? edited(next, field, state) : [];
}

export const effectsOfPaste = (text: string, field: TextField, state: UiState): Effects => edited(insertText(field, text), field, state);

/** Keys that walk through what was sent before: so many further back. */
const steps: ReadonlyMap<string, 1 | -1> = new Map([['up', 1], ['ctrl-p', 1], ['down', -1], ['ctrl-n', -1]]);

type Recalled = EditedText & Pick<TextField, 'recalled'>;

/** What was sent before, the newest first; behind the newest again what was being typed. */
function recall({purpose, text, recalled}: TextField, step: 1 | -1, {view}: UiState): Recalled | undefined {
	const sent = view.sent.get(purpose) ?? [];
	const {back: before, draft} = recalled ?? {back: 0, draft: text};
	const back = before + step;
	if (back < 0 || back > sent.length) {
		return undefined;
	}

	const found = back === 0 ? draft : sent.at(-back) ?? draft;
	return {text: found, cursor: found.length, recalled: back === 0 ? undefined : {back, draft}};
}

const edited = ({text, cursor, recalled, killed}: Recalled, field: TextField, state: UiState): Effects => [
	{type: 'field-edited', field: {text, cursor, recalled}, killed: killed === '' ? undefined : killed},
	...text === field.text ? [] : openField(field, state).onEdit(text),
];
