import {quote} from '../../../logql/go-strings.js';
import {float, integer, text} from './arguments.js';
import {printValue, type Value} from './value.js';

const verb = /%([ #+\-0]*)([1-9]\d*)?(?:\.(\d+))?([%a-z])/gi;

const maxWidth = 1000;

const exponent = (number: number, digits: number): string => number.toExponential(digits).replace(/e([+-])(?=\d$)/, 'e$10');

const formatOne = (kind: string, value: Value, precision: number | undefined): string => {
	switch (kind) {
		case 'd': {
			return typeof value === 'number' ? String(integer(value)) : `%!d(string=${text(value)})`;
		}

		case 'f':
		case 'F': {
			return typeof value === 'number' ? float(value).toFixed(Math.min(precision ?? 6, 100)) : `%!f(string=${text(value)})`;
		}

		case 'e': {
			return exponent(float(value), Math.min(precision ?? 6, 100));
		}

		case 'g': {
			return precision === undefined ? String(float(value)) : String(Number(float(value).toPrecision(Math.min(Math.max(precision, 1), 100))));
		}

		case 'x':
		case 'X': {
			const hex = typeof value === 'number'
				? integer(value).toString(16)
				: [...new TextEncoder().encode(text(value))].map(byte => byte.toString(16).padStart(2, '0')).join('');
			return kind === 'X' ? hex.toUpperCase() : hex;
		}

		case 'b':
		case 'o': {
			return integer(value).toString(kind === 'b' ? 2 : 8);
		}

		case 'c': {
			return String.fromCodePoint(integer(value));
		}

		case 'q': {
			return quote(text(value));
		}

		case 't': {
			return String(value === true);
		}

		case 's': {
			const whole = typeof value === 'number' ? `%!s(int=${value})` : printValue(value);
			return precision === undefined ? whole : [...whole].slice(0, precision).join('');
		}

		default: {
			return printValue(value);
		}
	}
};

/** Go's fmt.Sprintf with the verbs that logs call for. */
export const sprintf = (format: string, values: readonly Value[]): string => {
	let next = 0;
	const formatted = format.replaceAll(verb, (_, flags: string, widthText: string | undefined, precisionText: string | undefined, kind: string) => {
		if (kind === '%') {
			return '%';
		}

		if (next >= values.length) {
			return `%!${kind}(MISSING)`;
		}

		const value = values[next];
		next++;
		let one = formatOne(kind, value, precisionText === undefined ? undefined : Number(precisionText));
		if (flags.includes('+') && typeof value === 'number' && !one.startsWith('-')) {
			one = `+${one}`;
		}

		const width = Math.min(Number(widthText ?? 0), maxWidth);
		if (flags.includes('-')) {
			return one.padEnd(width);
		}

		if (!flags.includes('0') || typeof value !== 'number') {
			return one.padStart(width);
		}

		const sign = /^[+-]/.exec(one)?.[0] ?? '';
		return sign + one.slice(sign.length).padStart(width - sign.length, '0');
	});
	return next < values.length ? `${formatted}%!(EXTRA ${values.slice(next).map(value => printValue(value)).join(', ')})` : formatted;
};
