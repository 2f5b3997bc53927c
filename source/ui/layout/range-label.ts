/** A time range in the words of the screens. */
export function rangeLabel(minutes: number): string {
	if (minutes === 60) {
		return 'LAST HOUR';
	}

	return minutes < 60 ? `LAST ${minutes} MIN` : `LAST ${minutes / 60} H`;
}
