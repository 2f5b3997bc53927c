import {minuteMs} from '../minute.js';

const minLines = 3;
/** Of its bad lines, from which share on a service says that the trouble is not its own. */
const minShare = 0.5;
const maxServices = 5000;
const maxMinutes = 120;

type Counts = {bad: number; relayed: number};

/** Which services say that something they call fails, without a word of what it is. */
export type Relays = {
	readonly note: (line: {readonly service: string; readonly timeMs: number; readonly isRelayed: boolean}) => void;
	/** Such lines of a service from a time on; 0 where they are not most of its bad lines. */
	readonly lines: (service: string, sinceMs: number) => number;
	/** All bad lines of a service that were read, from a time on. */
	readonly bad: (service: string, sinceMs: number) => number;
};

export function createRelays(): Relays {
	const byService = new Map<string, Map<number, Counts>>();
	const since = (service: string, sinceMs: number): Counts => {
		const counts = [...byService.get(service) ?? []].filter(([minute]) => minute + minuteMs > sinceMs).map(([, count]) => count);
		return {bad: counts.reduce((sum, {bad}) => sum + bad, 0), relayed: counts.reduce((sum, {relayed}) => sum + relayed, 0)};
	};

	return {
		note({service, timeMs, isRelayed}) {
			const minutes = byService.get(service) ?? new Map<number, Counts>();
			if (!byService.has(service)) {
				if (byService.size >= maxServices) {
					return;
				}

				byService.set(service, minutes);
			}

			const minute = Math.floor(timeMs / minuteMs) * minuteMs;
			const counts = minutes.get(minute) ?? {bad: 0, relayed: 0};
			minutes.set(minute, counts);
			counts.bad++;
			counts.relayed += Number(isRelayed);
			if (minutes.size > maxMinutes) {
				minutes.delete(Math.min(...minutes.keys()));
			}
		},
		lines(service, sinceMs) {
			const {bad, relayed} = since(service, sinceMs);
			return relayed >= minLines && relayed >= bad * minShare ? relayed : 0;
		},
		bad: (service, sinceMs) => since(service, sinceMs).bad,
	};
}
