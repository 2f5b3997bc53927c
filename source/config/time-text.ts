const unitMs: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000};

/** A time as people write it in a setting (`90s`, `15m`, `1.5h`), in milliseconds; undefined for anything else. */
export function readTimeMs(written: string): number | undefined {
	const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([hms])$/.exec(written) ?? [];
	const ms = unitMs[unit];
	return digits === undefined || ms === undefined ? undefined : Number(digits) * ms;
}
