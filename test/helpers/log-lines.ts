import {headsOf} from '../../source/lines/line-heads.js';
import type {LogEntry} from '../../source/loki/types.js';
import {logViewKey} from '../../source/store/state.js';
import {
	judged,
	minutesOf,
	nowMs,
	stateAfter,
	type Action,
} from './states.js';

/** A line of a pod of payment, so many seconds before now. */
export const entryOf = (line: string, secondsAgo: number): LogEntry => ({
	timeMs: nowMs - (secondsAgo * 1000), timeNs: `${nowMs - (secondsAgo * 1000)}000000`, line, labels: {pod: 'payment-1'},
});

const trace = ['java.lang.Exception: pool is empty', ...Array.from({length: 500}, (_, frame) => `\tat com.acme.Frame${frame}.run(Frame.java:${frame})`), 'Caused by: java.sql.SQLException: the last word'].join('\n');

/** One of each kind: Spring, JSON, plain words, a trace, logfmt. */
export const entries: readonly LogEntry[] = [
	entryOf('2026-11-23 03:10:00.120  WARN 1 --- [l-1:housekeeper] com.zaxxer.hikari.pool.ProxyLeakTask     : Connection leak detected', 150),
	entryOf('{"ts":"2026-11-23T03:10:30Z","level":"error","msg":"payment call failed: 503","order":12345678901234567890}', 120),
	entryOf('plain words about a needle', 90),
	entryOf(trace, 60),
	entryOf('level=info ts=2026-11-23T03:12:00Z msg="all is well"', 30),
];

/** What was read of payment. */
export const shown = {
	type: 'logs-changed',
	key: logViewKey({service: 'payment'}),
	view: {
		status: 'ready', entries, heads: headsOf(entries), total: 24_110, startMs: nowMs - 900_000, endMs: nowMs - 40_000, trouble: undefined,
	},
} satisfies Action;

/** A fleet of which these lines are read. */
export const fleet = stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42]})}, judged('payment'), shown);
