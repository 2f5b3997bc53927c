import type {ReactElement} from 'react';
import {wrap} from '../../terminal/wrap.js';
import type {Screen} from '../../store/view-state.js';
import type {StyledRow} from '../components/line.js';
import {justify} from '../layout/row.js';
import {TextScreen} from './text-screen.js';

type PreviewProps = {
	readonly screen: Extract<Screen, {type: 'preview'}>;
	readonly columns: number;
	readonly rows: number;
};

/** Exactly what would leave this host, secrets and personal data already replaced. */
export function Preview({screen, columns, rows}: PreviewProps): ReactElement {
	const name = screen.destination === 'slack' ? 'what s would send to Slack' : 'what a would send to Claude';
	const title = justify([[[screen.service, 'heading']], [[name, 'dim']]], [[['only shown here', 'good']]], columns);
	const text = screen.lines.flatMap(line => line === '' ? [''] : wrap(line, columns - 2)).map(line => [[` ${line}`]] satisfies StyledRow);
	return <TextScreen title={title} text={text} scroll={screen.scroll} columns={columns} rows={rows}/>;
}
