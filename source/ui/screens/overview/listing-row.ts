import type {State} from '../../../store/state.js';
import type {Order} from '../../../store/view-state.js';
import type {Span, StyledRow} from '../../components/line.js';
import {fitRow} from '../../layout/row.js';

const orderWords: Readonly<Record<Exclude<Order, 'abnormal'>, string>> = {
	errors: 'most errors first', share: 'largest share of errors first', lines: 'most lines first', name: 'by name',
};

/** What is not as usual about the list: a filter that hides services, an order that is not abnormal first. Empty where nothing is. */
export function listingRow({view, history}: State, shown: number, columns: number): StyledRow {
	const spans: Span[] = [[' '.repeat(5)]];
	if (view.filter !== '') {
		spans.push(['filter: ', 'dim'], [view.filter, 'key'], [` (${shown} of ${history.services.size}, `, 'dim'], ['esc', 'key'], [' clears)   ', 'dim']);
	}

	if (view.order !== 'abnormal') {
		spans.push([orderWords[view.order], 'key'], [' '.repeat(3), 'dim'], ['o', 'key'], [' changes it', 'dim']);
	}

	return spans.length === 1 ? [] : fitRow(spans, columns);
}
