import type {State} from '../../../store/state.js';
import type {StyledRow} from '../../components/line.js';
import {fitRow} from '../../layout/row.js';

/** What stands where the table would be while there is nothing to list: why, and what to do. */
export function emptyOverviewRows(state: State, columns: number): readonly StyledRow[] {
	const {nothingMatches, connection, view, history} = state;
	if (view.filter !== '' && history.services.size > 0) {
		return [[], [[`     no service matches "${view.filter}"`]], [], [['     /', 'key'], ['  changes the filter']]];
	}

	if (nothingMatches) {
		const labels = nothingMatches.labels.length === 0
			? [[['     no label exists: nothing has written to this Loki in the last 24 h', 'dim']] satisfies StyledRow]
			: nothingMatches.labels.map(({label, values}) => fitRow([[`     ${label}=`, 'key'], [values.join(', ')]], columns));
		return [
			[],
			[['     nothing matches ', 'warning'], [nothingMatches.selector, 'bold']],
			[],
			...labels,
			[],
			[['     start again with a selector that matches: '], ['--selector \'{namespace="..."}\'', 'key']],
			[['     rechecked on every poll', 'dim']],
		];
	}

	if (connection.status === 'failing') {
		return [
			[],
			[['     no data yet', 'dim']],
			[],
			[['     r', 'key'], ['  tries again now']],
			[['     --loki-url', 'key'], ['  or ', 'dim'], ['LOKI_URL', 'key'], [' sets another address', 'dim']],
		];
	}

	return [[], [['     reading the last hour', 'dim']]];
}
