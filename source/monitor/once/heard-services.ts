import type {Minute} from '../../detect/types.js';
import {safeLabel} from '../../loki/answers.js';
import {maxServices} from '../../store/history.js';

/** A mistyped name would be watched in silence for ever. */
export function unheard(wanted: readonly string[] | undefined, servicesMs: ReadonlyMap<string, number>, hours: number): readonly string[] {
	const names = (wanted ?? []).filter(name => !servicesMs.has(safeLabel(name)));
	return names.length === 0 ? [] : [`Nothing was written by ${names.map(name => safeLabel(name)).join(', ')} in the last ${hours} h. Check the names in --services; loki-sentinel doctor lists those that there are.`];
}

/** Keeps, for every service, the newest minute in which it wrote; forgets those that wrote before `fromMs` only. */
export function noteServices(servicesMs: Map<string, number>, minutes: readonly Minute[], fromMs: number): void {
	for (const {startMs, counts} of minutes) {
		// A merged minute names services that wrote nothing too.
		const writers = [...counts ?? []].filter(([, {lines}]) => lines > 0);
		for (const [name] of writers) {
			if (servicesMs.has(name) || servicesMs.size < maxServices) {
				servicesMs.set(name, Math.max(startMs, servicesMs.get(name) ?? 0));
			}
		}
	}

	for (const [name, lastMs] of servicesMs) {
		if (lastMs < fromMs) {
			servicesMs.delete(name);
		}
	}
}
