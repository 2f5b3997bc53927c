const searchedLength = 2048;
/** A week: what is longer is no duration of a request. */
const maxMs = 7 * 24 * 3_600_000;

/** `duration_ms=`, `"durationMs":`, `took=`, `elapsed: `, `responseTime=`: the name, and the unit that it ends with. */
const named = /(?<![a-z])(duration|elapsed|latency|took|time[ _]?taken|(?:response|request|processing|process|exec|execution|query|upstream|total|elapsed|run)[ _]?time)(?:_?(nanos|ns|micros|us|millis|milliseconds|msec|ms|seconds|secs|sec|s))?\\?["']?\s{0,2}[:=]\s{0,2}\\?["']?/gi;
/** `in 4512 ms`, `took 3.2 seconds`, `after 12s`. */
const spoken = /\b(?:in|took|after|within|elapsed|for)\s/gi;
/** A number and its unit, of a word or of letters. */
const value = /(-?\d{1,15}(?:\.\d{1,12})?)(?![\d.]|e\d)(?:\s?(nano|micro|milli)?(seconds?|secs?|minutes?|mins?|hours?|msecs?|ns|us|µs|ms|[hms])(?![/a-z]))?/iy;
/** `1m3.5s`, as Go writes its durations. */
const compound = /(?:\d{1,6}(?:\.\d{1,12})?(?:ns|us|µs|μs|ms|[hms])){2,5}(?![\w/])/y;
const compoundPart = /(\d{1,6}(?:\.\d{1,12})?)(ns|us|µs|μs|ms|[hms])/g;
/** Names whose unit is a convention: pino-http counts in milliseconds, nginx in seconds. */
const msByConvention: Readonly<Record<string, number>> = {
	responseTime: 1, request_time: 1000, upstream_response_time: 1000, upstream_time: 1000,
};
/** Places of one line that are looked at. */
const maxPlaces = 8;

const msPerUnit: Readonly<Record<string, number>> = {
	ns: 1e-6, nanos: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, micros: 1e-3, ms: 1, msec: 1, msecs: 1, millis: 1, milliseconds: 1, s: 1000, sec: 1000, secs: 1000, second: 1000, seconds: 1000, m: 60_000, min: 60_000, mins: 60_000, minute: 60_000, minutes: 60_000, h: 3_600_000, hour: 3_600_000, hours: 3_600_000,
};
const prefixes: Readonly<Record<string, number>> = {nano: 1e-9, micro: 1e-6, milli: 1e-3};

/** Milliseconds at a place of a text; undefined where it holds no number, or one whose unit is not known. */
function readValue(text: string, position: number, defaultMs: number | undefined): number | undefined {
	compound.lastIndex = position;
	const whole = compound.exec(text)?.[0];
	if (whole !== undefined) {
		return [...whole.matchAll(compoundPart)].reduce((sum, [, count, unit = '']) => sum + (Number(count) * (msPerUnit[unit] ?? 0)), 0);
	}

	value.lastIndex = position;
	const [, number, prefix = '', unit] = value.exec(text) ?? [];
	const scale = unit === undefined ? defaultMs : (msPerUnit[unit.toLowerCase()] ?? 0) * (prefixes[prefix.toLowerCase()] ?? 1);
	return number === undefined || scale === undefined ? undefined : Number(number) * scale;
}

const isSane = (ms: number | undefined): ms is number => ms !== undefined && ms >= 0 && ms <= maxMs;

/**
How long what a line tells of took, in milliseconds: `duration_ms=12`, `took=7.01s`, `"responseTime":31`, `in 4512 ms`.
Undefined where the line tells no duration, or one without a unit, or a negative one.
*/
export function durationOf(line: string): number | undefined {
	const text = line.slice(0, searchedLength);
	let places = 0;
	for (const match of text.matchAll(named)) {
		const [before, name = '', unit] = match;
		const ms = readValue(text, match.index + before.length, unit === undefined ? msByConvention[name] : msPerUnit[unit.toLowerCase()]);
		if (isSane(ms) || ++places >= maxPlaces) {
			return isSane(ms) ? ms : undefined;
		}
	}

	for (const match of text.matchAll(spoken)) {
		const ms = readValue(text, match.index + match[0].length, undefined);
		if (isSane(ms) || ++places >= maxPlaces) {
			return isSane(ms) ? ms : undefined;
		}
	}

	return undefined;
}
