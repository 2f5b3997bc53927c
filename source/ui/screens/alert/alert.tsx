import type {ReactElement} from 'react';
import {formatTime} from '../../../words/numbers.js';
import {wrap} from '../../../terminal/wrap.js';
import type {AlertRecord} from '../../../store/state.js';
import type {StyledRow} from '../../components/line.js';
import {act} from '../../keys/binding.js';
import {moveInText} from '../../keys/movement.js';
import {alertKey, incidentsKey} from '../../keys/shared-bindings.js';
import {titleRow} from '../../layout/title-row.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {TextScreen} from '../../components/text-screen.js';
import {alertSchema, reduceAlert, type AlertState} from './state.js';

/** One alert: where it went, whether it arrived, and the message as Slack shows it. */
function AlertScreen({state, screen, columns, rows}: ScreenProps<AlertState>): ReactElement {
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

	const head = delivery.state === 'unsure' ? ` possibly delivered ${at}` : ` not delivered ${at}`;
	return [
		[[head, 'warning']],
		...wrap(`${delivery.reason} ${delivery.nextStep}`, columns - 2).map(row => [[` ${row}`]] satisfies StyledRow),
	];
}

/** One alert. */
export const alertScreen: ScreenModule<'alert'> = {
	View: AlertScreen,
	reduce: reduceAlert,
	schema: alertSchema,
	onOpen: nothing,
	onLeave: nothing,
	bindings: [alertKey, incidentsKey],
	move: moveInText(scroll => act('alert', {type: 'scrolled', scroll})),
};
