import {minuteMs} from '../../detect/minute.js';
import {isOpen} from '../../detect/lifecycle.js';
import {fleetService, type Anomaly} from '../../detect/types.js';
import {kindOf} from '../../detect/kinds/registry.js';
import type {State} from '../../store/state.js';

/** A minute this many times above what is usual is looked at, before any rule has decided. */
const jumpFactor = 2;
/** Lines or errors a minute below which a jump is noise. */
const minLines = 30;
const minErrors = 5;

/** The services whose lines are worth a look, so many at most: abnormal ones first, then those that just jumped. Pure. */
export function suspects(state: State, max: number): readonly string[] {
	const abnormal = state.anomalies
		.filter(anomaly => isOpen(anomaly) && anomaly.service !== fleetService && !kindOf(anomaly.kind).isSilence)
		.map(({service}) => service);
	const jumped: Array<readonly [service: string, factor: number]> = [];
	for (const [service, {errors, lines}] of state.history.services) {
		const expected = state.expectations.get(service);
		if (!expected) {
			continue;
		}

		const open = openRates(state, service);
		const lineFactor = factorOf(Math.max(lastOf(lines), open.lines), expected.linesPerMinute, minLines);
		const errorFactor = factorOf(Math.max(lastOf(errors), open.errors), expected.errorsLimitPerMinute, minErrors);
		const factor = Math.max(lineFactor, errorFactor);
		if (factor >= jumpFactor) {
			jumped.push([service, factor]);
		}
	}

	jumped.sort((a, b) => b[1] - a[1]);
	return [...new Set([...abnormal, ...jumped.map(([service]) => service)])].slice(0, max);
}

/** The newest closed minute; a missing one counts as none. */
function lastOf(values: Float32Array): number {
	const value = values.at(-1) ?? NaN;
	return Number.isNaN(value) ? 0 : value;
}

const factorOf = (observed: number, expected: number, least: number): number => observed >= least ? observed / Math.max(expected, 1) : 0;

/** What the minute under way will come to at its present pace; nothing in its first third. */
function openRates({openMinute}: State, service: string): {readonly lines: number; readonly errors: number} {
	const elapsedMs = openMinute ? openMinute.readMs - openMinute.startMs : 0;
	const counts = openMinute?.counts.get(service);
	if (!counts || elapsedMs < 20_000) {
		return {lines: 0, errors: 0};
	}

	const scale = minuteMs / Math.min(minuteMs, elapsedMs);
	return {lines: counts.lines * scale, errors: counts.errors * scale};
}

/** When the open trouble of a service began. */
export function firstOnset(anomalies: readonly Anomaly[], service: string): number | undefined {
	const onsets = anomalies.filter(anomaly => anomaly.service === service && isOpen(anomaly)).map(anomaly => anomaly.onsetMs);
	return onsets.length === 0 ? undefined : Math.min(...onsets);
}
