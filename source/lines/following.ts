import {linkAbort, type LinkedAbort} from '../loki/http/linked-abort.js';
import type {LogEntry, LokiClient, LokiSettings} from '../loki/types.js';
import {logViewKey, type LogView} from '../store/state.js';
import type {LinesSource} from '../store/view-state.js';
import {followView, type FollowedView} from './follow-view.js';

export type FollowingOptions = {
	readonly client: LokiClient;
	readonly settings: LokiSettings;
	readonly now: () => number;
	readonly signal: AbortSignal;
	readonly view: (source: LinesSource) => LogView | undefined;
	readonly change: (source: LinesSource, view: LogView) => void;
	/** Settles when the lines that there are have been read. */
	readonly opened: (source: LinesSource) => Promise<void>;
	/** Those of the lines that come in which a view is of. */
	readonly choose: (source: LinesSource, entries: readonly LogEntry[]) => readonly LogEntry[];
};

export type Following = {
	/** Lets new lines come in, once those that there are have been read; settles when that ends. */
	readonly follow: (source: LinesSource) => Promise<void>;
	readonly unfollow: (source: LinesSource) => void;
	/** Holds the list still while lines come in, or lets it go on. */
	readonly hold: (source: LinesSource) => void;
};

/** Which views are followed: each once, however often that is asked. */
export function createFollowing({client, settings, now, signal, view, change, opened, choose}: FollowingOptions): Following {
	const followed = new Map<string, {readonly stopping: LinkedAbort; readonly view?: FollowedView}>();
	return {
		async follow(source) {
			const key = logViewKey(source);
			if (followed.has(key)) {
				return;
			}

			const stopping = linkAbort(signal);
			followed.set(key, {stopping});
			await opened(source);
			const query = view(source)?.query;
			if (query !== undefined && !stopping.signal.aborted) {
				const following = followView({
					client,
					settings,
					query,
					choose: entries => choose(source, entries),
					view: () => view(source),
					change(next) {
						change(source, next);
					},
					now,
					signal: stopping.signal,
				});
				followed.set(key, {stopping, view: following});
				await following.ended;
			}

			stopping.unlink();
			if (followed.get(key)?.stopping === stopping) {
				followed.delete(key);
			}
		},
		unfollow(source) {
			const key = logViewKey(source);
			followed.get(key)?.stopping.abort();
			followed.delete(key);
		},
		hold(source) {
			followed.get(logViewKey(source))?.view?.hold();
		},
	};
}
