export {
	formatAge, formatDateTime, formatDuration, formatOffset, formatTime,
} from './times.js';

const nothing = '-';
const thousand = 1000;
const kibi = 1024;
const largestFactor = 100;
const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;
const countUnits = ['', 'k', 'M', 'G', 'T'] as const;

/** `1 service`, `3 services`, `2 queries`. */
export const plural = (count: number, noun: string, nouns = `${noun}s`): string => `${formatExact(count)} ${count === 1 ? noun : nouns}`;

/** Any number that a query gives, as it stands beside others: `0`, `0.042`, `3.14`, `128`, `1,940`, `12.3k`, `2.1e-5`. */
export function formatValue(value: number): string {
	if (Number.isNaN(value)) {
		return 'NaN';
	}

	if (!Number.isFinite(value)) {
		return value > 0 ? '+Inf' : '-Inf';
	}

	const size = Math.abs(value);
	if (size >= 999.5) {
		return size < 1e15 ? formatCount(value) : value.toExponential(1);
	}

	return value !== 0 && size < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

/** Lines, errors, series: `1,940`, from 10,000 on `12.3k`. */
export function formatCount(count: number): string {
	if (!Number.isFinite(count)) {
		return nothing;
	}

	const rounded = Math.round(count);
	if (Math.abs(rounded) < 10 * thousand) {
		return formatExact(rounded);
	}

	const [scaled, unit] = scale(rounded, thousand, countUnits);
	return threeDigits(scaled) + unit;
}

/** A whole number that somebody will compare: `24,110`. */
export function formatExact(count: number): string {
	return Number.isFinite(count) ? Math.round(count).toLocaleString('en-US') : nothing;
}

/** Something a minute: `0`, `0.004`, `0.04`, `3.1`, `5`, `42`, `2,400`. A rate that is not zero never reads as zero. */
export function formatRate(perMinute: number): string {
	if (!Number.isFinite(perMinute)) {
		return nothing;
	}

	if (Math.abs(perMinute) >= 9.95) {
		return formatCount(perMinute);
	}

	if (perMinute > 0 && perMinute < 0.0005) {
		return '<0.001';
	}

	// As many decimals as show its first digit, one at least and three at most.
	const digits = [1, 2].find(decimals => perMinute === 0 || Math.abs(perMinute) >= 0.95 * (10 ** -decimals)) ?? 3;
	return String(Number(perMinute.toFixed(digits)));
}

/** What was observed by what was expected: `2x`, `2.4x`, `14x`, `>100x`. */
export function formatFactor(factor: number): string {
	if (Number.isNaN(factor)) {
		return nothing;
	}

	if (factor > largestFactor) {
		return `>${largestFactor}x`;
	}

	return factor > 0 && factor < 0.05 ? '<0.1x' : `${factor < 9.95 ? Number(factor.toFixed(1)) : Math.round(factor)}x`;
}

/** Steps of 1,024: `980 B`, `3.1 KB`, `395 MB`. */
export function formatBytes(bytes: number): string {
	if (!Number.isFinite(bytes)) {
		return nothing;
	}

	const [scaled, unit] = scale(Math.max(0, bytes), kibi, byteUnits);
	return `${unit === 'B' ? Math.round(scaled) : threeDigits(scaled)} ${unit}`;
}

/** A share from 0 to 1: `18.2 %`, `61 %`. What is not nothing and not all never reads so. */
export function formatShare(share: number): string {
	if (!Number.isFinite(share)) {
		return nothing;
	}

	const percent = share * 100;
	if (percent > 0 && percent < 0.05) {
		return '<0.1 %';
	}

	return percent < 100 && percent >= 99.95 ? '>99.9 %' : `${Number(percent.toFixed(1))} %`;
}

/** US dollars: `$0.04`, `<$0.01`, `$123`. */
export function formatDollars(dollars: number): string {
	if (!Number.isFinite(dollars)) {
		return nothing;
	}

	if (dollars > 0 && dollars < 0.005) {
		return '<$0.01';
	}

	return dollars < 99.995 ? `$${dollars.toFixed(2)}` : `$${formatExact(dollars)}`;
}

/** One decimal below a hundred, none above. */
function threeDigits(value: number): string {
	const digits = Math.abs(value) < 99.95 ? 1 : 0;
	return String(Number(value.toFixed(digits)));
}

/** The value in the largest unit in which it still rounds to one or more. */
function scale<Unit extends string>(value: number, step: number, units: readonly [Unit, ...Unit[]]): readonly [scaled: number, unit: Unit] {
	let scaled = value;
	let unit = units[0];
	for (const next of units.slice(1)) {
		if (Math.abs(scaled) < step - 0.5) {
			break;
		}

		scaled /= step;
		unit = next;
	}

	return [scaled, unit];
}
