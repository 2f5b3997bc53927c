import {quote} from '../../../logql/go-strings.js';
import {parsePrometheusDuration} from '../../../logql/duration.js';
import {fromMs, fromNs, type Nanotime} from '../store/time.js';
import {badRequest} from './loki-error.js';

const rfc3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Digits up to which a whole number is seconds; longer ones are nanoseconds. */
const maxSecondDigits = 10;

/** A moment as Loki takes it: seconds, seconds with a fraction, nanoseconds or RFC 3339; undefined where it is none. */
const parseTime = (text: string): Nanotime | undefined => {
	if (/^-?\d+\.\d*$|^-?\d*\.\d+$/.test(text)) {
		return fromMs(Math.round(Number(text) * 1000));
	}

	if (/^-?\d+$/.test(text)) {
		const digits = text.replace('-', '').length;
		if (digits > 19) {
			return undefined;
		}

		return text.length <= maxSecondDigits ? fromMs(Number(text) * 1000) : fromNs(BigInt(text));
	}

	const match = rfc3339.exec(text);
	const wholeMs = match ? Date.parse(`${match[1]}${match[3]}`) : NaN;
	if (!match || Number.isNaN(wholeMs)) {
		return undefined;
	}

	const fraction = (match[2] ?? '').padEnd(9, '0');
	return {ms: wholeMs + Number(fraction.slice(0, 3)), subNs: Number(fraction.slice(3))};
};

/** A moment of a request's parameter. Throws LokiError as Loki words it. */
export const readTime = (text: string | undefined, fallback: Nanotime, name: string): Nanotime => {
	if (!text) {
		return fallback;
	}

	const time = parseTime(text);
	if (!time) {
		throw badRequest(`could not parse '${name}' parameter: strconv.ParseInt: parsing ${quote(text)}: invalid syntax`);
	}

	return time;
};

/** Milliseconds of a step: seconds as a number, or a duration. Throws LokiError as Loki words it. */
export const readStepMs = (text: string): number => {
	if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
		return Number(text) * 1000;
	}

	const ns = parsePrometheusDuration(text);
	if (ns === undefined) {
		throw badRequest(`cannot parse ${quote(text)} to a valid duration`);
	}

	return ns / 1e6;
};
