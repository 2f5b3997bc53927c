import type {ReactElement} from 'react';
import {formatTime} from '../../words/numbers.js';
import {wrap} from '../../terminal/wrap.js';
import type {AlertRecord, State} from '../../store/state.js';
import type {Screen} from '../../store/view-state.js';
import type {StyledRow} from '../components/line.js';
import {titleRow} from '../layout/title-row.js';
import {TextScreen} from './text-screen.js';

type AlertScreenProps = {
	readonly state: State;
	readonly screen: Extract<Screen, {type: 'alert'}>;
	readonly columns: number;
	readonly rows: number;
};

/** One alert: where it went, whether it arrived, and the message as Slack shows it. */
export function AlertScreen({state, screen, columns, rows}: AlertScreenProps): ReactElement {
	const alert = state.alerts.find(record => record.id === screen.alertId);
	if (!alert) {
		return <TextScreen title={[[' Slack', 'heading']]} text={[]} scroll={screen.scroll} columns={columns} rows={rows}/>;
	}

	const title = titleRow(state, {left: [[[alert.service, 'heading']], [['Slack alert', 'dim']], [[alert.destination, 'dim']]], right: []}, columns);
	const message = alert.preview.flatMap(line => line === '' ? [''] : wrap(line, columns - 6)).map(line => [['   │ ', 'dim'], [line]] satisfies StyledRow);
	return <TextScreen title={title} text={[...deliveryRows(alert, state.timeZone, columns), [], ...message]} scroll={screen.scroll} columns={columns} rows={rows}/>;
}

function deliveryRows({delivery}: AlertRecord, timeZone: string | undefined, columns: number): readonly StyledRow[] {
	if (!delivery) {
		return [[[' on its way', 'bold']]];
	}

	const at = formatTime(delivery.atMs, {timeZone, withSeconds: true});
	if (delivery.state === 'delivered') {
		return [[[` delivered ${at}`, 'good']]];
	}

	const head = delivery.state === 'unsure' ? ` may have been delivered ${at}` : ` not delivered ${at}`;
	return [
		[[head, 'warning']],
		...wrap(`${delivery.reason} ${delivery.nextStep}`, columns - 2).map(row => [[` ${row}`]] satisfies StyledRow),
	];
}
