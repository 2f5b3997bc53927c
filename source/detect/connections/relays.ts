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
};

export function createRelays(): Relays {
	const byService = new Map<string, Map<number, Counts>>();
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
			const since = [...byService.get(service) ?? []].filter(([minute]) => minute + minuteMs > sinceMs).map(([, counts]) => counts);
			const bad = since.reduce((sum, counts) => sum + counts.bad, 0);
			const relayed = since.reduce((sum, counts) => sum + counts.relayed, 0);
			return relayed >= minLines && relayed >= bad * minShare ? relayed : 0;
		},
	};
}
