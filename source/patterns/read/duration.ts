const searchedLength = 2048;
/** A week: what is longer is no duration of a request. */
const maxMs = 7 * 24 * 3_600_000;

const msPerUnit: Readonly<Record<string, number>> = {
	ns: 1e-6, nanos: 1e-6, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, micros: 1e-3, ms: 1, msec: 1, millis: 1, s: 1000, sec: 1000, secs: 1000, m: 60_000, min: 60_000, h: 3_600_000,
};
const longUnits: ReadonlyArray<readonly [RegExp, number]> = [[/^nanosec/, 1e-6], [/^microsec/, 1e-3], [/^millis/, 1], [/^sec/, 1000], [/^minute/, 60_000], [/^hour/, 3_600_000]];

const nouns = 'duration|elapsed|latency|took|time[_ ]?taken|(?:response|request|processing|process|exec(?:ution)?|query|upstream|total|elapsed)[_ ]?time|run[_ ]?time';
const suffixes = 'ns|nanos|us|micros|ms|msec|millis|milliseconds|s|sec|secs|seconds';
const unitWords = 'nanoseconds?|microseconds?|milliseconds?|millis|msecs?|seconds?|secs?|minutes?|hours?|ns|us|µs|μs|ms|min|[smh]';
/** `duration_ms=12`, `"durationMs":12.5`, `took=7.01s`, `elapsed: 1m3.5s`, `responseTime=31`. */
const field = new RegExp(String.raw`(?<![a-z])(?<name>${nouns})(?:_?(?<suffix>${suffixes})(?![a-z]))?\\?["']?\s{0,2}[:=]\s{0,2}\\?["']?(?<sign>-?)(?<number>\d+(?:\.\d+)?(?:e-?\d+)?)(?<rest>(?:\s?(?:${unitWords})(?![a-z]))?(?:\d+(?:\.\d+)?(?:ms|[smh])(?![a-z]))*)`, 'i');
/** `in 4512 ms`, `took 3.2 seconds`, `after 12s`. */
const spoken = new RegExp(String.raw`\b(?:in|took|after|within|elapsed|for)\s(?<number>\d+(?:\.\d+)?)\s?(?<rest>(?:${unitWords})(?:\d+(?:\.\d+)?(?:ms|[smh]))*)(?![\w/])`, 'i');
const goPart = /(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|m|h)/g;
/** Names whose unit is a convention: pino-http counts in milliseconds, nginx in seconds. */
const conventions: ReadonlyArray<readonly [RegExp, number]> = [[/^responseTime$/, 1], [/^(?:request_time|upstream_response_time|upstream_time)$/, 1000]];

const unitMs = (unit: string): number | undefined => {
	const word = unit.trim().toLowerCase();
	return msPerUnit[word] ?? longUnits.find(([expression]) => expression.test(word))?.[1];
};

/** `7.01` and `s`; `1` and `m3.5s`. */
function withUnit(number: string, rest: string): number | undefined {
	const one = unitMs(rest);
	if (one !== undefined) {
		return Number(number) * one;
	}

	const parts = [...`${number}${rest}`.matchAll(goPart)];
	return parts.length > 1 ? parts.reduce((sum, [, count, unit = '']) => sum + (Number(count) * (msPerUnit[unit] ?? 0)), 0) : undefined;
}

const sane = (ms: number | undefined): number | undefined => ms !== undefined && Number.isFinite(ms) && ms >= 0 && ms <= maxMs ? ms : undefined;

/**
How long what a line tells of took, in milliseconds: `duration_ms=12`, `took=7.01s`, `"responseTime":31`, `in 4512 ms`.
Undefined where the line tells no duration, or one without a unit, or a negative one.
*/
export function durationOf(line: string): number | undefined {
	const text = line.slice(0, searchedLength);
	const {name = '', suffix = '', sign = '', number = '', rest = ''} = field.exec(text)?.groups ?? {};
	if (sign === '-') {
		return undefined;
	}

	if (number !== '') {
		const unit = suffix === '' ? conventions.find(([expression]) => expression.test(name))?.[1] : unitMs(suffix);
		const ms = rest.trim() === '' ? (unit === undefined ? undefined : Number(number) * unit) : withUnit(number, rest);
		if (ms !== undefined) {
			return sane(ms);
		}
	}

	const said = spoken.exec(text)?.groups;
	return said ? sane(withUnit(said['number'] ?? '', said['rest'] ?? '')) : undefined;
}
