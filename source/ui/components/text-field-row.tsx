import {Text} from 'ink';
import type {ReactElement} from 'react';
import type {TextField} from '../../store/view-state.js';
import {useTheme} from '../hooks/use-theme.js';
import {fieldWindow} from '../layout/field-window.js';

type TextFieldRowProps = {
	readonly field: TextField;
	/** Stands before the text. */
	readonly prompt: string;
	readonly columns: number;
	/** Why it cannot be sent yet. */
	readonly hint?: string | undefined;
};

/** The line that is being typed, with its cursor; scrolls sideways where it is longer than the row. */
export function TextFieldRow({field, prompt, columns, hint}: TextFieldRowProps): ReactElement {
	const theme = useTheme();
	const under = [...field.text.slice(field.cursor)][0] ?? ' ';
	const after = field.text.slice(field.cursor + (field.cursor < field.text.length ? under.length : 0));
	const note = hint === undefined ? '' : `   ${hint}`;
	const {before} = fieldWindow(field, {prompt, columns, note});
	return (
		<Text wrap='truncate'>
			<Text {...theme.key}>{prompt}</Text>
			{before}
			<Text inverse>{under}</Text>
			{after}
			{note !== '' && <Text {...theme.dim}>{note}</Text>}
		</Text>
	);
}
