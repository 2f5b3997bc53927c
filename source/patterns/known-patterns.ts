import type {SeenPattern, SeenSet} from './seen-set.js';

/** What one Loki's services wrote in quiet times, so that new means new in a week. */
export type KnownPatterns = {
	/** Was it seen in a service before? */
	readonly has: (service: string, pattern: SeenPattern, timeMs: number) => boolean;
	/** Takes a pattern that was seen before any trouble. */
	readonly take: (service: string, pattern: SeenPattern, timeMs: number) => void;
};

/** One seen-set for all services: what one service writes may be new to another. */
export function knownPatterns(seen: SeenSet): KnownPatterns {
	const within = (service: string, {id, template, level}: SeenPattern): SeenPattern => ({id: `${service} ${id}`, template: `${service} ${template}`, level});
	return {
		has: (service, pattern, timeMs) => seen.has(within(service, pattern), timeMs),
		take(service, pattern, timeMs) {
			seen.take(within(service, pattern), timeMs);
		},
	};
}
