const bytesPerUnit: Readonly<Record<string, number>> = {
	'': 1,
	b: 1,
	kb: 1e3,
	k: 1e3,
	mb: 1e6,
	m: 1e6,
	gb: 1e9,
	g: 1e9,
	tb: 1e12,
	t: 1e12,
	pb: 1e15,
	p: 1e15,
	eb: 1e18,
	e: 1e18,
	kib: 2 ** 10,
	ki: 2 ** 10,
	mib: 2 ** 20,
	mi: 2 ** 20,
	gib: 2 ** 30,
	gi: 2 ** 30,
	tib: 2 ** 40,
	ti: 2 ** 40,
	pib: 2 ** 50,
	pi: 2 ** 50,
	eib: 2 ** 60,
	ei: 2 ** 60,
};

/** Bytes of a size such as `5KB`, `1.5 MiB` or `42`, as Loki's humanize library reads it; undefined where it is none. */
export const parseBytes = (text: string): number | undefined => {
	const match = /^([\d,.]+)([^\d,.].*)?$/s.exec(text);
	if (!match) {
		return undefined;
	}

	const size = Number(match[1]!.replaceAll(',', ''));
	const unit = bytesPerUnit[(match[2] ?? '').trim().toLowerCase()];
	return unit === undefined || Number.isNaN(size) ? undefined : Math.trunc(size * unit);
};

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** A size as Loki prints it in a query: `5.0kB`. */
export const formatBytes = (bytes: number): string => {
	if (bytes < 10) {
		return `${bytes}B`;
	}

	const exponent = Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
	const value = Math.floor(((bytes / (1000 ** exponent)) * 10) + 0.5) / 10;
	return `${value < 10 ? value.toFixed(1) : Math.round(value)}${units[exponent]}`;
};
