/** How long after the first one a service broke: `+40 s`, `+3 min`. */
export function onsetOffset(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	if (seconds < 10) {
		return 'at the same time';
	}

	return seconds < 120 ? `+${seconds} s` : `+${Math.round(seconds / 60)} min`;
}
