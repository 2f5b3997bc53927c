import type {LogEntry} from '../types.js';

/** The values of the service label that stand on more than a share of some lines, 0 to 1: they are left out of a second question, for the others' sake. */
export function loudServices(entries: readonly LogEntry[], serviceLabel: string, share: number): readonly string[] {
	const counts = new Map<string, number>();
	for (const {labels} of entries) {
		const service = labels[serviceLabel] ?? '';
		counts.set(service, (counts.get(service) ?? 0) + 1);
	}

	return [...counts].filter(([, count]) => count > share * entries.length).map(([service]) => service);
}
