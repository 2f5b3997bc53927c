import {byLead} from '../../detect/lead.js';
import {fleetService, type Anomaly} from '../../detect/types.js';
import {factorOf} from '../../words/kinds.js';
import type {State} from '../state.js';
import type {Order} from '../view-state.js';
import {isOpen} from '../../detect/lifecycle.js';
import {isErrorRate} from '../../detect/kinds/registry.js';
import {isLearning} from '../learning.js';
import {incidentOf, muteEnd} from './incidents.js';
import {memoizeLast} from './memoize.js';
import {filterNames} from './name-filter.js';
import {currentRates, type Rates} from './rates.js';

export type OverviewRow = Rates & {
	readonly service: string;
	/** The worst open anomaly, else one that was resolved a moment ago. */
	readonly anomaly: Anomaly | undefined;
	readonly anomalies: readonly Anomaly[];
	readonly usualErrorsPerMinute: number | undefined;
	readonly errorsLimitPerMinute: number | undefined;
	/** Of the two rates before it, where errors are what is wrong. */
	readonly factor: number | undefined;
	/** Until when all that is open of it is muted. */
	readonly mutedUntilMs: number | undefined;
	/** Where it stands in the incident that it is part of: which of the incidents, which member. */
	readonly place: {readonly incident: number; readonly member: number} | undefined;
	/** The service that broke before it in the same incident, and by how much. */
	readonly follows: {readonly service: string; readonly delayMs: number} | undefined;
};

const severityRank = {critical: 2, warning: 1} as const;
/** Open before resolved, critical before warning. */
const weight = (anomaly: Anomaly | undefined): number => {
	if (!anomaly) {
		return 0;
	}

	return isOpen(anomaly) ? 1 + severityRank[anomaly.severity] : 1;
};

/** The table of the overview: filtered, in the chosen order, abnormal services first where the order says so. */
export const overviewRows = memoizeLast((state: State): readonly OverviewRow[] => {
	const byService = groupByService(state.anomalies);
	const names = [...new Set([...state.history.services.keys(), ...byService.keys()])].filter(name => name !== fleetService);
	const shown = state.view.filter === '' ? names : filterNames(names, state.view.filter);
	return shown.map(service => overviewRow(state, service, byService.get(service) ?? [])).toSorted(comparators[state.view.order]);
}, state => [state.connection.untold, state.history, state.anomalies, state.expectations, state.mutes, state.details, state.view.filter, state.view.order, state.leaders]);

function overviewRow(state: State, service: string, anomalies: readonly Anomaly[]): OverviewRow {
	const rates = toldRates(currentRates(state.history, service), state.connection.untold?.has(service) ?? false);
	const expected = state.expectations.get(service);
	const anomaly = anomalies[0];
	const found = incidentOf(state, service);
	const isJudged = found !== undefined && state.leaders.has(found.incident.id);
	const ends = anomalies.filter(other => isOpen(other)).map(other => muteEnd(state, other));
	return {
		...rates,
		service,
		anomaly,
		anomalies,
		usualErrorsPerMinute: expected?.errorsPerMinute,
		errorsLimitPerMinute: expected?.errorsLimitPerMinute,
		factor: anomaly && isOpen(anomaly) && isErrorRate(anomaly.kind) ? factorOf({observedPerMinute: rates.errorsPerMinute ?? NaN, expectedPerMinute: expected?.errorsPerMinute ?? NaN}) : undefined,
		mutedUntilMs: ends.length > 0 && !ends.includes(undefined) ? Math.min(...ends.map(Number)) : undefined,
		place: found && {incident: found.index, member: found.incident.members.indexOf(found.member)},
		follows: isJudged && found.member.service !== found.incident.suspected ? {service: found.incident.suspected, delayMs: found.member.delayMs} : undefined,
	};
}

/** No error of a service whose errors cannot be told is not zero. */
function toldRates(rates: Rates, isUntold: boolean): Rates {
	return isUntold && rates.errorsPerMinute === 0 ? {...rates, errorsPerMinute: undefined, errorShare: undefined} : rates;
}

function groupByService(anomalies: readonly Anomaly[]): Map<string, Anomaly[]> {
	const groups = new Map<string, Anomaly[]>();
	for (const anomaly of anomalies.toSorted((a, b) => byLead(a, b))) {
		const group = groups.get(anomaly.service);
		if (group) {
			group.push(anomaly);
		} else {
			groups.set(anomaly.service, [anomaly]);
		}
	}

	return groups;
}

const byName = (a: OverviewRow, b: OverviewRow): number => a.service < b.service ? -1 : Number(a.service > b.service);
/** Numbers that are compared one after the other: the first that differs decides. */
const compare = (a: readonly number[], b: readonly number[]): number => a.map((value, index) => value - (b[index] ?? 0)).find(difference => difference !== 0) ?? 0;

/** Incidents first, the worst above: of each the service that broke first, then the critical ones, then in the order in which they broke. Below them what is muted, then what is over. */
const troubleOrder = ({place, mutedUntilMs, anomaly}: OverviewRow): readonly number[] => place && mutedUntilMs === undefined
	? [0, place.incident, Number(place.member > 0), -weight(anomaly), place.member]
	: [anomaly ? 1 : 2, -weight(anomaly), 0, 0, 0];

const comparators: Record<Order, (a: OverviewRow, b: OverviewRow) => number> = {
	abnormal: (a, b) => compare(troubleOrder(a), troubleOrder(b))
		|| (b.errorsPerMinute ?? 0) - (a.errorsPerMinute ?? 0)
		|| byName(a, b),
	errors: (a, b) => (b.errorsPerMinute ?? -1) - (a.errorsPerMinute ?? -1) || byName(a, b),
	share: (a, b) => (b.errorShare ?? -1) - (a.errorShare ?? -1) || byName(a, b),
	lines: (a, b) => (b.linesPerMinute ?? -1) - (a.linesPerMinute ?? -1) || byName(a, b),
	name: byName,
};

/** The service under the cursor; -1 and undefined where the cursor is on none that is shown. */
export function selectedRow(state: State): {readonly rows: readonly OverviewRow[]; readonly index: number; readonly row: OverviewRow | undefined} {
	const rows = overviewRows(state);
	const index = rows.findIndex(row => row.service === state.view.selectedService);
	return {rows, index, row: rows[index]};
}

/**
The same state with a service under the cursor of the list. It stays under it while rows move: `enter` and `s` act on what was read there.
None is while the past is being read and before anything was judged, unless somebody has chosen one: from then on the first row is the one to look at.
*/
export function withCursor<Some extends State>(state: Some): Some {
	if (state.view.screens.length === 0 || isLearning(state.backfill) || (state.expectations.size === 0 && state.anomalies.length === 0)) {
		return state;
	}

	const {rows, index} = selectedRow(state);
	const [first] = rows;
	return index === -1 && first ? {...state, view: {...state.view, selectedService: first.service}} : state;
}
