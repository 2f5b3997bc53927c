import {isOpen} from './lifecycle.js';
import {kindOf} from './kinds/registry.js';
import type {Anomaly} from './types.js';

/** What goes on before what was counted only until a time, both before what is over. */
const age = (anomaly: Anomaly): number => isOpen(anomaly) ? (anomaly.countedUntilMs === undefined ? 0 : 1) : 2;

/**
The one order of a service's anomalies, for tables, titles, verdicts, alerts and tokens: the first leads.
Open before over, critical before warning, then by what the kind says about the cause, then the earlier onset.
*/
export const byLead = (a: Anomaly, b: Anomaly): number => age(a) - age(b)
	|| Number(b.severity === 'critical') - Number(a.severity === 'critical')
	|| kindOf(a.kind).rank - kindOf(b.kind).rank
	|| a.onsetMs - b.onsetMs;

/** The anomaly that a headline is about; undefined where there is none. */
export const leadOf = (anomalies: readonly Anomaly[]): Anomaly | undefined => anomalies.toSorted((a, b) => byLead(a, b))[0];
