import {noiseEveryMinutes} from './baseline/noise.js';
import type {RecentCounts} from './baseline/recent-counts.js';
import type {ServiceSeries} from './baseline/series.js';
import type {Packing} from './pack.js';
import {createService, type ServiceState} from './service.js';
import {areServicesRestored, saveService} from './service-saved.js';

/** What is learnt of every service whose counts are kept. */
export type ServiceStates = {
	/** In the order in which they were first seen. */
	readonly all: () => Iterable<ServiceState>;
	readonly find: (name: string) => ServiceState | undefined;
	/** Of a series of counts; made where there is none yet. */
	readonly of: (series: ServiceSeries) => ServiceState;
	/** Forgets services whose counts are kept no more. */
	readonly forgetGone: () => void;
	readonly save: (packing: Packing) => readonly unknown[];
	/** Takes over what `save` gave; false where that is damaged. */
	readonly restore: (saved: unknown) => boolean;
};

export const createServiceStates = (counts: RecentCounts): ServiceStates => {
	const services = new Map<string, ServiceState>();
	let order = 0;

	return {
		all: () => services.values(),
		find: name => services.get(name),
		of(series) {
			const known = services.get(series.name);
			if (known?.series === series) {
				return known;
			}

			const service = createService(series, order++ % noiseEveryMinutes);
			services.set(series.name, service);
			return service;
		},
		forgetGone() {
			for (const name of Array.from(services, ([name]) => name)) {
				if (!counts.services.has(name)) {
					services.delete(name);
				}
			}
		},
		save: packing => Array.from(services, ([, service]) => saveService(service, packing)),
		restore(saved) {
			if (!areServicesRestored(saved, counts, services)) {
				return false;
			}

			order = services.size;
			return true;
		},
	};
};
