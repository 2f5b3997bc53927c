const variable = 'LOKI_SENTINEL_NOW';

/**
The clock of the program. LOKI_SENTINEL_NOW (a time such as `2026-03-01T03:12:00Z`) starts it somewhere else, from where it goes on as usual: for tests and for looking at recorded data.
Throws a RangeError for a time that is none.
*/
export function createClock(env: Readonly<Record<string, string | undefined>>): () => number {
	const text = env[variable] ?? '';
	if (text === '') {
		return Date.now;
	}

	const startMs = Date.parse(text);
	if (Number.isNaN(startMs)) {
		throw new RangeError(`${variable}: ${JSON.stringify(text.slice(0, 60))} is invalid, expected a time such as 2026-03-01T03:12:00Z.`);
	}

	const offsetMs = startMs - Date.now();
	return () => Date.now() + offsetMs;
}
