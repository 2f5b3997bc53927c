import type {LogView} from './state.js';

/** Lines held by all views of lines together; a view that is followed holds up to half of it alone. */
const maxLinesInAll = 220_000;
/** What is left of a view that was looked at long ago: more than a window. */
const leftLines = 1000;

/** The view with so many of its newest lines; a cursor stays on its line, and older ones are read on from there. */
export function keepNewest(view: LogView, most: number): LogView {
	const tooMany = view.entries.length - most;
	const oldest = view.entries[tooMany];
	return tooMany <= 0 || !oldest
		? view
		: {
			...view,
			entries: view.entries.slice(tooMany),
			heads: view.heads.slice(tooMany),
			firstRow: (view.firstRow ?? 0) + tooMany,
			...view.anchor !== undefined && {anchor: Math.max(0, view.anchor - tooMany)},
			total: undefined,
			startMs: oldest.timeMs,
		};
}

/** The same views, of which those that changed longest ago, which stand first, hold fewer lines where all together hold too many. The last one stays as it is. */
export function boundLines(views: ReadonlyMap<string, LogView>): ReadonlyMap<string, LogView> {
	let held = 0;
	for (const {entries} of views.values()) {
		held += entries.length;
	}

	if (held <= maxLinesInAll) {
		return views;
	}

	const bounded = new Map(views);
	for (const [key, view] of [...views].slice(0, -1)) {
		if (held <= maxLinesInAll) {
			break;
		}

		const less = keepNewest(view, leftLines);
		held -= view.entries.length - less.entries.length;
		bounded.set(key, less);
	}

	return bounded;
}
