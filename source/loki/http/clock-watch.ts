/** This machine's clock beside that of a server, by the Date headers of its answers. */
export type ClockWatch = {
	/** Call with the head of each answer, at the moment that it came. */
	readonly note: (headers: Headers, hereMs: number) => void;
	/** How far this clock is ahead, in milliseconds, negative behind; undefined while no answer told. */
	readonly aheadMs: () => number | undefined;
};

/** A Date header has whole seconds, cut off. */
const headerMs = 1000;
/** Of so many answers the least difference counts: a slow answer, or one from a cache, only makes it look larger. */
const keptAnswers = 8;

export function createClockWatch(): ClockWatch {
	const aheads: number[] = [];
	return {
		note(headers, hereMs) {
			const serverMs = Date.parse(headers.get('date') ?? '');
			const ageMs = Number(headers.get('age') ?? 0) * 1000;
			if (Number.isNaN(serverMs) || !(ageMs >= 0)) {
				return;
			}

			aheads.push(hereMs - (serverMs + ageMs + headerMs));
			aheads.splice(0, aheads.length - keptAnswers);
		},
		aheadMs: () => aheads.length === 0 ? undefined : Math.min(...aheads),
	};
}
