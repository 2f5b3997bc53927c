import {quote} from './go-strings.js';

const nsPerUnit: Readonly<Record<string, number>> = {
	ns: 1,
	us: 1e3,
	µs: 1e3,
	μs: 1e3,
	ms: 1e6,
	s: 1e9,
	m: 60e9,
	h: 3600e9,
};

const prometheusDuration = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const prometheusUnits = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const;
const prometheusUnitsNs = [365 * 86_400e9, 7 * 86_400e9, 86_400e9, 3600e9, 60e9, 1e9, 1e6] as const;

/** Nanoseconds of a duration such as `1d12h`, whole units in falling order only; undefined where it is none. */
export const parsePrometheusDuration = (text: string): number | undefined => {
	if (text === '0') {
		return 0;
	}

	const match = text === '' ? undefined : prometheusDuration.exec(text);
	if (!match) {
		return undefined;
	}

	let ns = 0;
	for (const [index, unitNs] of prometheusUnitsNs.entries()) {
		ns += Number(match[index + 1] ?? 0) * unitNs;
	}

	return ns;
};

/** What Loki says of a text that parsePrometheusDuration does not read. */
export const durationProblem = (text: string): string => {
	if (text === '') {
		return 'empty duration string';
	}

	const [before, ...units] = text.split(/\d+/);
	const unknown = units.find(unit => unit !== '' && prometheusUnits.every(known => known !== unit));
	return before === '' && unknown !== undefined
		? `unknown unit ${quote(unknown)} in duration ${quote(text)}`
		: `not a valid duration string: ${quote(text)}`;
};

/** Nanoseconds of a duration such as `1.5h` or `-20ms`, as Go's time.ParseDuration reads it; undefined where it is none. */
export const parseGoDuration = (text: string): number | undefined => {
	const match = /^([+-]?)([^+-].*)$/.exec(text);
	if (!match) {
		return undefined;
	}

	const [, sign, body] = match;
	if (body === '0') {
		return 0;
	}

	let ns = 0;
	let rest = body!;
	while (rest !== '') {
		const part = /^(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|[hms])/.exec(rest);
		if (!part) {
			return undefined;
		}

		ns += Number(part[1]) * nsPerUnit[part[2]!]!;
		rest = rest.slice(part[0].length);
	}

	return sign === '-' ? -ns : ns;
};

/** Nanoseconds of a duration in a query: `1d`, `5m` or `1.5h`. */
export const parseDuration = (text: string): number | undefined => parsePrometheusDuration(text) ?? parseGoDuration(text);

/** A duration as Go prints it: `1h0m0s`, `1.5s`, `300ms`. */
export const formatGoDuration = (ns: number): string => {
	if (ns === 0) {
		return '0s';
	}

	const sign = ns < 0 ? '-' : '';
	const size = Math.abs(ns);
	if (size < 1e3) {
		return `${sign}${size}ns`;
	}

	if (size < 1e6) {
		return `${sign}${String(size / 1e3)}µs`;
	}

	if (size < 1e9) {
		return `${sign}${String(size / 1e6)}ms`;
	}

	const hours = Math.floor(size / 3600e9);
	const minutes = Math.floor((size % 3600e9) / 60e9);
	const seconds = `${String(Math.round(size % 60e9) / 1e9)}s`;
	if (hours > 0) {
		return `${sign}${hours}h${minutes}m${seconds}`;
	}

	return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
};

/** A duration as Prometheus and Loki's limits print it: `1h`, `1d12h`, `90s` as `1m30s`. */
export const formatPrometheusDuration = (ns: number): string => {
	let rest = Math.round(ns / 1e6) * 1e6;
	if (rest === 0) {
		return '0s';
	}

	let text = '';
	for (const [index, unitNs] of prometheusUnitsNs.entries()) {
		// Years and weeks only where they come out even.
		if (index < 2 && rest % unitNs !== 0) {
			continue;
		}

		const count = Math.floor(rest / unitNs);
		if (!(count > 0)) {
			continue;
		}

		text += `${count}${prometheusUnits[index]}`;
		rest -= count * unitNs;
	}

	return text;
};
