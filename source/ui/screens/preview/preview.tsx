import type {ReactElement} from 'react';
import {wrap} from '../../../terminal/wrap.js';
import type {Span, StyledRow} from '../../components/line.js';
import {act} from '../../keys/binding.js';
import {moveInText} from '../../keys/movement.js';
import {messageRows} from '../../layout/message-rows.js';
import {justify} from '../../layout/row.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {TextScreen} from '../../components/text-screen.js';
import {previewKeys} from './commands.js';
import {reducePreview, type PreviewState} from './state.js';

/** Exactly what would leave this host, secrets and personal data already replaced. */
function Preview({screen, columns, rows}: ScreenProps<PreviewState>): ReactElement {
	const title = justify([[[screen.service, 'heading']], [nameOf(screen)]], [[['only shown here', 'good']]], columns);
	const text = messageRows(screen.lines, columns);
	return <TextScreen title={title} text={[...keyRows(screen, columns), ...text]} scroll={screen.scroll} columns={columns} rows={rows}/>;
}

function nameOf({destination, lacksKey = false}: PreviewState): Span {
	const name = destination === 'alert' ? 'the alert that s would send' : 'what a would send to Claude';
	return lacksKey ? ['nothing is sent to Claude: no key', 'warning'] : [name, 'dim'];
}

/** What follows would be sent only with a key: who thinks of setting one can read it beforehand. */
function keyRows({lacksKey = false}: PreviewState, columns: number): readonly StyledRow[] {
	const sentence = 'No Claude API key: a sends nothing. With ANTHROPIC_API_KEY set, it would send this:';
	return lacksKey ? [...wrap(sentence, columns - 2).map((row): StyledRow => [[` ${row}`, 'warning']]), []] : [];
}

/** What would leave this host. It is made before it is opened, and made anew by who wants to see it again. */
export const previewScreen: ScreenModule<'preview'> = {
	View: Preview,
	reduce: reducePreview,
	schema: undefined,
	onOpen: nothing,
	onLeave: nothing,
	bindings: previewKeys,
	move: moveInText(scroll => act('preview', {type: 'scrolled', scroll})),
};
