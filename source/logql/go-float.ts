const decimal = /^[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const hexadecimal = /^([+-]?)0x([\da-f]+)(?:p([+-]?\d+))?$/i;
const infinite = /^([+-]?)inf(?:inity)?$/i;

/** A number as Go's strconv.ParseFloat reads it; undefined where it is none. */
export const parseGoFloat = (text: string): number | undefined => {
	if (decimal.test(text) && !text.includes('_')) {
		return Number(text);
	}

	const infinity = infinite.exec(text);
	if (infinity) {
		return infinity[1] === '-' ? -Infinity : Infinity;
	}

	const hex = hexadecimal.exec(text);
	if (hex?.[3] !== undefined) {
		const value = Number.parseInt(hex[2]!, 16) * (2 ** Number(hex[3]));
		return hex[1] === '-' ? -value : value;
	}

	return /^[+-]?nan$/i.test(text) ? NaN : undefined;
};

/** A number without an exponent and with no more digits than it takes, as Loki writes samples. */
export const formatGoFloat = (value: number): string => {
	if (Number.isNaN(value)) {
		return 'NaN';
	}

	if (!Number.isFinite(value)) {
		return value > 0 ? '+Inf' : '-Inf';
	}

	const text = String(value);
	const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
	if (!match) {
		return Object.is(value, -0) ? '-0' : text;
	}

	const [, sign, first, fraction = '', exponentText] = match;
	const exponent = Number(exponentText);
	const digits = first! + fraction;
	return exponent < 0
		? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
		: `${sign}${digits.padEnd(exponent + 1, '0')}`;
};
