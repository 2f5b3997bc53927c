import type {ReactElement} from 'react';
import {formatTime} from '../../../words/numbers.js';
import {deliveryWords, nextStepWords} from '../../../words/delivery.js';
import {wrap} from '../../../terminal/wrap.js';
import {recordedRows} from '../../../words/alert-rows.js';
import {targetName} from '../../../words/target-name.js';
import type {AlertRecord, State} from '../../../store/state.js';
import type {StyledRow} from '../../components/line.js';
import {act} from '../../keys/binding.js';
import {moveInText} from '../../keys/movement.js';
import {alertKey, incidentsKey} from '../../keys/shared-bindings.js';
import {messageRows} from '../../layout/message-rows.js';
import {titleRow} from '../../layout/title-row.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {TextScreen} from '../../components/text-screen.js';
import {alertSchema, reduceAlert, type AlertState} from './state.js';

/** One alert: where it went, whether it arrived, and what it says. */
function AlertScreen({state, screen, columns, rows}: ScreenProps<AlertState>): ReactElement {
	const alert = state.alerts.find(record => record.id === screen.alertId);
	if (!alert) {
		return <TextScreen title={[[' alert', 'heading']]} text={[]} scroll={screen.scroll} columns={columns} rows={rows}/>;
	}

	const title = titleRow(state, {left: [[[alert.service, 'heading']], [[`${targetName(alert.target)} alert`, 'dim']], [[alert.destination, 'dim']]], right: []}, columns);
	const message = messageRows(recordedRows(alert), columns, [['   │ ', 'dim']]);
	return <TextScreen title={title} text={[...outcomeRows(state, alert, columns), [], ...message]} scroll={screen.scroll} columns={columns} rows={rows}/>;
}

/** What became of it, at each of its targets where there are several. */
function outcomeRows(state: State, alert: AlertRecord, columns: number): readonly StyledRow[] {
	const others = state.alerts.filter(other => other.target !== alert.target && other.service === alert.service && other.startedMs === alert.startedMs);
	return [
		...deliveryRows(alert, state, columns),
		...others.flatMap(other => [[[` ${targetName(other.target)}, ${other.destination}:`, 'dim']] satisfies StyledRow, ...deliveryRows(other, state, columns)]),
	];
}

function deliveryRows({delivery}: AlertRecord, {timeZone, nowMs}: State, columns: number): readonly StyledRow[] {
	if (!delivery) {
		return [[[` ${deliveryWords(delivery)}`, 'bold']]];
	}

	const head = ` ${deliveryWords(delivery)} ${formatTime(delivery.atMs, {timeZone, withSeconds: true})}`;
	if (delivery.state === 'delivered') {
		return [[[head, 'good']]];
	}

	return [
		[[head, 'warning']],
		...wrap(`${delivery.reason} ${nextStepWords(delivery, {timeZone, nowMs})}`, columns - 2).map(row => [[` ${row}`]] satisfies StyledRow),
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
