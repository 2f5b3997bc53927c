import {kindOf} from '../kinds/registry.js';
import {isOpen} from '../lifecycle.js';
import type {Anomaly, Severity} from '../types.js';

/** The trouble of one service, before it is put together with that of others. */
export type Draft = {
	readonly service: string;
	/** The earliest onset among its anomalies; that of a hint only where it has nothing else. */
	readonly onsetMs: number;
	readonly severity: Severity;
	readonly isResolved: boolean;
	/** Earliest first. */
	readonly anomalies: readonly Anomaly[];
};

const byOnset = (a: Anomaly, b: Anomaly): number => a.onsetMs === b.onsetMs ? a.fingerprint.localeCompare(b.fingerprint) : a.onsetMs - b.onsetMs;

const onsetOf = (anomalies: readonly Anomaly[]): number => {
	const telling = anomalies.filter(({kind}) => !kindOf(kind).isHint);
	return Math.min(...(telling.length === 0 ? anomalies : telling).map(({onsetMs}) => onsetMs));
};

const draftOf = (service: string, anomalies: readonly Anomaly[]): Draft => ({
	service,
	onsetMs: onsetOf(anomalies),
	severity: anomalies.some(({severity}) => severity === 'critical') ? 'critical' : 'warning',
	isResolved: anomalies.every(anomaly => !isOpen(anomaly)),
	anomalies: anomalies.toSorted((a, b) => byOnset(a, b)),
});

/** A service's anomalies that began apart, the one after the end of the other, are members of different incidents. */
export const draftsOf = (anomalies: readonly Anomaly[], windowMs: number): readonly Draft[] => {
	const byService = new Map<string, Anomaly[][]>();
	for (const anomaly of anomalies.toSorted((a, b) => byOnset(a, b))) {
		const runs = byService.get(anomaly.service) ?? [];
		const last = runs.at(-1);
		// What begins while the service is still in trouble is part of that trouble.
		if (last !== undefined && (anomaly.onsetMs - (last.at(-1)?.onsetMs ?? 0) <= windowMs || last.some(({resolvedMs}) => resolvedMs === undefined || resolvedMs >= anomaly.onsetMs))) {
			last.push(anomaly);
		} else {
			runs.push([anomaly]);
		}

		byService.set(anomaly.service, runs);
	}

	return [...byService].flatMap(([service, runs]) => runs.map(run => draftOf(service, run)));
};
