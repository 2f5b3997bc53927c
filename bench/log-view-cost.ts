import process from 'node:process';
import {withNewer} from '../source/lines/held-lines.js';
import {headsOf} from '../source/lines/line-heads.js';
import type {LogEntry} from '../source/loki/types.js';
import {initialState} from '../source/store/initial-state.js';
import {logViewKey, type LogView} from '../source/store/state.js';
import {createScreenStore, openState} from '../source/ui/screens/screen-store.js';
import type {Measurement} from './all.js';
import {openFakeScreen, percentile} from './fake-screen.js';

const lines = 100_000;
const presses = 30;
/** What comes live in one step of the list, at the highest rate that is shown. */
const liveLines = 250;
const nowMs = Date.UTC(2026, 10, 23, 3, 12, 30);

const texts: ReadonlyArray<(index: number) => string> = [
	index => `2026-11-23 03:10:00.120  INFO 1 --- [io-8443-exec-${index % 25}] c.a.p.ChargeController : received charge ch_${index.toString(16)} for order ord_${index * 7}, 45.50 EUR`,
	index => `{"level":"info","ts":"2026-11-23T03:10:00Z","caller":"checkout/handler.go:118","msg":"checkout completed","order":{"id":"ord_${index}"},"trace_id":"${(index * 7919).toString(16).padStart(32, '0')}"}`,
	index => `2026-11-23 03:10:00.120 ERROR 1 --- [io-8443-exec-${index % 25}] o.h.SqlExceptionHelper : HikariPool-1 - Connection is not available, request timed out after ${3000 + (index % 50)}ms`,
	index => `level=debug ts=2026-11-23T03:10:00Z msg="pool stats" active=${index % 10} idle=0 waiting=${index % 17}`,
];

const entriesFrom = (startMs: number, count: number): readonly LogEntry[] => Array.from({length: count}, (_, index) => ({
	timeMs: startMs + index, timeNs: `${startMs + index}000000`, line: texts[index % texts.length]!(index), labels: {service_name: 'payment', pod: `payment-${index % 4}`},
}));

/** What keys cost on a list of a hundred thousand lines, without Loki and without a terminal. */
export async function run(): Promise<readonly Measurement[]> {
	const entries = entriesFrom(nowMs - lines, lines);
	const view: LogView = {
		status: 'ready', entries, heads: headsOf(entries), total: lines, startMs: nowMs - lines, endMs: nowMs, trouble: undefined,
	};
	const store = createScreenStore(openState(initialState(nowMs, {
		host: 'loki.prod:3100', tenant: undefined, selector: '{namespace="production"}', baselineHours: 24, isDemo: false, timeZone: 'UTC',
	})), () => undefined);
	store.dispatch({type: 'connection-changed', change: {status: 'live', lastAnswerMs: nowMs}});
	store.dispatch({type: 'minutes-read', minutes: [{startMs: nowMs - 90_000, counts: new Map([['payment', {lines: 60_000, errors: 15_000}]])}]});
	store.dispatch({type: 'detected', anomalies: [], expectations: new Map([['payment', {errorsPerMinute: 3.1, errorsLimitPerMinute: 7, linesPerMinute: 230}]])});
	store.dispatch({type: 'logs-changed', key: logViewKey({service: 'payment'}), view});
	const screen = openFakeScreen(store);
	const measured: Measurement[] = [];
	const measure = async (name: string, keys: readonly string[]) => {
		const painted: number[] = [];
		const startUsage = process.cpuUsage();
		for (const one of keys) {
			painted.push(await screen.press(one));
		}

		const {user, system} = process.cpuUsage(startUsage);
		measured.push(
			{name: `${name}: key to paint, p50`, value: percentile(painted, 0.5), unit: 'ms'},
			{name: `${name}: key to paint, p95`, value: percentile(painted, 0.95), unit: 'ms'},
			{name: `${name}: processor time of a key`, value: (user + system) / 1000 / keys.length, unit: 'ms'},
		);
	};

	const times = (...keys: readonly string[]): readonly string[] => Array.from({length: presses}, (_, index) => keys[index % keys.length]!);
	store.dispatch({type: 'service-selected', service: 'payment'});
	await measure('100,000 lines, open and leave', times('l', 'q'));
	await screen.press('l');
	await screen.press('g');
	await measure('100,000 lines, scroll by j', times('j'));
	await measure('100,000 lines, half a page', times('\u{4}'));
	await measure('100,000 lines, both ends', times('g', 'G'));
	await screen.press('/');
	await measure('100,000 lines, search, a letter', [...'connection is not available, re']);
	await screen.press('\r');
	await measure('100,000 lines, next match', times('n'));
	await screen.press('\u{1B}');
	await measure('100,000 lines, level up and down', times('+', '-'));
	let grown = view;
	const startUsage = process.cpuUsage();
	for (let step = 0; step < presses; step++) {
		const fromMs = nowMs + (step * liveLines);
		grown = withNewer(grown, {entries: entriesFrom(fromMs, liveLines), untilMs: fromMs + liveLines, isErrorsOnly: false});
	}

	const {user, system} = process.cpuUsage(startUsage);
	measured.push({name: `100,000 lines, ${liveLines} come in: processor time`, value: (user + system) / 1000 / presses, unit: 'ms'});
	screen.close();
	return measured;
}
