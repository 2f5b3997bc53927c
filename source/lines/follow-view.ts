import {followLogs, type FollowState} from '../loki/lines/follow-logs.js';
import {troubleOf} from '../loki/http/trouble.js';
import type {LogEntry, LokiClient, LokiSettings} from '../loki/types.js';
import type {LiveLines, LogView} from '../store/state.js';
import {withNewer} from './held-lines.js';
import {createLiveQueue, type LiveQueue} from './live-queue.js';

/** What came in is shown this often. */
const showEveryMs = 250;
const secondMs = 1000;
/** Lines at most that a tail sends of the time before it began. */
const tailLimit = 1000;

export type FollowViewOptions = {
	readonly client: LokiClient;
	readonly settings: LokiSettings;
	readonly query: string;
	/** Those of the lines that come in which the view is of. */
	readonly choose: (entries: readonly LogEntry[]) => readonly LogEntry[];
	/** The view as it is now; undefined where it is gone. */
	readonly view: () => LogView | undefined;
	readonly change: (view: LogView) => void;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type FollowedView = {
	/** Holds the list still, or lets it go on. */
	readonly hold: () => void;
	/** Settles when the view is not followed any more. */
	readonly ended: Promise<void>;
};

const begun: LiveLines = {
	status: 'connecting', why: '', isHeld: false, waiting: 0, sampled: undefined, leftOut: 0, dropped: 0, hasGap: false,
};

/** Lets new lines come into a view until the signal is aborted. */
export function followView({client, settings, query, choose, view, change, now, signal}: FollowViewOptions): FollowedView {
	const queue = createLiveQueue();
	let live = begun;
	const publish = (next: Partial<LiveLines>, grow: (held: LogView) => LogView = held => held) => {
		const current = view();
		// Once it ends, the view may be of another time already, or be followed anew.
		const isGone = signal.aborted && current?.live !== live;
		live = {...live, ...next};
		if (current && !isGone) {
			change({...grow(current), live});
		}
	};

	const show = createShowing(queue, {publish, live: () => live, now});
	const timer = setInterval(show, showEveryMs);
	const run = async (): Promise<void> => {
		try {
			await followLogs({
				settings,
				client,
				query,
				limit: tailLimit,
				fromMs: view()?.endMs ?? now(),
				signal,
				onEntries(entries) {
					queue.push(choose(entries));
				},
				onDropped(count) {
					publish(
						count === undefined ? {hasGap: true} : {dropped: live.dropped + count},
						held => ({...held, total: count === undefined || held.total === undefined ? undefined : held.total + count}),
					);
				},
				onState(state) {
					publish(stateWords(state));
				},
			});
		} catch (error) {
			const {what, why} = troubleOf(error);
			publish({status: 'failed', why: `${what}: ${why}`});
		} finally {
			clearInterval(timer);
			show();
		}

		const last = view();
		// Somebody may follow it anew by now.
		if (last?.live === live && live.status !== 'failed') {
			change({...last, live: undefined});
		}
	};

	publish({});
	return {
		hold() {
			publish({isHeld: !live.isHeld});
		},
		ended: run(),
	};
}

type ShowingOptions = {
	readonly publish: (next: Partial<LiveLines>, grow?: (held: LogView) => LogView) => void;
	readonly live: () => LiveLines;
	readonly now: () => number;
};

/** Moves what came in into the view, as much as can be shown. A frame in which nothing changed costs nothing. */
function createShowing(queue: LiveQueue, {publish, live, now}: ShowingOptions): () => void {
	let shownMs = now();
	let recent: ReadonlyArray<{readonly atMs: number; readonly shown: number; readonly leftOut: number}> = [];
	return () => {
		const nowMs = now();
		const {isHeld, waiting, sampled, leftOut} = live();
		const taken = queue.take(nowMs - shownMs, {isHeld});
		shownMs = nowMs;
		recent = [...recent.filter(({atMs}) => nowMs - atMs < secondMs), {atMs: nowMs, shown: taken.entries.length, leftOut: taken.leftOut}];
		const [shownCount, leftOutCount] = [sum(recent.map(({shown}) => shown)), sum(recent.map(one => one.leftOut))];
		const next: Partial<LiveLines> = {
			waiting: queue.waiting(),
			leftOut: leftOut + taken.leftOut,
			sampled: leftOutCount > 0 && !isHeld ? {shown: shownCount, came: shownCount + leftOutCount} : undefined,
		};
		if (taken.entries.length === 0 && taken.leftOut === 0 && next.waiting === waiting && next.sampled === undefined && sampled === undefined) {
			return;
		}

		publish(next, held => withNewer(held, {
			entries: taken.entries, counted: taken.entries.length + taken.leftOut, untilMs: isHeld ? held.endMs : nowMs, isErrorsOnly: false,
		}));
	};
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function stateWords(state: FollowState): Pick<LiveLines, 'status' | 'why'> {
	switch (state.type) {
		case 'connecting':
		case 'live': {
			return {status: state.type, why: ''};
		}

		case 'polling': {
			return {status: 'polling', why: state.why};
		}

		case 'waiting': {
			return {status: 'waiting', why: state.error.why};
		}
	}
}
