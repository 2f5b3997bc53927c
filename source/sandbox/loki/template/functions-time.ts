import {parseGoDuration} from '../../../logql/duration.js';
import {text} from './arguments.js';
import {GoTime, parseGoTime} from './go-time.js';
import {TemplateError} from './template-error.js';
import {fixed, type TemplateFunction} from './template-function.js';
import type {Value} from './value.js';

const requireTime = (name: string, value: Value): GoTime => {
	if (!(value instanceof GoTime)) {
		throw new TemplateError(`wrong type for value; expected time.Time; got ${typeof value} in ${name}`);
	}

	return value;
};

/** Digits of a time since the epoch in days, seconds, milliseconds, microseconds and nanoseconds. */
const unixScales: ReadonlyMap<number, number> = new Map([[5, 86_400_000], [10, 1000], [13, 1], [16, 1e-3], [19, 1e-6]]);

const unixToTime = (digits: string): GoTime => {
	const scale = unixScales.get(digits.length);
	if (scale === undefined || !/^\d+$/.test(digits)) {
		throw new TemplateError(`error calling unixToTime: unable to parse time '${digits}': unknown format`);
	}

	const ns = digits.length > 13 ? BigInt(digits) * (digits.length === 16 ? 1000n : 1n) : undefined;
	return ns === undefined ? new GoTime(Number(digits) * scale) : new GoTime(Number(ns / 1_000_000n), Number(ns % 1_000_000n));
};

const seconds = (name: string, value: Value): number => {
	const ns = parseGoDuration(text(value));
	if (ns === undefined) {
		throw new TemplateError(`error calling ${name}: time: invalid duration ${JSON.stringify(text(value))}`);
	}

	return ns / 1e9;
};

/** Functions on moments and durations. Moments are in UTC. */
export const timeFunctions: Readonly<Record<string, TemplateFunction>> = {
	__timestamp__: fixed(0, (_, {timeMs, subNs}) => new GoTime(timeMs, subNs)),
	now: fixed(0, () => new GoTime(Date.now())),
	date: fixed(2, ([layout, time]) => requireTime('date', time).format(text(layout))),
	toDate: fixed(2, ([layout, value]) => parseGoTime(text(layout), text(value)) ?? new GoTime(Date.UTC(1, 0, 1))),
	toDateInZone: fixed(3, ([layout, , value]) => parseGoTime(text(layout), text(value)) ?? new GoTime(Date.UTC(1, 0, 1))),
	unixToTime: fixed(1, ([digits]) => unixToTime(text(digits))),
	unixEpoch: fixed(1, ([time]) => String(Math.floor(requireTime('unixEpoch', time).ms / 1000))),
	unixEpochMillis: fixed(1, ([time]) => String(requireTime('unixEpochMillis', time).ms)),
	unixEpochNanos: fixed(1, ([time]) => {
		const {ms, subNs} = requireTime('unixEpochNanos', time);
		return String((BigInt(ms) * 1_000_000n) + BigInt(subNs));
	}),
	duration: fixed(1, ([value]) => seconds('duration', value)),
	duration_seconds: fixed(1, ([value]) => seconds('duration_seconds', value)),
};
