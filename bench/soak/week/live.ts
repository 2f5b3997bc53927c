// The screen: the loop, its store, the painted overview, records, and a person who looks into something every hour.
import {setTimeout as delay} from 'node:timers/promises';
import {startRecords} from '../../../source/commands/watch/records.js';
import {createSession, type Session} from '../../../source/commands/shared/session.js';
import {lookIntoFirst} from '../../../source/investigate/evidence/first-look.js';
import {createWaiter, type Waiter} from '../../../source/monitor/waiter.js';
import {initialState} from '../../../source/store/initial-state.js';
import {createScreenStore, openState} from '../../../source/ui/screens/screen-store.js';
import {openFakeScreen} from '../../fake-screen.js';
import {sessionOptions} from './options.js';
import type {PartOptions} from './part.js';
import {
	firstMs,
	isFaulty,
	latestIncident,
	minuteOf,
} from './play.js';

const hourMs = 3_600_000;
const followedMs = 30;
/** Where an answer was not believed, its minutes are read again later and the whole baseline is judged anew: of 24 h and 500 services some seconds, several times an hour. */
const baselineHours = 6;

/** Watches until the time is over. */
export async function watchLive({play, fleet, stateDir, untilMs, pass, truths, onTurn, signal: ended, watchSignal}: PartOptions): Promise<void> {
	let clockMs = firstMs;
	const now = (): number => clockMs;
	const store = createScreenStore(openState(initialState(now())), () => undefined);
	const ending = new AbortController();
	const real = createWaiter();
	/** The time that a wait would take is over at once, by the waiter that the program has. */
	const waiter: Waiter = {
		...real,
		async wait(ms, signal) {
			const waiting = real.wait(ms, signal);
			real.wake();
			await waiting;
			clockMs += Math.max(0, ms);
			if (clockMs >= untilMs || ended.aborted) {
				ending.abort();
				return;
			}

			await pass(clockMs);
			store.dispatch({type: 'clock-ticked', nowMs: clockMs});
			const {timeline} = store.getState();
			for (const event of timeline) {
				// What opens and seems over within one poll is told as resolved, and then as open again.
				if (event.type === 'opened' || event.type === 'reopened') {
					truths.say({
						service: event.anomaly.service, what: event.anomaly.kind, atMs: event.atMs, key: `${event.anomaly.fingerprint} ${event.anomaly.openedMs}`,
					});
				}
			}

			await lookAround(session, clockMs);
			await onTurn(clockMs);
		},
	};
	const options = sessionOptions(fleet, {
		stateDir, now, hasRecords: true, baselineHours,
	});
	const session = await createSession(store, options, {waiter});
	watchSignal(session.signal);
	watchSignal(ending.signal);
	const records = await startRecords(store, options, session.analyses.redactor);
	const screen = openFakeScreen(store);
	let lookedMs = firstMs;

	/** Somebody opens what was broken last, reads its lines, follows them for a moment, and leaves. */
	const lookAround = async ({details, logViews}: Session, nowMs: number): Promise<void> => {
		// What is asked in vain is asked again, in real time.
		if (nowMs - lookedMs < hourMs || isFaulty(minuteOf(nowMs), play)) {
			return;
		}

		lookedMs = nowMs;
		const service = latestIncident(minuteOf(nowMs), play)?.service ?? 'service-0';
		await details.load(service, {forceRefresh: true});
		await logViews.open({service});
		await logViews.readMore({service}, 'older', {onlyErrors: false});
		const following = logViews.follow({service});
		await delay(followedMs);
		logViews.unfollow({service});
		await following;
	};

	lookIntoFirst(store, session.details, session.signal);
	try {
		await session.monitor.run(ending.signal);
	} finally {
		records.close({hasLeft: true});
		await session.close();
		screen.close();
	}
}
