import {kindOf} from '../../../detect/kinds/registry.js';
import {isOpen} from '../../../detect/lifecycle.js';
import type {OverviewRow} from '../../../store/selectors/overview.js';
import {recentValues} from '../../../store/selectors/rates.js';
import type {State} from '../../../store/state.js';

type Values = ReadonlyArray<number | undefined>;

/** Errors a minute that fill a sparkline at least: ordinary noise stays low, so that only trouble looks like trouble. */
const minScale = 8;

/** What a service's sparkline draws: lines where they, and not errors, are what is wrong. */
export const countsOf = ({anomaly}: Pick<OverviewRow, 'anomaly'>): 'errors' | 'lines' => anomaly && isOpen(anomaly) ? kindOf(anomaly.kind).counts : 'errors';

/** The numbers of a service's sparkline, a minute each, with the minute under way. */
export const sparkValues = ({history, openMinute}: State, row: OverviewRow, minutes: number): Values => recentValues(history.services.get(row.service), minutes, countsOf(row), openMinute && {minute: openMinute, service: row.service});

/** The number that fills the sparkline's height. */
export function sparkScale(values: Values, row: OverviewRow): number {
	const highest = values.reduce<number>((most, value = 0) => Math.max(most, value), 0);
	return countsOf(row) === 'lines' ? highest : Math.max(minScale, 2 * (row.errorsLimitPerMinute ?? 0), highest);
}
