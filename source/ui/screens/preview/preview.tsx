import type {ReactElement} from 'react';
import {wrap} from '../../../terminal/wrap.js';
import type {Screen} from '../../../store/view-state.js';
import type {Span, StyledRow} from '../../components/line.js';
import {justify} from '../../layout/row.js';
import {TextScreen} from '../../components/text-screen.js';

type PreviewProps = {
	readonly screen: Extract<Screen, {type: 'preview'}>;
	readonly columns: number;
	readonly rows: number;
};

/** Exactly what would leave this host, secrets and personal data already replaced. */
export function Preview({screen, columns, rows}: PreviewProps): ReactElement {
	const title = justify([[[screen.service, 'heading']], [nameOf(screen)]], [[['only shown here', 'good']]], columns);
	const text = screen.lines.flatMap(line => line === '' ? [''] : wrap(line, columns - 2)).map(line => [[` ${line}`]] satisfies StyledRow);
	return <TextScreen title={title} text={[...keyRows(screen, columns), ...text]} scroll={screen.scroll} columns={columns} rows={rows}/>;
}

function nameOf({destination, lacksKey = false}: PreviewProps['screen']): Span {
	const name = destination === 'slack' ? 'what s would send to Slack' : 'what a would send to Claude';
	return lacksKey ? ['nothing is sent to Claude: no key', 'warning'] : [name, 'dim'];
}

/** What follows would be sent only with a key: who thinks of setting one can read it beforehand. */
function keyRows({lacksKey = false}: PreviewProps['screen'], columns: number): readonly StyledRow[] {
	const sentence = 'No key for Claude is set, so a sends nothing. With ANTHROPIC_API_KEY it would send this:';
	return lacksKey ? [...wrap(sentence, columns - 2).map((row): StyledRow => [[` ${row}`, 'warning']]), []] : [];
}
