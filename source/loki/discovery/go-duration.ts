const unitMs: Readonly<Record<string, number>> = {
	ns: 1e-6,
	us: 1e-3,
	µs: 1e-3,
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
	y: 31_536_000_000,
};

/** Milliseconds of a duration as Go and Prometheus write it (`1h30m0s`, `30d1h`); undefined where it is none. */
export function parseGoDurationMs(text: string): number | undefined {
	if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|[dhmswy]))+$/.test(text)) {
		return undefined;
	}

	let sumMs = 0;
	for (const part of text.split(/(?<=[a-zµ])(?=\d)/)) {
		const unit = part.replaceAll(/[\d.]/g, '');
		sumMs += Number(part.slice(0, -unit.length)) * (unitMs[unit] ?? 0);
	}

	return sumMs;
}
