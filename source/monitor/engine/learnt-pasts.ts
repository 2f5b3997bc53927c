import {hourMs} from '../../detect/minute.js';

/** What was seen of a service's patterns is good for so long. */
const goodForMs = 6 * hourMs;
/** The oldest go first. */
const maxServices = 500;

/** Of which services the past was read into the known patterns, and when. */
export type LearntPasts = {
	readonly isKnown: (service: string) => boolean;
	/** The service was just looked at: where its past was not known, it is now. */
	readonly note: (service: string) => void;
	readonly save: () => ReadonlyMap<string, number>;
};

export function createLearntPasts({saved, now}: {readonly saved: ReadonlyMap<string, number> | undefined; readonly now: () => number}): LearntPasts {
	const learntMs = new Map(saved);
	const isKnown = (service: string): boolean => now() - (learntMs.get(service) ?? -Infinity) < goodForMs;
	return {
		isKnown,
		note(service) {
			if (isKnown(service)) {
				return;
			}

			learntMs.delete(service);
			learntMs.set(service, now());
			for (const oldest of learntMs.keys()) {
				if (learntMs.size <= maxServices) {
					break;
				}

				learntMs.delete(oldest);
			}
		},
		save: () => learntMs,
	};
}
