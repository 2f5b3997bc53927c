import {selectedRow} from '../../../store/selectors/overview.js';
import type {State} from '../../../store/state.js';
import type {Effects, KeyContext} from '../../keys/binding.js';
import {nearestRow} from '../../keys/list-rows.js';
import {serviceOf} from '../../keys/service-at-hand.js';
import {openService} from '../service/commands.js';

/** Puts the cursor of the overview on the service of a row, or of the nearest one that there is. */
export function selectService(state: State, row: number): Effects {
	const {rows} = selectedRow(state);
	const target = rows[nearestRow(row, rows.length)];
	return target ? [{type: 'service-selected', service: target.service}] : [];
}

export const openFilter = ({state}: KeyContext): Effects => [
	{type: 'field-opened', field: {purpose: 'filter', text: state.view.filter, cursor: state.view.filter.length}},
];

export const nextOrder = (): Effects => [{type: 'order-changed'}];

/** Moves to the next or previous service with an anomaly, round the ends. */
export function nextAnomaly(context: KeyContext, step: 1 | -1): Effects {
	const abnormal = selectedRow(context.state).rows.filter(row => row.anomaly && row.anomaly.state !== 'resolved');
	if (abnormal.length === 0) {
		return [];
	}

	const current = abnormal.findIndex(row => row.service === serviceOf(context));
	const start = current === -1 && step === -1 ? 0 : current;
	const target = abnormal[(start + step + abnormal.length) % abnormal.length];
	if (!target) {
		return [];
	}

	return context.screen.type === 'service'
		? [{type: 'screen-popped'}, ...openService(target.service)]
		: [{type: 'service-selected', service: target.service}];
}
