export {
	formatAge, formatDateTime, formatDuration, formatTime,
} from './times.js';

const nothing = '-';
const thousand = 1000;
const kibi = 1024;
const largestFactor = 100;
const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;
const countUnits = ['', 'k', 'M', 'G', 'T'] as const;

/** Lines, errors, series: `1,940`, from 10,000 on `12.3k`. */
export function formatCount(count: number): string {
	if (!Number.isFinite(count)) {
		return nothing;
	}

	const rounded = Math.round(count);
	if (Math.abs(rounded) < 10 * thousand) {
		return withSeparators(rounded);
	}

	const [scaled, unit] = scale(rounded, thousand, countUnits);
	return threeDigits(scaled) + unit;
}

/** Something a minute: `0.0`, `3.1`, `42`. A rate that is not zero never reads as zero. */
export function formatRate(perMinute: number): string {
	if (!Number.isFinite(perMinute)) {
		return nothing;
	}

	if (perMinute > 0 && perMinute < 0.05) {
		return '<0.1';
	}

	return Math.abs(perMinute) < 9.95 ? perMinute.toFixed(1) : formatCount(perMinute);
}

/** Observed by expected: `1.4x`, `14x`, `>100x`. */
export function formatFactor(factor: number): string {
	if (Number.isNaN(factor)) {
		return nothing;
	}

	if (factor > largestFactor) {
		return `>${largestFactor}x`;
	}

	return factor < 9.95 ? `${factor.toFixed(1)}x` : `${Math.round(factor)}x`;
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

	return dollars < 99.995 ? `$${dollars.toFixed(2)}` : `$${withSeparators(Math.round(dollars))}`;
}

/** One decimal below a hundred, none above. */
function threeDigits(value: number): string {
	const digits = Math.abs(value) < 99.95 ? 1 : 0;
	return String(Number(value.toFixed(digits)));
}

function withSeparators(integer: number): string {
	return integer.toLocaleString('en-US');
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
