import {byLead} from '../../detect/lead.js';
import type {Anomaly} from '../../detect/types.js';
import {factorOf} from '../../words/kinds.js';
import type {State} from '../state.js';
import type {Order} from '../view-state.js';
import {isOpen} from '../../detect/lifecycle.js';
import {incidentOf, muteEnd} from './incidents.js';
import {memoizeLast} from './memoize.js';
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
	const names = new Set([...state.history.services.keys(), ...byService.keys()]);
	const rows: OverviewRow[] = [];
	for (const service of names) {
		if (service !== '*' && matchesFilter(service, state.view.filter)) {
			rows.push(overviewRow(state, service, byService.get(service) ?? []));
		}
	}

	return rows.toSorted(comparators[state.view.order]);
}, state => [state.connection.untold, state.history, state.anomalies, state.expectations, state.mutes, state.details, state.view.filter, state.view.order]);

function overviewRow(state: State, service: string, anomalies: readonly Anomaly[]): OverviewRow {
	const rates = toldRates(currentRates(state.history, service), state.connection.untold?.has(service) ?? false);
	const expected = state.expectations.get(service);
	const anomaly = anomalies[0];
	const found = incidentOf(state, service);
	const ends = anomalies.filter(other => isOpen(other)).map(other => muteEnd(state, other));
	return {
		...rates,
		service,
		anomaly,
		anomalies,
		usualErrorsPerMinute: expected?.errorsPerMinute,
		errorsLimitPerMinute: expected?.errorsLimitPerMinute,
		factor: anomaly && isOpen(anomaly) && anomaly.kind === 'error-spike' ? factorOf({observedPerMinute: rates.errorsPerMinute ?? NaN, expectedPerMinute: expected?.errorsPerMinute ?? NaN}) : undefined,
		mutedUntilMs: ends.length > 0 && !ends.includes(undefined) ? Math.min(...ends.map(Number)) : undefined,
		place: found && {incident: found.index, member: found.incident.members.indexOf(found.member)},
		follows: found && found.member.service !== found.incident.suspected ? {service: found.incident.suspected, delayMs: found.member.delayMs} : undefined,
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

/** Words that must all be part of the name; `!word` must not. */
function matchesFilter(service: string, filter: string): boolean {
	const name = service.toLowerCase();
	return filter.toLowerCase().split(/\s+/).filter(Boolean).every(word => word.startsWith('!')
		? word.length === 1 || !name.includes(word.slice(1))
		: name.includes(word));
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

/** The service under the cursor: the selected one where it shows, else the first row's. */
export function selectedRow(state: State): {readonly rows: readonly OverviewRow[]; readonly index: number; readonly row: OverviewRow | undefined} {
	const rows = overviewRows(state);
	const found = rows.findIndex(row => row.service === state.view.selectedService);
	const index = Math.max(0, found);
	return {rows, index, row: rows[index]};
}
