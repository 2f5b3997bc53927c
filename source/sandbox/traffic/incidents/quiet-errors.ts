import {writeAs} from '../lines/own-format.js';
import type {Random} from '../random.js';
import type {Habit, Incident} from './types.js';

const minuteMs = 60_000;
const service = 'parcels';
const write = writeAs(service);

const parcel = (random: Random): string => `PRC-${random.int(100_000, 999_999)}`;

const usual: readonly Habit[] = [
	{service, perMinute: 9, make: (random, timeMs) => write(random, timeMs, 'info', `label printed for parcel ${parcel(random)} in ${random.durationMs(40)} ms`)},
	{service, perMinute: 5, make: (random, timeMs) => write(random, timeMs, 'info', `parcel ${parcel(random)} handed to carrier ${random.pick(['dhl', 'ups', 'gls'])}`)},
	{service, perMinute: 0.05, make: (random, timeMs) => write(random, timeMs, 'error', `address of parcel ${parcel(random)} not understood`)},
];

/** Few errors, of a program that writes its levels as numbers, which Loki does not read. */
export const quietErrors: Incident = {
	what: 'three errors a minute of a service whose log format has no level that Loki knows',
	leadMs: 8 * minuteMs,
	services: [service],
	usual,
	trouble: [
		{service, perMinute: 3, make: (random, timeMs) => write(random, timeMs, 'error', `no rate table for zone ${random.int(2, 9)}, parcel ${parcel(random)} held back`)},
	],
};
